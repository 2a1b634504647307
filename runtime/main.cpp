// SPDX-License-Identifier: BSD-3-Clause
#include "log.hpp"
#include <leat/main.hpp>
#include <leat/stop_signals.hpp>

#include <array>
#include <string_view>
#include <vector>

namespace leat::detail {

namespace {

// What the command line will say of several processes is refused, not passed on to a program that
// would ignore it.
constexpr std::array<std::string_view, 4> of_clusters = {"--worker", "--workers", "--listen",
                                                         "--advertise"};

bool is_of_clusters(std::string_view argument) {
  for (auto known : of_clusters)
    if (argument == known || (argument.starts_with(known) && argument[known.size()] == '='))
      return true;
  return false;
}

} // namespace

int run_main(int argc, char** argv,
             const std::function<beside(pipeline&, std::span<const std::string>)>& build) {
  const std::vector<std::string> rest(argv + (argc > 0 ? 1 : 0), argv + argc);
  for (auto& argument : rest)
    if (is_of_clusters(argument)) {
      log_error("{}: this version runs in one process only; leave it out", argument);
      return 2;
    }
  try {
    const stop_signals signals;
    pipeline p;
    const auto next_to_it = build(p, rest);
    job j = start(p);
    const std::stop_callback drain(signals.token(), [&] { j.request_stop(); });
    const std::stop_callback cut(signals.now(), [&] { j.cancel(); });
    const int code = next_to_it ? next_to_it(j) : 0;
    j.wait();
    return j.state() == job_state::cancelled ? 130 : code;
  } catch (const std::exception& e) {
    log_error("{}", e.what());
    return 1;
  }
}

} // namespace leat::detail
