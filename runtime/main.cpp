// SPDX-License-Identifier: BSD-3-Clause
#include "command_line.hpp"
#include "engine_state.hpp"
#include "log.hpp"
#include "worker.hpp"
#include <leat/main.hpp>
#include <leat/stop_signals.hpp>

#include <cstdio>
#include <future>
#include <stdexcept>
#include <string>

namespace leat::detail {

namespace {

/// Draws the pipeline as `--graph=how` says; the exit code.
int draw(const pipeline& p, const std::string& how) {
  if (how.ends_with(".svg")) {
    p.to_svg(how);
    return 0;
  }
  if (how != "mermaid" && how != "dot") {
    log_error("--graph={}: write --graph, --graph=mermaid, --graph=dot or --graph=FILE.svg", how);
    return 2;
  }
  const auto text = how == "dot" ? p.to_dot() : p.to_mermaid();
  if (std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0)
    throw std::runtime_error("the picture cannot be written to standard output");
  return 0;
}

void print(const std::string& line) {
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

process_options process_of(const command_line& line) {
  return {line.token,
          {.link_timeout = line.link_timeout, .connect_timeout = line.connect_timeout}};
}

using build_function = std::function<beside(pipeline&, std::span<const std::string>)>;

/// Hosts nodes until a signal comes.
int run_worker(const command_line& line, const build_function& build, const stop_signals& signals) {
  const auto only_build = [&](pipeline& p, std::span<const std::string> arguments) {
    build(p, arguments);
  };
  const worker here({line.listen, line.labels, process_of(line), line.insecure}, only_build);
  print("listening on " + here.address().text());
  std::promise<void> over;
  const std::stop_callback end(signals.token(), [&] { over.set_value(); });
  over.get_future().wait();
  return 0;
}

int run_job(const command_line& line, const build_function& build, const stop_signals& signals) {
  pipeline p;
  const auto next_to_it = build(p, line.rest);
  if (line.graph)
    return draw(p, *line.graph);
  engine on = engine::shared();
  if (!line.workers.empty())
    on = engine(std::make_shared<engine_state>(
      engine_options{}, cluster_options{line.workers, line.rest, process_of(line)}));
  job j = start(p, on);
  const std::stop_callback drain(signals.token(), [&] { j.request_stop(); });
  const std::stop_callback cut(signals.now(), [&] { j.cancel(); });
  const int code = next_to_it ? next_to_it(j) : 0;
  j.wait();
  return j.state() == job_state::cancelled ? 130 : code;
}

/// 32 random bytes.
std::string new_token() {
  const auto first = draw_incarnation();
  const auto second = draw_incarnation();
  std::string token;
  for (const auto& bits : {first.bits, second.bits})
    for (const auto b : bits)
      for (const int shift : {4, 0})
        token += "0123456789abcdef"[(std::to_integer<unsigned>(b) >> shift) & 15];
  return token;
}

} // namespace

int run_main(int argc, char** argv, const build_function& build) {
  try {
    const auto line = command_line::read(argc, argv);
    if (line.help) {
      print(command_line::help_text());
      return 0;
    }
    if (line.new_token) {
      print(new_token());
      return 0;
    }
    const stop_signals signals;
    return line.worker ? run_worker(line, build, signals) : run_job(line, build, signals);
  } catch (const usage_error& e) {
    log_error("{}", e.what());
    return 2;
  } catch (const std::exception& e) {
    log_error("{}", e.what());
    return 1;
  }
}

} // namespace leat::detail
