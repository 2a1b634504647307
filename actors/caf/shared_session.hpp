// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/address.hpp"
#include "actors/session/orders.hpp"
#include "actors/session/session_core.hpp"
#include <leat/services.hpp>

#include <caf/all.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace leat::shell {

/// A session as its broker and all who send on it share it. Who sends writes to the socket at once
/// when nothing waits there, which spares a thread that has to be woken; what the socket does not
/// take, and what is to be encrypted, is left to the broker. Thread-safe.
class shared_session {
 public:
  /// `call_broker`: something waits for it; is called in the sender's thread, under the lock.
  shared_session(session_core core, steady_time clock, std::function<void()> call_broker);

  // -- for those who send

  void send(lane on, channel in, std::vector<std::byte> message);
  /// Packets that come on these channels go to these nodes.
  void let_in(std::vector<std::pair<channel, caf::actor>> by_channel);
  /// Those of the job are not heard any more.
  void let_out(job_id of);

  // -- for the broker

  /// The core, and nobody else has it. Not to be taken twice.
  class access {
   public:
    session_core* operator->() const noexcept { return core_; }

   private:
    friend shared_session;
    access(std::mutex& mutex, session_core& core) : lock_(mutex), core_(&core) {}
    std::unique_lock<std::mutex> lock_;
    session_core* core_;
  };
  [[nodiscard]] access core() { return {mutex_, core_}; }
  [[nodiscard]] caf::actor receiver(channel of) const;

  /// Senders write to the socket (-1: never) as soon as the broker's first output has left.
  void attach(int socket);
  /// No sender writes any more, until there is another connection.
  void detach();
  /// Writes as senders do, if they may. Appends what is left, which the broker is to write: as many
  /// frames as begin within `most` bytes.
  void take_output(write_buffer& to, std::size_t most);
  /// Of what the broker took, so many bytes have not been written.
  void left_to_write(std::size_t bytes);
  [[nodiscard]] std::size_t left_to_write() const;
  /// It is over: whoever still sends on it does so in vain.
  void end();

 private:
  void write_at_once();

  mutable std::mutex mutex_;
  session_core core_;
  steady_time clock_;
  std::function<void()> call_broker_;
  bool called_ = false;
  owned_socket socket_;         // a descriptor of our own: CAF closes its when it likes
  write_buffer rest_;           // the socket did not take it
  std::size_t with_broker_ = 0; // bytes; it goes on by itself when they have been written
  std::map<channel, caf::actor> receivers_;
};

} // namespace leat::shell
