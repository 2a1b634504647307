// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace leat {

namespace detail {

/// Where the result of a call is put, once.
template <class U>
class call_result {
 public:
  /// True for the first who asks, who then is to put the result in.
  [[nodiscard]] bool claim() noexcept { return !claimed_.exchange(true); }
  void set(U value) {
    value_.emplace(std::move(value));
    ready_.store(true, std::memory_order_release);
  }
  void fail(std::exception_ptr reason) noexcept {
    reason_ = std::move(reason);
    ready_.store(true, std::memory_order_release);
  }
  [[nodiscard]] bool ready() const noexcept { return ready_.load(std::memory_order_acquire); }
  /// Requires that it is ready. Throws what the call failed with.
  [[nodiscard]] U take() {
    if (reason_)
      std::rethrow_exception(reason_);
    return std::move(*value_);
  }

 private:
  std::atomic<bool> claimed_ = false;
  std::atomic<bool> ready_ = false;
  std::optional<U> value_;
  std::exception_ptr reason_;
};

} // namespace detail

/// How a function of `map_async<U>` says what became of its item: it may be copied, moved to any
/// thread and called whenever the result is there, also after the job. The first call counts, later
/// ones are ignored. If the last copy goes without a call the item fails.
template <class U>
class completion {
 public:
  completion(std::shared_ptr<detail::call_result<U>> result, std::shared_ptr<call_port> port,
             std::uint64_t call)
    : ending_(std::make_shared<ending>(std::move(result), std::move(port), call)) {}

  /// The call's result.
  void operator()(U value) const {
    if (!ending_->result->claim())
      return;
    ending_->result->set(std::move(value));
    ending_->port->finished(ending_->call);
  }
  /// The call failed; the operator's policy decides what is done with the item.
  void fail(std::exception_ptr reason) const { ending_->fail(std::move(reason)); }

 private:
  struct ending {
    std::shared_ptr<detail::call_result<U>> result;
    std::shared_ptr<call_port> port;
    std::uint64_t call;

    ending(std::shared_ptr<detail::call_result<U>> result, std::shared_ptr<call_port> port,
           std::uint64_t call)
      : result(std::move(result)), port(std::move(port)), call(call) {}
    ending(const ending&) = delete;
    ending& operator=(const ending&) = delete;
    ~ending() {
      fail(std::make_exception_ptr(
        std::runtime_error("leat::map_async: the completion was dropped without a call")));
    }
    void fail(std::exception_ptr reason) {
      if (!result->claim())
        return;
      result->fail(std::move(reason));
      port->finished(call);
    }
  };

  std::shared_ptr<ending> ending_;
};

} // namespace leat
