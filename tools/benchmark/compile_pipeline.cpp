// SPDX-License-Identifier: BSD-3-Clause
// Compiled and measured by tools/bench: a user's file with a pipeline of ten nodes.
#include <leat/leat.hpp>

#include <string>
#include <vector>

struct reading {
  std::string sensor;
  leat::timestamp at;
  double value;
};

struct sums {
  double total = 0;
  int count = 0;
};

struct alert {
  std::string sensor;
  double mean;
};

std::vector<alert> hot_sensors(const std::vector<std::string>& lines, double limit) {
  using namespace std::chrono_literals;
  leat::pipeline p;
  std::vector<alert> alerts;
  auto readings = p
    | leat::from_range(lines).named("lines").own_actor()
    | leat::filter([](const std::string& line) { return !line.empty(); }).own_actor()
    | leat::map([](const std::string& line) {
        auto space = line.find(' ');
        return reading{line.substr(0, space), leat::timestamp{}, std::stod(line.substr(space + 1))};
      }).named("parse")
        .parallel(2)
        .on_error(leat::skip_item());
  readings
    | leat::key_by(&reading::sensor)
    | leat::fold(sums{}, [](sums& s, const reading& r) { s.total += r.value, ++s.count; })
    | leat::filter([=](const auto& s) { return s.value.total > limit * s.value.count; }).own_actor()
    | leat::map([](const auto& s) {
        return alert{s.key, s.value.total / s.value.count};
      }).own_actor()
    | leat::collect_into(alerts);
  readings
    | leat::map([](const reading& r) { return r.value; }).own_actor()
    | leat::scan(0.0, [](double top, double x) { return x > top ? x : top; }).own_actor()
    | leat::discard();
  leat::run(p);
  return alerts;
}
