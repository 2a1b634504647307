// SPDX-License-Identifier: BSD-3-Clause
// One item at a time through six actors, the input's among them:
// leat_latency [items [milliseconds in between]]
#include "trickle.hpp"
#include <leat/leat.hpp>

int main(int argc, char** argv) {
  using item = bench::clock::time_point;
  const auto items = bench::number(argc, argv, 1, 20'000);
  const auto pause = std::chrono::milliseconds(argc > 2 ? bench::number(argc, argv, 2, 1) : 0);
  bench::arrivals out; // outlives the job
  leat::pipeline p;
  auto [entered, in] = p.input<item>();
  leat::stream<item> last = entered;
  for (int i = 0; i < 4; ++i)
    last = last | leat::map([](item x) { return x; }).own_actor();
  last | leat::for_each([&](item x) { out.arrived(x); }).own_actor();
  leat::job job = leat::start(p);
  bench::trickle(out, items, pause, [in = in](item x) { in.push(x); });
  in.close();
  job.wait();
}
