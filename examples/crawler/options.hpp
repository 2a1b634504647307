// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/fetch.hpp>
#include <crawler/scope.hpp>
#include <crawler/site_model.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace crawler {

/// What the command line asks for.
struct crawl_options {
  enum class source : std::uint8_t { urls,
                                     folder,
                                     site };

  source from = source::site;
  std::vector<std::string> urls; ///< normalized
  std::string folder;            ///< to serve
  site_options site;             ///< to serve

  std::uint64_t max_pages = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t max_pages_per_host = std::numeric_limits<std::uint64_t>::max();
  std::uint32_t max_depth = std::numeric_limits<std::uint32_t>::max();
  std::size_t max_links = 10'000; ///< of a page
  unsigned max_redirects = 10;
  unsigned retries = 2;
  std::chrono::milliseconds retry_wait{500}; ///< before the first retry; doubled for each more
  scope_rules scope;

  std::chrono::milliseconds per_host_delay{
    1'000}; ///< 0 by default for what the program serves itself
  std::chrono::milliseconds longest_delay{
    300'000}; ///< the most that robots.txt or Retry-After can ask for
  std::size_t in_flight = 64;
  std::size_t parallel = 8; ///< places where pages are fetched and parsed
  bool ignore_robots = false;
  fetch_options fetch;

  std::string out;   ///< file of JSON lines; empty: none
  std::string links; ///< file of links; empty: none
  bool quiet = false;
};

/// The name at the beginning of a user agent that robots.txt goes by: "leat-crawler" of
/// "leat-crawler/1.0".
std::string product_token(const std::string& user_agent);

/// `today` fixes which years a calendar may have. Throws `leat::usage_error`.
crawl_options parse_options(std::span<const std::string> arguments,
                            std::chrono::year_month_day today);

/// The options, for people.
std::string help_text();

} // namespace crawler
