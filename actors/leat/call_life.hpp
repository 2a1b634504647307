// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace leat {

// Calls that an operator began before its node was restarted may finish afterwards. So that they
// are not taken for calls of the operator that is there now, which counts from one again, their
// numbers carry the life they began in.

constexpr int bits_of_call = 44;
constexpr std::uint64_t call_mask = (std::uint64_t{1} << bits_of_call) - 1;

/// The operator's own number of a call that has finished; none if it began in an earlier life.
constexpr std::optional<std::uint64_t> call_of_this_life(std::uint64_t call, std::uint64_t life) {
  if (call >> bits_of_call != life)
    return {};
  return call & call_mask;
}

/// What the host lends, for the calls of one life.
class port_of_life final : public call_port {
 public:
  port_of_life(std::shared_ptr<call_port> to, std::uint64_t life)
    : to_(std::move(to)), life_(life << bits_of_call) {}
  void started(std::uint64_t call) override { to_->started(life_ | call); }
  void finished(std::uint64_t call) override { to_->finished(life_ | call); }
  void watch(std::uint64_t call, std::function<bool(duration)> ready) override {
    to_->watch(life_ | call, std::move(ready));
  }

 private:
  const std::shared_ptr<call_port> to_;
  const std::uint64_t life_;
};

} // namespace leat
