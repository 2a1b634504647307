// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

/// One object in one line, without the line's end: url, final_url, referrer, status, hops,
/// attempts, depth, error (null or class and text), started (UTC), first_byte_ms, total_ms, bytes,
/// wire_bytes, type, charset, title, links.
std::string json_line(const outcome& o);

/// "from,to,nofollow": the heading of the links' table, and one of its lines (RFC 4180), without
/// the line's end.
std::string_view csv_heading();
std::string csv_line(const link_record& link);

/// Whether a link to this URL is broken: the server says so, or there is no usable answer. What was
/// not fetched because of rules (robots.txt, scope, private addresses) or a stop is not broken.
bool is_broken(const outcome& o);

/// Sums up a crawl. Memory: the counts of each host, ten outcomes per list, and the first
/// `most_broken` broken links.
class summary {
 public:
  static constexpr std::size_t list_length = 10;
  static constexpr std::size_t most_broken = 1'000;

  void add(const outcome& o);

  std::uint64_t total() const { return total_; }

  /// A table by status and error class, one by host (those with most URLs first), the slowest and
  /// largest, and the broken links with the page that has each.
  void print(std::ostream& out) const;

 private:
  struct host_counts {
    std::uint64_t urls = 0;
    std::uint64_t broken = 0;
    std::uint64_t bytes = 0;
    std::chrono::microseconds total{0};
  };
  struct ranked {
    std::uint64_t rank;
    std::string url;
  };
  struct broken_link {
    std::string url;
    std::string why;
    std::string referrer;
  };

  static void rank(std::vector<ranked>& list, std::uint64_t value, const std::string& url);
  void print_hosts(std::ostream& out) const;

  std::uint64_t total_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t wire_bytes_ = 0;
  std::map<std::string, std::uint64_t> answers_; // by status, or by error class without an answer
  std::map<std::string, host_counts> hosts_;
  std::vector<ranked> slowest_; // the first is the slowest
  std::vector<ranked> largest_;
  std::uint64_t broken_count_ = 0;
  std::vector<broken_link> broken_;
};

} // namespace crawler
