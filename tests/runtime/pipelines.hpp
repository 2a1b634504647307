// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/leat.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace std::chrono_literals;

/// 0, 1, 2 …
inline auto endless() {
  return leat::from_generator([n = 0]() mutable -> std::optional<int> { return n++; });
}

/// Waits until `ready()`, as long as the job runs.
template <class F>
void wait_until(leat::job& job, F ready) {
  while (!ready() && !job.wait_for(1ms)) {
  }
}

/// The message of what `f` throws as an Error; "" if it throws nothing.
template <class Error, class F>
std::string message_of(F f) {
  try {
    f();
  } catch (const Error& e) {
    return e.what();
  }
  return {};
}

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A gate that functions of a pipeline wait at until the test opens it, at its end at the latest.
/// Copies are one gate; it may outlive the test.
class gate {
 public:
  /// To be called by a function of a pipeline.
  void pass() const {
    shared_->waiting = true;
    shared_->opened.wait();
  }
  void open() const {
    if (!shared_->is_open.exchange(true))
      shared_->open.set_value();
  }
  /// Somebody has come to the gate.
  [[nodiscard]] bool reached() const { return shared_->waiting; }

 private:
  struct state {
    std::promise<void> open;
    std::shared_future<void> opened = open.get_future().share();
    std::atomic<bool> waiting = false, is_open = false;
  };
  std::shared_ptr<state> shared_ = std::make_shared<state>();
};
