// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/address.hpp"

#include <atomic>
#include <chrono>
#include <list>
#include <mutex>
#include <string>
#include <thread>

/// An address at which those who come get through to another one, as long as they are let: what a
/// process looks like from outside its network, over a link that can be slow and can break.
class relay {
 public:
  /// At most so many connections get through, one after the other or at once.
  explicit relay(const std::string& to, int connections = 1);

  [[nodiscard]] const std::string& address() const { return address_; }
  /// What comes from now on is held for so long.
  void delay_by(std::chrono::milliseconds time) { delay_ = time; }
  /// Changes one bit of what comes next.
  void garble() { garbles_ = true; }
  /// Breaks the connections that there are. What was on its way is gone.
  void cut();

 private:
  std::string address_;
  std::atomic<std::chrono::milliseconds> delay_{std::chrono::milliseconds(0)};
  std::atomic<bool> garbles_ = false;
  std::mutex mutex_;
  std::list<std::jthread> carriers_;
  std::jthread acceptor_; // ends first
};
