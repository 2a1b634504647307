// SPDX-License-Identifier: BSD-3-Clause
#include "command_line.hpp"
#include "engine_state.hpp"
#include "health.hpp"
#include "hexadecimal.hpp"
#include "log.hpp"
#include "worker.hpp"
#include <leat/main.hpp>
#include <leat/stop_signals.hpp>

#include <malloc.h>

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
          {.link_timeout = line.link_timeout,
           .connect_timeout = line.connect_timeout,
           .most_item_bytes = line.max_item},
          line.tls ? std::make_shared<const tls_context>(*line.tls) : nullptr,
          line.tcp_only ? transport::tcp : transport::nearest};
}

/// Chunks come and go by the megabyte between processes: the allocator keeps that much, instead of
/// giving each page back to the kernel and asking for it again.
void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int mebibyte = 1024 * 1024;
  // NOLINTBEGIN(concurrency-mt-unsafe): before there are threads
  mallopt(M_MMAP_THRESHOLD, 16 * mebibyte);
  mallopt(M_TRIM_THRESHOLD, 16 * mebibyte);
  mallopt(M_TOP_PAD, mebibyte);
  // NOLINTEND(concurrency-mt-unsafe)
#endif
}

using build_function = std::function<beside(pipeline&, std::span<const std::string>)>;

/// Hosts nodes until a signal comes.
int run_worker(const command_line& line, const build_function& build, const stop_signals& signals,
               health& told) {
  const auto only_build = [&](pipeline& p, std::span<const std::string> arguments) {
    build(p, arguments);
  };
  keep_freed_memory();
  const worker here({line.listen, line.labels, line.advertise, process_of(line), line.insecure},
                    only_build);
  print("listening on " + here.address().text());
  told.ready();
  std::promise<void> over;
  const std::stop_callback end(signals.token(), [&] {
    told.not_ready("the worker ends");
    over.set_value();
  });
  over.get_future().wait();
  return 0;
}

std::string why_not_ready(const job& j) {
  switch (j.state()) {
  case job_state::running:
    return "";
  case job_state::stopping:
    return "the job is being stopped";
  case job_state::failed:
    return "the job has failed";
  default:
    return "the job has ended";
  }
}

struct end_of_readiness {
  health& told;
  ~end_of_readiness() { told.not_ready("the job has ended"); }
};

int run_job(const command_line& line, const build_function& build, const stop_signals& signals,
            health& told) {
  told.not_ready("the pipeline is being built");
  pipeline p;
  const auto next_to_it = build(p, line.rest);
  if (line.graph)
    return draw(p, *line.graph);
  engine on = engine::shared();
  if (!line.workers.empty()) {
    keep_freed_memory();
    told.not_ready("the workers are not all there");
    on = engine(std::make_shared<engine_state>(
      engine_options{},
      cluster_options{line.workers, line.rest, line.min_workers, process_of(line)}));
  }
  job j = start(p, on);
  told.ask([&] { return why_not_ready(j); });
  const end_of_readiness at_end{told};
  const std::stop_callback drain(signals.token(), [&] { j.request_stop(); });
  const std::stop_callback cut(signals.now(), [&] { j.cancel(); });
  const int code = next_to_it ? next_to_it(j) : 0;
  j.wait();
  return j.state() == job_state::cancelled ? 130 : code;
}

/// 32 random bytes.
std::string new_token() {
  return hexadecimal(draw_incarnation().bits) + hexadecimal(draw_incarnation().bits);
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
    health told(line.health);
    if (told.address()) // on the error output: a program's own belongs to it
      std::fprintf(stderr, "health on %s\n", told.address()->text().c_str());
    return line.worker ? run_worker(line, build, signals, told)
                       : run_job(line, build, signals, told);
  } catch (const usage_error& e) {
    log_error("{}", e.what());
    return 2;
  } catch (const std::exception& e) {
    log_error("{}", e.what());
    return 1;
  }
}

} // namespace leat::detail
