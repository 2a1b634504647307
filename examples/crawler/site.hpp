// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>
#include <crawler/site_model.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace crawler {

/// What the answer depends on besides the site.
struct crawl_rules {
  unsigned max_redirects = 10;
  unsigned retries = 2;
  bool sitemaps = true; ///< those that robots.txt names are read
};

/// One URL that a crawler must fetch.
struct expected_fetch {
  std::string url;
  std::string host;
  std::string target;
  bool is_robots = false; ///< robots.txt, or what it redirects to
  unsigned min_requests = 1;
  unsigned max_requests = 1;     ///< more with retries; of a robots.txt that fails, both are right
  int status = 200;              ///< of the last answer; 0 if there is none
  failure error = failure::none; ///< of the transfer: none, timeout, protocol or too_large
  std::string title{};           ///< in UTF-8; empty if it is no page
  std::string charset{};
};

/// A made-up part of the web that knows what a crawler must do with it: virtual hosts "host0.test",
/// "host1.test" … with ordinary pages that link to each other in every spelling, and special cases
/// on some hosts. A seed gives the same site everywhere. Ordinary pages are made when they are
/// asked for, so a site of a million pages takes little memory. Reading is thread-safe.
class site {
 public:
  /// Throws `std::invalid_argument` without hosts or pages.
  explicit site(site_options options);

  const site_options& options() const { return options_; }

  /// Where a crawl begins. All hosts that count end with ".test"; what is outside must not be asked
  /// for.
  static std::string seed_url();

  /// The answer to the request number `nth` (from 0) for this URL; 404 for what is not there.
  http_reply answer(const http_request& request, unsigned nth) const;

  /// All URLs that must be fetched, without a limit of depth or pages, ordered by URL; the
  /// transfers of the gzip bombs end as too large.
  std::vector<expected_fetch> closure(const crawl_rules& rules) const;

  /// Whether robots.txt of the host lets it be fetched, and the delay that it asks for.
  bool may_fetch(const std::string& host, const std::string& target) const;
  std::chrono::milliseconds delay_of(const std::string& host) const;

 private:
  class walk;

  std::optional<std::uint32_t> number_of(const std::string& host) const;
  std::optional<resource> find(std::uint32_t host, const std::string& target) const;
  resource at(site_node node) const;
  resource ordinary(site_node node) const;
  dice dice_of(std::uint64_t purpose, site_node node) const;

  site_options options_;
  std::vector<site_host> hosts_;
  std::string bomb_;
};

/// Serves a site; counts the requests for each URL that fails at first. Called on one thread; the
/// site outlives it.
class site_handler {
 public:
  explicit site_handler(const site& s) : site_(&s) {}
  http_reply operator()(const http_request& request);

 private:
  const site* site_;
  std::unordered_map<std::string, unsigned> counts_;
};

} // namespace crawler
