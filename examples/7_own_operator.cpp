// SPDX-License-Identifier: BSD-3-Clause
// A program's own operator, with a state and a timer for each key: it speaks when a sensor has been
// silent for a while.
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <chrono>
#include <iostream>
#include <string_view>

struct reading {
  int sensor;
  double value;
};

struct silence {
  using output = double; // the last value that came
  struct state {         // one for each key
    double last = 0;
  };
  leat::duration limit;

  void on_item(const reading& r, state& s, leat::context<output>& c) const {
    s.last = r.value;
    c.set_timer("silent", c.now() + limit); // in place of the one that was set
  }
  void on_timer(std::string_view, state& s, leat::context<output>& c) const { c.push(s.last); }
};

int main() {
  using namespace std::chrono_literals;

  leat::pipeline p;
  auto [readings, in] = p.input<reading>();
  readings | leat::key_by(&reading::sensor)
    | leat::op(silence{5s}).named("silence")
    | leat::for_each([](int sensor, double last) {
        std::cout << "sensor " << sensor << " is silent; it said " << last << '\n';
      });

  leat::testing::simulation sim(p); // its clock is virtual
  in.push({1, 0.5});
  sim.advance(3s);
  in.push({2, 1.5});
  in.push({1, 2.5});
  sim.advance(4s);
  in.push({2, 3.5});
  sim.advance(4s);
  in.close();
  sim.finish();
}
