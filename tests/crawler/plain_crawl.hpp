// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/robots.hpp>
#include <crawler/scope.hpp>
#include <crawler/site.hpp>

#include <deque>
#include <map>
#include <set>
#include <string>

/// A crawl of a site in one thread without network, engine or politeness: the crawler's parsers and
/// rules in a loop.
class plain_crawl {
 public:
  plain_crawl(const crawler::site& site, crawler::crawl_rules rules);

  struct result {
    unsigned requests = 0;
    int status = 0;
    crawler::failure error = crawler::failure::none;
    std::string title;
    std::string charset;
  };

  /// What came of each URL that was requested.
  std::map<std::string, result> run();

 private:
  crawler::fetch_result fetch(const std::string& url);
  crawler::fetch_result request(const crawler::url& u);
  const crawler::robots& robots_of(const crawler::url& u);
  void add(crawler::url_record record);
  void visit(const crawler::url_record& record);
  void follow_redirect(const crawler::url_record& record, const crawler::url& at,
                       const crawler::fetch_result& answer);

  crawler::site_handler handler_;
  crawler::crawl_rules rules_;
  std::string product_token_;
  crawler::scope scope_;
  std::deque<crawler::url_record> queue_;
  std::set<std::string> seen_;
  std::map<std::string, crawler::robots> robots_;
  std::map<std::string, result> results_;
};
