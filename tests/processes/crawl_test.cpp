// SPDX-License-Identifier: BSD-3-Clause
// The crawler, spread over workers, in a site that knows what is to be fetched and how politely.
#include "../crawler/log_checks.hpp"
#include "child.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <future>
#include <string>

using namespace std::chrono_literals;

namespace {

const std::string program = CRAWLER_PROGRAM;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

crawler::site_options small(std::uint32_t pages) {
  const std::chrono::year_month_day today =
    std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  crawler::site_options options;
  options.hosts = 6;
  options.pages = pages;
  options.page_size = 50;
  options.bomb_size = 2'000'000;
  options.slow = options.crawl_delay = 5ms;
  options.last_year = today.year() + std::chrono::years(1); // as the crawler sees it
  return options;
}

/// A crawl of what is served at a port.
child crawl_of(const crawler::server& web, const workers& on, const std::string& delay) {
  child::arguments words{"--quiet", "--per-host-delay", delay, "--allow", ".test", "--max-bytes",
                         "1000000", "--connect-to", "127.0.0.1:" + std::to_string(web.port()),
                         crawler::site::seed_url()};
  if (!on.addresses().empty())
    words.insert(words.begin(), {"--workers", on.addresses()});
  return {program, words};
}

} // namespace

BOOST_AUTO_TEST_SUITE(crawl_test)

BOOST_AUTO_TEST_CASE(it_fetches_what_the_generator_says_as_politely_as_alone) {
  for (const std::size_t n : {0U, 2U, 3U}) {
    const crawler::site s(small(40));
    const crawler::server web{crawler::site_handler(s)};
    workers on(program, n);
    const auto end = crawl_of(web, on, "10ms").finish();
    BOOST_TEST(end.code == 0, n << " workers: " << end.text);
    check_requests(web.log(), s.closure({}));
    check_manners(web.log(), s, 10ms);
  }
}

BOOST_AUTO_TEST_CASE(what_the_coordinator_serves_is_crawled_by_workers) {
  workers on(program, 2);
  const child::arguments words{"--workers", on.addresses(), "--quiet", "--site-hosts", "5",
                               "--site-pages", "20", "--site-features", "0"};
  const auto end = child(program, words).finish();
  BOOST_TEST(end.code == 0);
  BOOST_TEST(end.text.starts_with("100 URLs, "), end.text);
  BOOST_TEST(has(end.text, "       100  200\n"), end.text);
}

BOOST_AUTO_TEST_CASE(a_killed_worker_fails_the_crawl_by_name) {
  auto large = small(500);
  large.features = 0;
  const crawler::site s(large);
  std::promise<void> under_way;
  const crawler::server web{[handle = crawler::site_handler(s), n = 0,
                             &under_way](const crawler::http_request& request) mutable {
    if (++n == 100)
      under_way.set_value();
    return handle(request);
  }};
  workers on(program, 2);
  auto crawl = crawl_of(web, on, "50ms");
  under_way.get_future().wait();
  on[1].signal(SIGKILL);
  const auto end = crawl.finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "worker " + on.address(1) + ": the process has died"), end.text);
}

BOOST_AUTO_TEST_CASE(arguments_that_are_wrong_are_told_before_a_worker_hears_of_them) {
  workers on(program, 1);
  const auto end = child(program, {"--workers", on.addresses(), "--max-pages", "0"}).finish();
  BOOST_TEST(end.code == 2);
  BOOST_TEST(has(end.text, "--max-pages"), end.text);
}

BOOST_AUTO_TEST_SUITE_END()
