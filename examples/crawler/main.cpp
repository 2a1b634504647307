// SPDX-License-Identifier: BSD-3-Clause
// The crawler's command line.
#include <crawler/pipeline.hpp>
#include <crawler/report.hpp>
#include <crawler/status_line.hpp>
#include <crawler/web.hpp>
#include <leat/leat.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <variant>

using namespace crawler;

namespace {

constexpr int ended = 0, failed = 1, cut_short = 130;

/// Until the crawl is over; the first signal drains it, the second one cuts it short.
void watch(leat::job& crawl, const leat::stop_signals& signals, status_line& status, bool quiet) {
  const std::stop_callback drain(signals.token(), [&] { crawl.request_stop(); });
  const std::stop_callback cut(signals.now(), [&] { crawl.cancel(); });
  while (!crawl.wait_for(status.period()))
    if (!quiet)
      status.show();
  if (!quiet)
    status.end();
}

/// A new file with the heading of the links' table; its name.
const std::string& begin_links(const std::string& path) {
  std::ofstream(path) << csv_heading() << '\n'; // that it cannot be written, the sink will say
  return path;
}

int crawl(crawl_options options) {
  const web served(options);
  fetcher from(options.fetch);
  const auto shown = std::make_shared<progress>();
  summary sum;

  leat::pipeline p;
  auto [outcomes, links] = add_crawl(p, options, from, shown);
  outcomes | leat::for_each([&](const outcome& o) {
    sum.add(o);
    shown->count(o);
  });
  if (!options.out.empty())
    outcomes | leat::map(json_line) | leat::to_text_file(options.out);
  if (options.links.empty())
    links | leat::discard();
  else
    links | leat::map(csv_line)
      | leat::to_text_file(options.graph ? options.links : begin_links(options.links),
                           {.append = true});
  if (options.graph) {
    std::cout << p.to_mermaid();
    return ended;
  }

  const leat::stop_signals signals;
  status_line status(std::cerr, isatty(STDERR_FILENO) == 1, *shown);
  leat::job job = leat::start(p);
  watch(job, signals, status, options.quiet);
  sum.print(std::cout);
  if (shown->left_out > 0)
    std::cout << "\nnot fetched, because of a limit or a stop: " << shown->left_out << " URLs\n";
  return job.state() == leat::job_state::cancelled ? cut_short : ended;
}

std::chrono::year_month_day today() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

} // namespace

int main(int argc, char** argv) {
  try {
    auto asked = parse_options(argc, argv, today(), std::cout, std::cerr);
    if (const int* code = std::get_if<int>(&asked))
      return *code;
    return crawl(std::move(std::get<crawl_options>(asked)));
  } catch (const std::exception& e) {
    std::cerr << "crawler: " << e.what() << '\n';
    return failed;
  }
}
