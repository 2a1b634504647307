// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "measure.hpp"

#include <chrono>
#include <cstddef>
#include <semaphore>
#include <thread>
#include <utility>
#include <vector>

namespace bench {

/// What the sink at the far end of six actors tells the program that puts in one item at a time.
/// The item is the time at which it was put in; the next one follows when it has arrived.
class arrivals {
 public:
  /// Called by the sink with the item.
  void arrived(clock::time_point put_in) {
    last_ = nanoseconds_since(put_in);
    arrived_.release();
  }

  /// Waits for the item that was put in; returns the nanoseconds that it took.
  double wait() {
    arrived_.acquire();
    return last_;
  }

 private:
  double last_ = 0; // passed from thread to thread by the semaphore
  std::binary_semaphore arrived_{0};
};

/// Puts in `items` items with `put`, each `pause` after the last one arrived, and reports median
/// and 99 % as "median" and "p99". A tenth more goes first, to warm up.
template <class Put>
void trickle(arrivals& sink, std::size_t items, std::chrono::milliseconds pause, Put put) {
  const std::size_t warm_up = items / 10;
  std::vector<double> taken;
  taken.reserve(items);
  for (std::size_t i = 0; i < warm_up + items; ++i) {
    if (pause.count() > 0)
      std::this_thread::sleep_for(pause);
    put(clock::now());
    if (auto nanoseconds = sink.wait(); i >= warm_up)
      taken.push_back(nanoseconds / 1000);
  }
  report("median", quantile(taken, 0.5), "us");
  report("p99", quantile(taken, 0.99), "us");
}

} // namespace bench
