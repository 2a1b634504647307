// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/schedule.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace crawler;
using namespace std::chrono_literals;

namespace {

constexpr leat::timestamp t0{std::chrono::hours(500'000)};

answer answered(const fetch_order& order, int status = 200, std::string body = {}) {
  answer a{order, {}};
  a.result.url = order.record.url;
  a.result.status = status;
  a.result.body = std::move(body);
  return a;
}

/// A schedule with a clock that is set by hand.
struct fixture {
  schedule_options options{.delay = 1s, .retry_wait = 100ms, .retries = 1};
  std::optional<schedule> urls{};
  leat::timestamp now = t0;

  schedule& s() {
    if (!urls)
      urls.emplace(options);
    return *urls;
  }
  void add(const std::string& url, std::vector<std::string> via = {}) {
    s().add({.url = url, .via = std::move(via)}, now);
  }
  std::optional<fetch_order> next() { return s().next(now); }
  /// The URL that is asked for now; empty if none is.
  std::string ask() {
    last = next();
    return last ? last->record.url : "";
  }
  void give(int status = 200, std::string body = {}) {
    s().finished(answered(*last, status, std::move(body)), now);
  }
  /// As if robots.txt had been read, a while ago.
  void know_rules(const std::string& origin, std::string text = {}) {
    BOOST_REQUIRE_EQUAL(ask(), origin + "/robots.txt");
    give(200, std::move(text));
    now += 1h;
  }

  std::optional<fetch_order> last{};
};

} // namespace

BOOST_AUTO_TEST_SUITE(schedule_test)

BOOST_FIXTURE_TEST_CASE(robots_txt_comes_first_then_the_delay, fixture) {
  add("http://h/a");
  BOOST_TEST(ask() == "http://h/robots.txt");
  BOOST_TEST(!next());
  give();
  BOOST_TEST(!next());
  BOOST_TEST((s().due() == now + 1s));
  now += 999ms;
  BOOST_TEST(!next());
  now += 1ms;
  BOOST_TEST(ask() == "http://h/a");
  BOOST_TEST(s().pending() == 1);
  give();
  BOOST_TEST(s().pending() == 0);
}

BOOST_FIXTURE_TEST_CASE(one_request_a_host_and_as_many_as_allowed, fixture) {
  options.in_flight = 2;
  options.ignore_robots = true;
  for (auto url : {"http://a/1", "http://a/2", "http://b/1", "http://c/1"})
    add(url);
  BOOST_TEST(ask() == "http://a/1");
  const auto of_a = *last;
  BOOST_TEST(ask() == "http://b/1");
  BOOST_TEST(!next());
  s().finished(answered(of_a), now);
  BOOST_TEST(ask() == "http://c/1"); // a waits for its delay and takes no slot
  BOOST_TEST(s().hosts_waiting() == 1);
}

BOOST_FIXTURE_TEST_CASE(another_port_is_another_host, fixture) {
  options.ignore_robots = true;
  add("http://a/");
  add("http://a:81/");
  BOOST_TEST(ask() == "http://a/");
  BOOST_TEST(ask() == "http://a:81/");
}

BOOST_FIXTURE_TEST_CASE(what_is_disallowed_is_reported, fixture) {
  add("http://h/a/1");
  add("http://h/b");
  know_rules("http://h", "User-agent: *\nDisallow: /a/\n");
  BOOST_TEST(ask() == "http://h/b");
  add("http://h/a/2", {"http://h/from"});
  const auto refused = s().take_refused();
  BOOST_REQUIRE_EQUAL(refused.size(), 2);
  BOOST_TEST(refused[0].url == "http://h/a/1");
  BOOST_TEST(refused[0].error == failure::robots);
  BOOST_TEST(refused[1].url == "http://h/from");
  BOOST_TEST(refused[1].final_url == "http://h/a/2");
  BOOST_TEST(s().pending() == 1);
}

BOOST_FIXTURE_TEST_CASE(an_unreachable_robots_txt_is_tried_again_and_closes_the_host, fixture) {
  add("http://h/");
  BOOST_TEST(ask() == "http://h/robots.txt");
  give(500);
  now += 1h;
  BOOST_TEST(ask() == "http://h/robots.txt");
  give(500);
  now += 1h;
  BOOST_TEST(!next());
  BOOST_TEST(s().take_refused().size() == 1);
  BOOST_TEST(s().pending() == 0);
}

BOOST_FIXTURE_TEST_CASE(robots_txt_may_move_to_a_host_that_has_its_own_turn, fixture) {
  options.ignore_robots = false;
  add("http://a/");
  BOOST_TEST(ask() == "http://a/robots.txt");
  answer moved = answered(*last, 301);
  moved.result.location = "http://b/rules.txt";
  s().finished(moved, now);
  BOOST_TEST(ask() == "http://b/rules.txt");
  give(200, "User-agent: *\nDisallow: /x\n");
  now += 1s;
  BOOST_TEST(ask() == "http://a/");
  add("http://a/x");
  BOOST_TEST(s().take_refused().size() == 1);
}

BOOST_FIXTURE_TEST_CASE(crawl_delay_counts_up_to_the_longest_delay, fixture) {
  options.longest_delay = 10s;
  for (auto url : {"http://a/", "http://a/1", "http://b/"})
    add(url);
  BOOST_TEST(ask() == "http://a/robots.txt");
  const auto of_a = *last;
  BOOST_TEST(ask() == "http://b/robots.txt");
  give(200, "User-agent: *\nCrawl-delay: 3600\n");
  BOOST_TEST((s().due() == now + 10s));
  s().finished(answered(of_a, 200, "User-agent: *\nCrawl-delay: 2.5\n"), now);
  BOOST_TEST((s().due() == now + 2500ms));
}

BOOST_FIXTURE_TEST_CASE(sitemaps_are_found, fixture) {
  add("http://h/");
  know_rules("http://h", "Sitemap: /map.xml\nSitemap: http://other/map.xml\n");
  const auto found = s().take_sitemaps();
  BOOST_REQUIRE_EQUAL(found.size(), 2);
  BOOST_TEST(found[0].record.url == "http://h/map.xml");
  BOOST_TEST(found[0].record.depth == 0);
}

BOOST_FIXTURE_TEST_CASE(a_retry_waits_and_the_host_goes_on, fixture) {
  options.ignore_robots = true;
  options.delay = 0s;
  add("http://h/1");
  add("http://h/2");
  BOOST_TEST(ask() == "http://h/1");
  give(500);
  BOOST_TEST(s().pending() == 2);
  BOOST_TEST(ask() == "http://h/2");
  give();
  BOOST_TEST(!next());
  BOOST_TEST((s().due() >= now + 50ms && s().due() <= now + 150ms)); // half to three halves
  now += 150ms;
  BOOST_TEST(ask() == "http://h/1");
  BOOST_TEST(last->record.attempt == 1);
  give(500); // enough
  BOOST_TEST(s().pending() == 0);
}

BOOST_FIXTURE_TEST_CASE(retry_after_pauses_the_host, fixture) {
  options.ignore_robots = true;
  options.delay = 0s;
  add("http://h/1");
  add("http://h/2");
  BOOST_TEST(ask() == "http://h/1");
  auto busy = answered(*last, 503);
  busy.result.retry_after = "7";
  s().finished(busy, now);
  now += 6999ms;
  BOOST_TEST(!next());
  now += 1ms;
  BOOST_TEST(ask() == "http://h/1");
}

BOOST_FIXTURE_TEST_CASE(the_limit_of_pages_counts_what_is_asked_for, fixture) {
  options.delay = 0s;
  options.max_pages = 2;
  for (auto url : {"http://h/no", "http://h/1", "http://h/2", "http://h/3", "http://g/1"})
    add(url);
  BOOST_TEST(ask() == "http://h/robots.txt");
  give(200, "User-agent: *\nDisallow: /no\n");
  last = next(); // of g, never answered
  BOOST_TEST(ask() == "http://h/1");
  give();
  BOOST_TEST(ask() == "http://h/2");
  BOOST_TEST(s().pending() == 1);
  BOOST_TEST(s().left_out() == 2);
  add("http://h/4");
  add("http://h/target", {"http://h/1"}); // goes on
  give();
  BOOST_TEST(ask() == "http://h/target");
  give();
  BOOST_TEST(s().pending() == 0);
  BOOST_TEST(s().left_out() == 3);
}

BOOST_FIXTURE_TEST_CASE(no_robots_txt_for_a_host_whose_urls_were_given_up, fixture) {
  options.max_pages = 1;
  options.in_flight = 1;
  add("http://a/");
  add("http://b/");
  know_rules("http://a");
  // b's robots.txt was next in turn
  while (ask() != "http://a/")
    give();
  give();
  BOOST_TEST(!next());
  BOOST_TEST(s().pending() == 0);
}

BOOST_FIXTURE_TEST_CASE(the_limit_of_a_host_leaves_others_alone, fixture) {
  options.ignore_robots = true;
  options.delay = 0s;
  options.max_pages_per_host = 1;
  for (auto url : {"http://a/1", "http://a/2", "http://b/1"})
    add(url);
  BOOST_TEST(ask() == "http://a/1");
  give();
  BOOST_TEST(ask() == "http://b/1");
  give();
  BOOST_TEST(!next());
  BOOST_TEST(s().left_out() == 1);
  BOOST_TEST(s().pending() == 0);
}

BOOST_FIXTURE_TEST_CASE(what_went_to_disk_comes_back_once, fixture) {
  options.ignore_robots = true;
  options.delay = 0s;
  options.urls_in_memory = 50;
  std::set<std::string> left;
  for (int i = 0; i < 3'000; ++i)
    left.insert("http://h" + std::to_string(i % 7) + "/" + std::to_string(i));
  for (const auto& url : left)
    add(url);
  BOOST_TEST(s().on_disk() > 2'000);
  for (int calls = 0; !left.empty() && calls < 100'000; ++calls) {
    if (ask().empty())
      continue; // it may do but so much in one call
    BOOST_TEST(left.erase(last->record.url) == 1, last->record.url);
    give();
  }
  BOOST_TEST(left.empty());
  BOOST_TEST(s().pending() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_limit_reaches_what_is_on_disk, fixture) {
  options.ignore_robots = true;
  options.delay = 0s;
  options.urls_in_memory = 20;
  options.max_pages = 5;
  for (int i = 0; i < 2'000; ++i)
    add("http://h/" + std::to_string(i));
  while (!ask().empty())
    give();
  for (int calls = 0; s().due() && calls < 100; ++calls)
    BOOST_TEST(!next());
  BOOST_TEST(s().pending() == 0);
  BOOST_TEST(s().left_out() == 1'995);
}

BOOST_AUTO_TEST_SUITE_END()
