// SPDX-License-Identifier: BSD-3-Clause
// A program that pushes items in faster than they are taken: it waits, and no edge ever holds more
// than its budget.
#include <leat/leat.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>

int main() {
  using namespace std::chrono_literals;
  constexpr int items = 100;

  leat::pipeline p;
  auto [numbers, in] = p.input<int>(leat::items(4));
  std::atomic<int> pushed = 0;
  int handled = 0;
  int most_ahead = 0;
  numbers | leat::for_each([&](int) { // slow, and in a thread of its own, since it waits
              most_ahead = std::max(most_ahead, pushed - handled);
              std::this_thread::sleep_for(1ms);
              ++handled;
            })
              .budget(leat::items(4))
              .blocking();

  leat::job job = leat::start(p);
  bool refused = false;
  {
    const auto shown = job.progress(std::cerr); // people see what goes where, and how fast
    for (; pushed < items; ++pushed)
      if (!in.try_push(pushed)) { // does not wait: there is no room
        refused = true;
        in.push(pushed); // waits until there is
      }
    in.flush().get(); // the receipt: all that was pushed has been handled
  }
  std::cout << (refused ? "the sink is slower than the program\n" : "there was always room\n");
  std::cout << handled << " items handled\n";
  in.close();
  job.wait();

  // four in the input, four on the edge, and what the two nodes have in hand
  constexpr int few = 16;
  std::cout << (most_ahead <= few ? "never more than a few under way\n" : "too many under way\n");
}
