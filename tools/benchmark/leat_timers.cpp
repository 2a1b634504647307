// SPDX-License-Identifier: BSD-3-Clause
// How late timers go off when very many are pending: leat_timers [timers]
#include "measure.hpp"
#include <leat/leat.hpp>

#include <string_view>

namespace {

using namespace std::chrono_literals;

struct appointment {
  std::uint64_t key;
  leat::timestamp at;
};

/// Sets a timer for each appointment, and gives out by how much it was late.
struct ring {
  using output = leat::duration;
  struct state {
    leat::timestamp at{};
  };

  void on_item(const appointment& a, state& s, leat::context<output>& c) {
    s.at = a.at;
    c.set_timer("ring", a.at);
  }
  void on_timer(std::string_view, state& s, leat::context<output>& c) {
    c.push(std::chrono::system_clock::now() - s.at);
  }
};

} // namespace

int main(int argc, char** argv) {
  const std::uint64_t timers = bench::number(argc, argv, 1, 100'000);
  std::vector<double> late;
  late.reserve(timers);
  leat::pipeline p;
  auto [appointments, in] = p.input<appointment>();
  appointments | leat::key_by(&appointment::key)
    | leat::op(ring{})
    | leat::take(timers)
    | leat::for_each([&](const leat::keyed<std::uint64_t, leat::duration>& k) {
        late.push_back(std::chrono::duration<double, std::milli>(k.value).count());
      });
  leat::job job = leat::start(p);

  // All are set before the first goes off; then one every 20 microseconds, in another order.
  constexpr std::uint64_t stride = 7919;
  const leat::timestamp first = std::chrono::system_clock::now() + 2s;
  for (std::uint64_t i = 0; i < timers; ++i)
    in.push({i, first + 20us * (i * stride % timers)});
  in.flush().get();
  if (std::chrono::system_clock::now() >= first) {
    std::fprintf(stderr, "%ju timers were not set within two seconds\n", std::uintmax_t{timers});
    return 1;
  }
  job.wait();
  bench::report("median", bench::quantile(late, 0.5), "ms");
  bench::report("p99", bench::quantile(late, 0.99), "ms");
}
