// SPDX-License-Identifier: BSD-3-Clause
// One item at a time through six bare CAF actors: caf_latency [items [milliseconds in between]]
#include "caf_settings.hpp"
#include "trickle.hpp"

#include <caf/actor_system.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/behavior.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bench::clock::time_point)

namespace {

using item = bench::clock::time_point;

caf::behavior relay(caf::event_based_actor* self, const caf::actor& to) {
  return {[=](item x) { self->send(to, x); }};
}

caf::behavior sink(caf::event_based_actor*, bench::arrivals* out) {
  return {[=](item x) { out->arrived(x); }};
}

} // namespace

int main(int argc, char** argv) {
  const auto items = bench::number(argc, argv, 1, 20'000);
  const auto pause = std::chrono::milliseconds(argc > 2 ? bench::number(argc, argv, 2, 1) : 0);
  bench::arrivals out; // outlives the actors
  bench::caf_settings settings;
  caf::actor_system system{settings};
  auto first = system.spawn(sink, &out);
  for (int i = 0; i < 5; ++i)
    first = system.spawn(relay, first);
  bench::trickle(out, items, pause, [&](item x) { caf::anon_send(first, x); });
}
