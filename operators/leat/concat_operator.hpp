// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

namespace leat {

/// Gives the items of its inputs one input after the other; see `concat`.
class concat_operator final : public operator_base {
 public:
  explicit concat_operator(int ports) : ports_(ports) {}

  [[nodiscard]] bool wants(int port, operator_context&) override { return port == current_; }
  progress process(int port, chunk_slice& in, operator_context& context) override;
  progress port_ended(int port, operator_context& context) override;

  void save(byte_writer& out) const override;
  void load(byte_reader& in) override;

 private:
  int ports_;
  int current_ = 0; // the input whose turn it is
};

} // namespace leat
