// SPDX-License-Identifier: BSD-3-Clause
// The crawler's command line, beside that of every Leat program.
#include <crawler/pipeline.hpp>
#include <crawler/report.hpp>
#include <crawler/status_line.hpp>
#include <crawler/web.hpp>
#include <leat/leat.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <string_view>

using namespace crawler;

namespace {

/// Until the crawl is over.
void watch(leat::job& crawl, const progress& shown, bool quiet) {
  status_line status(std::cerr, isatty(STDERR_FILENO) == 1, shown);
  while (!crawl.wait_for(status.period()))
    if (!quiet)
      status.show();
  if (!quiet)
    status.end();
}

/// Builds the pipeline; what is to be done beside its job.
std::function<void(leat::job&)> crawl(leat::pipeline& p, crawl_options options) {
  const auto served = std::make_shared<web>(options);
  const auto shown = std::make_shared<progress>();
  const auto sum = std::make_shared<summary>();
  auto [outcomes, links] = add_crawl(p, options, shown, served);
  outcomes | leat::for_each([sum, shown](const outcome& o) {
    sum->add(o);
    shown->count(o);
  });
  if (!options.out.empty())
    outcomes | leat::map(json_line) | leat::to_text_file(options.out);
  if (options.links.empty())
    links | leat::discard();
  else
    links | leat::map(csv_line) | leat::start_with(std::string(csv_heading()))
      | leat::to_text_file(options.links);
  return [served, shown, sum, quiet = options.quiet](leat::job& job) {
    watch(job, *shown, quiet);
    sum->print(std::cout);
    if (shown->left_out > 0)
      std::cout << "\nnot fetched, because of a limit or a stop: " << shown->left_out << " URLs\n";
  };
}

std::chrono::year_month_day today() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
}

} // namespace

int main(int argc, char** argv) {
  const auto asks = [](std::string_view word) { return word == "--help" || word == "-h"; };
  if (std::any_of(argv + std::min(argc, 1), argv + argc, asks)) {
    std::string name = "crawler", help = "--help";
    std::array<char*, 2> words{name.data(), help.data()};
    std::cout << help_text() << std::endl; // and then that of all programs:
    return leat::main(2, words.data(), [](leat::pipeline&) {});
  }
  return leat::main(argc, argv, [](leat::pipeline& p, std::span<const std::string> arguments) {
    return crawl(p, parse_options(arguments, today()));
  });
}
