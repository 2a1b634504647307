// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/url.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

/// Which URLs belong to a crawl.
struct scope_rules {
  bool same_domain = false; ///< besides the seeds' hosts, all hosts of their registrable domains
  /// Besides those: "example.org"; ".example.org" with all hosts below it; "*" for any.
  std::vector<std::string> allow = {};
  bool private_addresses = false; ///< hosts that are loopback or private addresses, "localhost"
  std::size_t max_url_length = 2'048;
  unsigned max_repeats = 3; ///< times that a segment may stand in a path
  std::chrono::year first_year{1970};
  std::chrono::year last_year{
    2100}; ///< dates outside these years are taken for an endless calendar
};

enum class verdict : std::uint8_t {
  in_scope,
  other_host,
  private_address,
  too_long,
  repeated_segments,
  calendar
};

/// "in_scope", "other_host" …
std::string_view name_of(verdict v);
std::ostream& operator<<(std::ostream& out, verdict v);

/// The registrable domain of a host by the Public Suffix List: "example.co.uk" for
/// "www.example.co.uk". The host itself for addresses and public suffixes.
std::string registrable_domain(const std::string& host);

/// Whether a path has a segment more often than `most` times, as links that are relative by mistake
/// make it:
/// "/shop/cart/shop/cart/shop/cart/shop".
bool repeats_segments(std::string_view path, unsigned most);

/// Whether a path or query has a year and a month next to each other ("/2031/04",
/// "year=2031&month=4", "2031-04-30", "month=4&year=2031") and the year, between 1000 and 2999, is
/// outside [first, last].
bool is_calendar_outside(std::string_view target, std::chrono::year first, std::chrono::year last);

/// Decides URL by URL, without memory: the same crawl gives the same answers in any order.
/// Thread-safe.
class scope {
 public:
  scope(scope_rules rules, const std::vector<url>& seeds);

  verdict check(const url& u) const;

 private:
  bool has_host(const std::string& host) const;

  scope_rules rules_;
  std::vector<std::string> hosts_;   // sorted
  std::vector<std::string> domains_; // sorted
};

} // namespace crawler
