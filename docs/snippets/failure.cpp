// SPDX-License-Identifier: BSD-3-Clause
// Error policies, and the end of a job that failed.
#include <leat/leat.hpp>

#include <chrono>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;

int parse(const std::string& line) { return std::stoi(line); }

void retry_then_skip() {
  leat::pipeline p;
  p | leat::from_values("12", "x", "30")
    | leat::map(parse).on_error(leat::retry(2, {.first = 1ms}).then(leat::skip_item()))
    | leat::to_stream(std::cout);
  leat::run(p);
}

void dead_letters() {
  leat::pipeline p;
  std::vector<leat::dead_letter<std::string>> bad;
  auto [letters, box] = p.dead_letters<std::string>();
  p | leat::from_values("12", "x", "30")
    | leat::map(parse).named("parse").on_error(box)
    | leat::to_stream(std::cout);
  letters | leat::collect_into(bad);
  leat::run(p);
  for (const auto& [item, why] : bad)
    std::cout << why.node << " could not take " << item << ": " << why.what << '\n';
}

void failed_job() {
  leat::pipeline p;
  p | leat::from_values("12", "x", "30")
    | leat::map(parse).named("parse")
    | leat::to_stream(std::cout);
  try {
    leat::run(p);
  } catch (const leat::job_failed& e) {
    const leat::failure& cause = e.failures().front();
    std::cout << cause.node << " failed on " << cause.item << ": " << cause.what << '\n';
  }
}

int add(int sum, int x) { return x < 0 ? throw std::invalid_argument("negative") : sum + x; }

void begin_afresh() {
  leat::pipeline p;
  p | leat::from_values(1, 2, -1, 3)
    | leat::scan(0, add).named("sum").on_crash({.intensity = 3, .period = 1min, .wait = 10ms})
    | leat::to_stream(std::cout);
  leat::run(p);
}

int main() {
  retry_then_skip();
  dead_letters();
  begin_afresh();
  failed_job();
}
