// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

namespace leat {

/// Gives the items of the input that speaks first; see `race`.
class race_operator final : public operator_base {
 public:
  explicit race_operator(int ports) : ports_(ports) {}

  void start(operator_context& context) override;
  progress process(int port, chunk_slice& in, operator_context& context) override;

  void save(byte_writer& out) const override;
  void load(byte_reader& in) override;

 private:
  static constexpr int nobody = -1;

  void cancel_losers(operator_context& context) const;

  int ports_;
  int winner_ = nobody;
};

} // namespace leat
