// SPDX-License-Identifier: BSD-3-Clause
#include "log_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <string>

using namespace crawler;

void check_requests(const std::vector<served>& log, const std::vector<expected_fetch>& closure) {
  std::map<std::string, unsigned> counts;
  for (const auto& line : log)
    ++counts["http://" + line.host + line.target];
  for (const auto& e : closure) {
    const auto n = counts[e.url];
    BOOST_TEST((e.min_requests <= n && n <= e.max_requests),
               e.url << " was asked for " << n << " times");
    counts.erase(e.url);
  }
  for (const auto& [url, n] : counts)
    BOOST_TEST(false, url << " was asked for");
}

void check_manners(const std::vector<served>& log, const site& s, std::chrono::milliseconds delay) {
  std::map<std::string, std::vector<served>> by_host;
  for (const auto& line : log)
    by_host[line.host].push_back(line);
  for (auto& [host, lines] : by_host) {
    std::ranges::sort(lines, {}, &served::start);
    BOOST_TEST(lines.front().target == "/robots.txt", host);
    const auto least = std::max(delay, s.delay_of(host));
    for (std::size_t i = 1; i < lines.size(); ++i) {
      BOOST_TEST(s.may_fetch(host, lines[i].target), host << lines[i].target);
      BOOST_TEST((lines[i].start >= lines[i - 1].end), host << ": two requests at once");
      BOOST_TEST((lines[i].start - lines[i - 1].start >= least), host << ": too soon");
    }
  }
}
