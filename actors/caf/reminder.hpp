// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <caf/all.hpp>

#include <utility>

namespace leat::shell {

/// Sends a message to the actor itself, after a while and without a sender: CAF may leave a message
/// in the mailbox of an actor that has ended, and one that was sent by the actor (as those of its
/// members delayed_send and delayed_anon_send are) would keep it for ever.
template <class Self, class Message>
void remind(Self* self, duration after, Message what) {
  caf::delayed_anon_send(caf::actor_cast<caf::actor>(self), after, std::move(what));
}

} // namespace leat::shell
