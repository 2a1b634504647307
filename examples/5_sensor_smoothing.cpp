// SPDX-License-Identifier: BSD-3-Clause
// The readings of two sensors, smoothed, and their mean in each second. It runs in the simulation:
// its clock is virtual, so this takes no time and prints the same every time.
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <chrono>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

struct reading {
  std::string sensor;
  double value;
};

double smooth(double before, double now) { return before + 0.5 * (now - before); }

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

int main() {
  using namespace std::chrono_literals;

  leat::pipeline p;
  auto [readings, in] = p.input<reading>();
  readings | leat::key_by(&reading::sensor)
    | leat::map(&reading::value) // functions see the item; what they give travels with its key
    | leat::by_key()
    | leat::scan(smooth)
    | leat::by_key()
    | leat::timed_window(1s)
    | leat::map([](const std::string& sensor, const std::vector<double>& values) {
        return sensor + " " + std::to_string(mean(values)).substr(0, 5);
      })
    | leat::to_stream(std::cout);

  leat::testing::simulation sim(p);
  for (int second = 1; second <= 3; ++second) {
    std::cout << "second " << second << '\n';
    for (int i = 0; i < 4; ++i) {
      in.push({"boiler", 80.0 + i});
      if (i % 2 == 0)
        in.push({"hall", second == 2 && i == 0 ? 45.0 : 20.0}); // one reading is wrong
      sim.advance(250ms);
    }
  }
  in.close();
  sim.finish();
}
