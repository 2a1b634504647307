// SPDX-License-Identifier: BSD-3-Clause
// Functions of two nodes count in one variable on two threads, with nothing between them: TSan must
// say so.
#include <leat/leat.hpp>

#include <atomic>

namespace {

int shared = 0;
std::atomic<int> arrived{0};

[[gnu::noinline]] void planted_write(int) {
  arrived.fetch_add(1, std::memory_order_relaxed);
  // until both threads are here; relaxed orders nothing
  while (arrived.load(std::memory_order_relaxed) < 2) {
  }
  ++shared;
}

} // namespace

int main() {
  leat::engine engine{{.threads = 2}};
  leat::pipeline p;
  p | leat::from_values(1) | leat::for_each(planted_write);
  p | leat::from_values(2) | leat::for_each(planted_write);
  leat::run(p, engine);
}
