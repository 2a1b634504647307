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
    | leat::window(leat::tumbling(leat::items(16)))
    | leat::aggregate(leat::mean(&reading::value))
    | leat::filter([=](const auto& mean) { return mean.value > limit; }).own_actor()
    | leat::map([](const auto& mean) { return alert{mean.key, mean.value}; }).own_actor()
    | leat::collect_into(alerts);
  readings
    | leat::map([](const reading& r) { return r.value; }).own_actor()
    | leat::scan(0.0, [](double top, double x) { return x > top ? x : top; }).own_actor()
    | leat::discard();
  leat::run(p);
  return alerts;
}
