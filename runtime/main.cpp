// SPDX-License-Identifier: BSD-3-Clause
#include "log.hpp"
#include <leat/main.hpp>
#include <leat/stop_signals.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>
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

bool is_graph(std::string_view argument) {
  return argument == "--graph" || argument.starts_with("--graph=");
}

/// Draws the pipeline as `--graph` or `--graph=how` says; the exit code.
int draw(const pipeline& p, std::string_view argument) {
  const std::string how(argument == "--graph" ? "mermaid"
                                              : argument.substr(argument.find('=') + 1));
  if (how.ends_with(".svg")) {
    p.to_svg(how);
    return 0;
  }
  if (how != "mermaid" && how != "dot") {
    log_error("{}: write --graph, --graph=mermaid, --graph=dot or --graph=FILE.svg", argument);
    return 2;
  }
  const auto text = how == "dot" ? p.to_dot() : p.to_mermaid();
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
    throw std::runtime_error("the picture cannot be written to standard output");
  return 0;
}

} // namespace

int run_main(int argc, char** argv,
             const std::function<beside(pipeline&, std::span<const std::string>)>& build) {
  std::vector<std::string> rest(argv + (argc > 0 ? 1 : 0), argv + argc);
  for (auto& argument : rest)
    if (is_of_clusters(argument)) {
      log_error("{}: this version runs in one process only; leave it out", argument);
      return 2;
    }
  std::string graph; // the argument that asks for a picture
  if (const auto asks = std::find_if(rest.begin(), rest.end(), is_graph); asks != rest.end()) {
    graph = *asks;
    rest.erase(asks);
  }
  try {
    const stop_signals signals;
    pipeline p;
    const auto next_to_it = build(p, rest);
    if (!graph.empty())
      return draw(p, graph);
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
