// SPDX-License-Identifier: BSD-3-Clause
// A pipeline of a thousand nodes, how soon it works and what it costs to keep:
// leat_thousand [seconds idle]
#include "measure.hpp"
#include <leat/leat.hpp>

#include <ctime>
#include <thread>

namespace {

constexpr int nodes = 1000; // the input and the sink among them

leat::input<int> build(leat::pipeline& p, int length) {
  auto [entered, in] = p.input<int>();
  leat::stream<int> last = entered;
  for (int i = 2; i < length; ++i)
    last = last | leat::map([](int x) { return x + 1; }).own_actor();
  last | leat::for_each([](int) {}).own_actor();
  return in;
}

void run_small(leat::engine& engine) {
  leat::pipeline p;
  auto in = build(p, 3);
  leat::job job = leat::start(p, engine);
  in.push(0);
  in.close();
  job.wait();
}

} // namespace

int main(int argc, char** argv) {
  const auto idle = std::chrono::seconds(bench::number(argc, argv, 1, 5));
  leat::engine engine;
  run_small(engine); // the engine's own threads and memory are there before anything is measured

  const double before = bench::resident_bytes();
  const auto begin = bench::clock::now();
  leat::pipeline p;
  auto in = build(p, nodes);
  leat::job job = leat::start(p, engine);
  in.push(0);
  in.flush().get(); // the first item has gone all the way
  bench::report("start", bench::nanoseconds_since(begin) / 1e6, "ms");
  bench::report("memory", (bench::resident_bytes() - before) / nodes / 1024, "KiB/node");

  const std::clock_t used = std::clock(); // of all threads
  std::this_thread::sleep_for(idle);
  const double seconds = static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC;
  bench::report("idle", 100 * seconds / std::chrono::duration<double>(idle).count(), "% of a core");
  in.close();
  job.wait();
}
