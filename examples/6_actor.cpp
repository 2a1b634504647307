// SPDX-License-Identifier: BSD-3-Clause
// An actor of a CAF program that feeds a pipeline and reads what comes out. Both run on the
// program's actor system.
#include <leat/caf.hpp>
#include <leat/leat.hpp>

#include <caf/all.hpp>

#include <iostream>

using go = caf::atom_constant<caf::atom("go")>;
using done = caf::atom_constant<caf::atom("done")>;

struct squares_state {
  int next = 1;
  long sum = 0;
};

caf::behavior squares(caf::stateful_actor<squares_state>* self, const leat::input<int>& in) {
  return {
    [self, in](go) { // an actor must not wait: where there is no room it comes back when there is
      auto& next = self->state.next;
      for (; next <= 1000; ++next)
        if (!in.try_push(next))
          return in.when_room([me = caf::actor(self)] { caf::anon_send(me, go::value); });
      in.close();
    },
    [self](int square) { self->state.sum += square; },
    [self](done) {
      std::cout << "the squares of 1 to 1000 add up to " << self->state.sum << '\n';
      self->quit();
    },
  };
}

int main() {
  caf::actor_system_config config;
  caf::actor_system system(config);
  leat::engine engine = leat::engine_on(system);

  leat::pipeline p;
  auto [numbers, in] = p.input<int>(leat::items(64));
  const auto actor = system.spawn(squares, in);
  numbers | leat::map([](int x) { return x * x; })
    | leat::for_each([actor](int square) { caf::anon_send(actor, square); });

  leat::job job = leat::start(p, engine);
  caf::anon_send(actor, go::value); // not before the start: nothing can be pushed then
  job.wait();
  caf::anon_send(actor, done::value);
}
