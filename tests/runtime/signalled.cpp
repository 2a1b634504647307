// SPDX-License-Identifier: BSD-3-Clause
// A program of leat::main for main_test: what it does is its first argument; it says on standard
// output how far it is.
#include <leat/leat.hpp>

#include <chrono>
#include <cstdio>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;

namespace {

void say(const char* what) {
  std::puts(what);
  std::fflush(stdout);
}

auto run(leat::pipeline& p, std::span<const std::string> rest) {
  const std::string what = rest.empty() ? "" : rest[0];
  if (what == "fault")
    throw std::invalid_argument("this pipeline cannot be built");
  if (what == "endless" || what == "held") {
    leat::stream<int> numbers =
      p | leat::from_generator([n = 0]() mutable -> std::optional<int> { return n++; });
    if (what == "held") // what it has taken in leaves tomorrow
      numbers = numbers | leat::delay(24h).capacity(leat::items(10));
    numbers | leat::for_each([](int) {});
  } else if (what == "failing") {
    p | leat::from_values(1) | leat::for_each([](int) { throw std::runtime_error("broken"); });
  } else if (what == "words") { // has a node of that name
    std::string all;
    for (auto& word : rest)
      all += (all.empty() ? "" : " ") + word;
    p | leat::from_values(1) | leat::discard().named(all);
  } else {
    p | leat::from_values(1, 2, 3) | leat::for_each([](int) {});
  }
  return [what](leat::job& job) {
    if (what == "code")
      return 7;
    say("running");
    while (job.state() == leat::job_state::running && !job.wait_for(1ms)) {
    }
    if (job.state() == leat::job_state::stopping)
      say("stopping");
    return 0;
  };
}

} // namespace

int main(int argc, char** argv) { return leat::main(argc, argv, run); }
