// SPDX-License-Identifier: BSD-3-Clause
// The integers' sum by six actors that are connected by the streams of CAF 0.17.6: caf_streams [n]
#include "caf_settings.hpp"
#include "integers.hpp"
#include "measure.hpp"

#include <caf/actor_system.hpp>
#include <caf/attach_stream_sink.hpp>
#include <caf/attach_stream_source.hpp>
#include <caf/attach_stream_stage.hpp>
#include <caf/behavior.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <future>

namespace bench {
namespace {

using integer = std::uint64_t;
using integers = caf::stream<integer>;

using start_atom = caf::atom_constant<caf::atom("start")>;

caf::behavior source(caf::event_based_actor* self, integer n) {
  return {
    [=](start_atom) {
      return caf::attach_stream_source(
        self, [](integer& next) { next = 0; },
        [n](integer& next, caf::downstream<integer>& out, std::size_t room) {
          for (; room > 0 && next < n; --room)
            out.push(next++);
        },
        [n](const integer& next) { return next == n; });
    },
  };
}

// `step` is given the downstream and an integer.
template <class Step>
caf::behavior stage(caf::event_based_actor* self, Step step) {
  return {
    [=](const integers& in) {
      return caf::attach_stream_stage(
        self, in, [](caf::unit_t&) {},
        [=](caf::unit_t&, caf::downstream<integer>& out, integer x) { step(out, x); });
    },
  };
}

caf::behavior sink(caf::event_based_actor* self, std::promise<integer>* result) {
  return {
    [=](const integers& in) {
      return caf::attach_stream_sink(
        self, in, [](integer& sum) { sum = 0; }, [](integer& sum, integer x) { sum += x; },
        [=](integer& sum, const caf::error&) { result->set_value(sum); });
    },
  };
}

integer sum_by_streams(caf::actor_system& system, integer n) {
  auto map = [](caf::downstream<integer>& out, integer x) { out.push(grow(x)); };
  auto filter = [](caf::downstream<integer>& out, integer x) {
    if (keep(x))
      out.push(x);
  };
  auto map_and_filter = [&] {
    return system.spawn(stage<decltype(filter)>, filter) * system.spawn(stage<decltype(map)>, map);
  };
  std::promise<integer> result;
  caf::anon_send(system.spawn(sink, &result) * map_and_filter() * map_and_filter()
                   * system.spawn(source, n),
                 start_atom::value);
  auto sum = result.get_future().get();
  system.await_all_actors_done();
  return sum;
}

} // namespace
} // namespace bench

int main(int argc, char** argv) {
  const std::uint64_t n = bench::number(argc, argv, 1, 50'000'000);
  bench::caf_settings settings;
  caf::actor_system system{settings};
  bench::check_sum(n / 10 + 1, bench::sum_by_streams(system, n / 10 + 1)); // warms up

  auto begin = bench::clock::now();
  auto sum = bench::sum_by_streams(system, n);
  bench::report("item", bench::nanoseconds_since(begin) / static_cast<double>(n), "ns");
  bench::check_sum(n, sum);
}
