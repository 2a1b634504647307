// SPDX-License-Identifier: BSD-3-Clause
#include "engine_crawl.hpp"
#include "log_checks.hpp"
#include <crawler/pipeline.hpp>
#include <leat/leat.hpp>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <latch>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

using namespace crawler;
using namespace std::chrono_literals;

namespace {

site_options small(std::uint64_t seed) {
  site_options options;
  options.seed = seed;
  options.hosts = 6;
  options.pages = 12;
  options.page_size = 50;
  options.bomb_size = 2'000'000;
  options.slow = 5ms;
  options.crawl_delay = 5ms;
  return options;
}

/// Each URL that is neither robots.txt nor a redirect is the end of an outcome.
void check_outcomes(const engine_crawl& c, const std::vector<expected_fetch>& closure) {
  std::map<std::string, const outcome*> by_url;
  for (const auto& o : c.outcomes)
    if (o.attempts > 0 && !is_redirect(o.status)) // asked for, and not known from elsewhere
      by_url[o.final_url] = &o;
  for (const auto& e : closure) {
    if (e.is_robots || is_redirect(e.status))
      continue;
    const auto* o = by_url[e.url];
    BOOST_TEST_CONTEXT(e.url) {
      BOOST_REQUIRE(o);
      BOOST_TEST(o->status == e.status);
      BOOST_TEST(o->title == e.title);
      BOOST_TEST(o->charset == e.charset);
      BOOST_TEST(
        (o->error == e.error || (e.error == failure::none && o->error == failure::http_status)));
    }
  }
}

/// Each URL has one outcome.
void check_reports(const engine_crawl& c) {
  std::set<std::string> urls;
  for (const auto& o : c.outcomes)
    BOOST_TEST(urls.insert(o.url).second, o.url << " has two outcomes");
}

} // namespace

BOOST_AUTO_TEST_SUITE(pipeline_test)

BOOST_DATA_TEST_CASE(it_fetches_what_the_generator_says, boost::unit_test::data::xrange(200)) {
  const site s(small(static_cast<std::uint64_t>(sample)));
  const auto c = crawl(s, options_for(s), {.fuse = sample % 2 == 0});
  const auto closure = s.closure({});
  check_requests(c.log, closure);
  check_outcomes(c, closure);
  check_reports(c);
  check_manners(c.log, s);
}

BOOST_AUTO_TEST_CASE(requests_that_are_never_answered) {
  auto o = small(1);
  o.stuck = true;
  o.features = 100;
  const site s(o);
  auto options = options_for(s);
  options.fetch.timeout = 1s;
  const auto c = crawl(s, options);
  const auto closure = s.closure({});
  check_requests(c.log, closure);
  check_outcomes(c, closure);
  check_reports(c);
}

BOOST_AUTO_TEST_CASE(the_delay_lies_between_two_requests_to_a_host) {
  auto o = small(3);
  o.hosts = 3;
  o.pages = 4;
  o.features = 0;
  const site s(o);
  auto options = options_for(s);
  options.per_host_delay = 60ms;
  const auto c = crawl(s, options);
  BOOST_TEST(c.outcomes.size() == 12);
  check_manners(c.log, s, 60ms);
}

BOOST_AUTO_TEST_CASE(it_ends_at_once_when_nothing_is_left) {
  constexpr auto at_once = 3s; // milliseconds, but machines may be busy
  auto o = small(1);
  o.hosts = o.pages = 1;
  o.features = 0;
  const site s(o);
  const auto c = crawl(s, options_for(s));
  BOOST_TEST(c.outcomes.size() == 1);
  BOOST_TEST((c.until_end < at_once));

  auto nothing = options_for(s);
  nothing.urls.clear();
  const auto n = crawl(s, nothing);
  BOOST_TEST(n.outcomes.empty());
  BOOST_TEST((n.until_end < at_once));
}

BOOST_AUTO_TEST_CASE(private_seeds_are_refused) {
  const site s(small(1));
  auto options = options_for(s);
  options.urls = {"http://127.0.0.1/", "http://elsewhere.invalid/"};
  options.scope.allow.clear();
  const auto c = crawl(s, options);
  BOOST_TEST(c.log.empty() == false); // "elsewhere" is a seed, so it is asked for
  BOOST_REQUIRE(c.of("http://127.0.0.1/"));
  BOOST_TEST(c.of("http://127.0.0.1/")->error == failure::refused_address);
}

