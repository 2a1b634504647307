// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

/// What one robots.txt says to one crawler, by RFC 9309: all groups that name its product token
/// (case-insensitively) count as one; if there is none, those for "*"; if there is none either,
/// everything is allowed. The longest matching rule decides, and Allow if two are equally long. A
/// rule and a path are compared in one spelling of their escapes, so that
/// "/a/%62" and "/a/b" are the same; '*' and '$' in a rule are special, "%2A" and "%24" stand for
/// the characters.
class robots {
 public:
  /// Longer files are read up to here; the line that is cut is dropped.
  static constexpr std::size_t max_size = 512'000;

  /// `product_token` is the name at the beginning of the user agent ("leat-crawler" of
  /// "leat-crawler/1.0 (+http://…)").
  robots(std::string_view text, std::string_view product_token);

  static robots allow_all();
  static robots disallow_all();

  /// The rules that follow from the answer to the request for robots.txt (2.3.1): 2xx: its text;
  /// 4xx, and redirects that were not followed: none; 5xx and anything else, 0 for no answer
  /// included: nothing may be fetched.
  static robots from_answer(int status, std::string_view text, std::string_view product_token);

  /// `target` is the path with the query. robots.txt itself is always allowed.
  bool allows(std::string_view target) const;

  /// Not part of the RFC: seconds between requests, fractions allowed; the largest if there are
  /// several; at most a day.
  std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }

  /// As written; they belong to no group.
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }

 private:
  struct rule {
    std::string pattern;
    bool allow;
  };
  struct group;

  robots() = default;

  std::vector<rule> rules_; // the longest first, Allow before Disallow
  std::optional<std::chrono::milliseconds> crawl_delay_;
  std::vector<std::string> sitemaps_;
};

} // namespace crawler