BOOST_AUTO_TEST_CASE(limits) {
  auto o = small(2);
  o.features = 0;
  const site s(o);
  auto few = options_for(s);
  few.max_pages = 7;
  const auto c = crawl(s, few);
  BOOST_TEST(c.outcomes.size() == 7);
  BOOST_TEST(c.left_out > 0);
  BOOST_TEST(std::ranges::count_if(c.log, [](auto& l) { return l.target != "/robots.txt"; }) == 7);

  auto flat = options_for(s);
  flat.max_depth = 0;
  BOOST_TEST(crawl(s, flat).outcomes.size() == 1);

  auto narrow = options_for(s);
  narrow.max_pages_per_host = 2;
  std::map<std::string, int> pages;
  for (const auto& line : crawl(s, narrow).log)
    pages[line.host] += line.target != "/robots.txt";
  BOOST_TEST(std::ranges::all_of(pages, [](auto& p) { return p.second <= 2; }));
}

BOOST_AUTO_TEST_CASE(all_links_are_recorded_if_asked_for) {
  auto o = small(2);
  o.features = 0;
  const site s(o);
  auto options = options_for(s);
  BOOST_TEST(crawl(s, options).links.empty());
  options.links = "somewhere";
  const auto c = crawl(s, options);
  std::size_t links = 0;
  for (const auto& each : c.outcomes)
    links += each.links;
  BOOST_TEST(c.links.size() == links);
  BOOST_TEST(links > 0);
}

BOOST_AUTO_TEST_CASE(a_page_that_cannot_be_parsed_is_reported) {
  auto o = small(2);
  o.features = 0;
  const site s(o);
  const auto read = [](const answer& a, const reading_rules& rules) {
    if (a.order.record.url == "http://host0.test/d1/p8.html")
      throw std::runtime_error("broken page");
    return read_answer(a, rules);
  };
  const auto c = crawl(s, options_for(s), {}, read);
  BOOST_REQUIRE(c.of("http://host0.test/d1/p8.html"));
  BOOST_TEST(c.of("http://host0.test/d1/p8.html")->error == failure::unreadable);
  BOOST_TEST(c.of("http://host0.test/d1/p8.html")->error_text == "broken page");
  BOOST_TEST(c.outcomes.size() > 40); // all but those that only this one links to
}

BOOST_AUTO_TEST_CASE(a_server_that_goes_away) {
  auto o = small(2);
  o.pages = 50;
  o.features = 0;
  const site s(o);
  std::optional<server> web(std::in_place, site_handler(s));
  std::latch some_read(20);
  const auto read = [&](const answer& a, const reading_rules& rules) {
    if (!some_read.try_wait())
      some_read.count_down();
    return read_answer(a, rules);
  };
  auto options = options_for(s);
  options.per_host_delay = 1ms;
  auto running = std::async(std::launch::async,
                            [&, port = web->port()] { return crawl(port, options, {}, read); });
  some_read.wait();
  web.reset();
  const auto c = running.get();
  BOOST_TEST(
    std::ranges::any_of(c.outcomes, [](auto& each) { return each.error == failure::connect; }));
  check_reports(c);
}

/// A crawl that is looked at while it runs.
struct running_crawl {
  explicit running_crawl(const site& s, std::function<void()> at_each)
    : web(site_handler(s)), options(options_for(s)) {
    options.fetch.connect_to = endpoint{"127.0.0.1", web.port()};
    auto [outcomes, links] = add_crawl(p, options, shown);
    outcomes | leat::for_each([this, at_each](const outcome&) {
                 ++reported;
                 at_each();
               }).blocking();
    links | leat::discard();
  }

  server web;
  crawl_options options;
  std::shared_ptr<progress> shown = std::make_shared<progress>();
  std::atomic<std::size_t> reported = 0;
  leat::pipeline p;
};

BOOST_AUTO_TEST_CASE(a_sink_that_stalls_holds_the_crawl_up_and_no_more) {
  auto o = small(2);
  o.pages = 300;
  o.features = 0;
  const site s(o);
  std::latch go_on(1);
  running_crawl c(s, [&] { go_on.wait(); });
  leat::job job = leat::start(c.p);
  BOOST_TEST(!job.wait_for(500ms));
  BOOST_TEST(c.reported == 1);
  go_on.count_down();
  job.wait();
  BOOST_TEST(c.reported == 1'800);
}

BOOST_AUTO_TEST_CASE(a_stop_finishes_what_is_being_fetched) {
  auto o = small(2);
  o.pages = 2'000;
  o.features = 0;
  const site s(o);
  std::promise<void> some;
  std::atomic<int> n = 0;
  running_crawl c(s, [&] {
    if (++n == 50)
      some.set_value();
  });
  leat::job job = leat::start(c.p);
  some.get_future().wait();
  BOOST_TEST(job.stop(30s).drained);
  BOOST_TEST((job.state() == leat::job_state::stopped));
  BOOST_TEST(c.reported < 12'000);
  // each page that the server gave was reported
  const auto log = c.web.log();
  const auto pages = std::ranges::count_if(log, [](auto& l) { return l.target != "/robots.txt"; });
  BOOST_TEST(c.reported == static_cast<std::size_t>(pages));
}

BOOST_AUTO_TEST_SUITE_END()
