// SPDX-License-Identifier: BSD-3-Clause
#include "plain_crawl.hpp"
#include <crawler/fetch.hpp>
#include <crawler/server.hpp>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <future>

using namespace crawler;

namespace {

site_options small(std::uint64_t seed) {
  site_options options;
  options.seed = seed;
  options.hosts = 6;
  options.pages = 12;
  options.page_size = 50;
  options.bomb_size = 2'000'000;
  options.stuck = true;
  return options;
}

const expected_fetch* find(const std::vector<expected_fetch>& closure, const std::string& url) {
  auto found = std::ranges::find(closure, url, &expected_fetch::url);
  return found == closure.end() ? nullptr : &*found;
}

/// Of a site with one host that has all special cases.
std::vector<expected_fetch> closure_of_everything(crawl_rules rules = {}) {
  auto options = small(1);
  options.hosts = 1;
  options.features = 100;
  return site(options).closure(rules);
}

} // namespace

BOOST_AUTO_TEST_SUITE(site_test)

BOOST_DATA_TEST_CASE(the_parsers_and_rules_find_the_closure, boost::unit_test::data::xrange(200)) {
  site s(small(static_cast<std::uint64_t>(sample)));
  crawl_rules rules;
  auto closure = s.closure(rules);
  auto results = plain_crawl(s, rules).run();
  for (const auto& e : closure) {
    BOOST_TEST_CONTEXT(e.url) {
      auto r = results[e.url];
      BOOST_TEST((e.min_requests <= r.requests && r.requests <= e.max_requests),
                 "requests: " << r.requests);
      BOOST_TEST(r.status == e.status);
      BOOST_TEST(r.error == e.error);
      BOOST_TEST(r.charset == e.charset);
      BOOST_TEST(r.title == e.title);
    }
  }
  for (const auto& [url, result] : results)
    BOOST_TEST(find(closure, url), "not to be fetched: " << url);
}

BOOST_AUTO_TEST_CASE(special_cases_by_hand) {
  auto closure = closure_of_everything();
  auto has = [&closure](const std::string& target) {
    return find(closure, "http://host0.test" + target) != nullptr;
  };
  for (auto target :
       {"/", "/robots.txt", "/loop/self", "/loop/a", "/loop/b", "/chain/0", "/chain/10",
        "/status/404", "/status/500", "/else/where/leaf.html", "/trap/deeper/deeper/deeper/",
        "/calendar/2100/12", "/types/leaf.html", "/types/file.pdf", "/frames/inner.html",
        "/mapped/1.html?x&y", "/query?", "/bomb.html", "/flaky/leaf-503.html"})
    BOOST_TEST(has(target), target);
  for (auto target :
       {"/private/a.html", "/private/behind-a-redirect.html", "/chain/11", "/based/leaf.html",
        "/types/hidden.html", "/trap/deeper/deeper/deeper/deeper/", "/calendar/2101/01",
        "/nofollow/link.html", "/nofollow/leaf.html"})
    BOOST_TEST(!has(target), target);
}

BOOST_AUTO_TEST_CASE(retries_are_counted) {
  auto flaky = [](unsigned retries) {
    crawl_rules rules;
    rules.retries = retries;
    return *find(closure_of_everything(rules), "http://host0.test/flaky/503");
  };
  BOOST_TEST(flaky(0).status == 503);
  BOOST_TEST(flaky(0).max_requests == 1);
  BOOST_TEST(flaky(2).status == 200);
  BOOST_TEST(flaky(2).max_requests >= 2);
  auto closure = closure_of_everything();
  BOOST_TEST(find(closure, "http://host0.test/status/500")->min_requests == 3);
}

BOOST_AUTO_TEST_CASE(what_may_be_fetched) {
  auto options = small(3);
  options.features = 100;
  site s(options);
  BOOST_TEST(s.may_fetch("host0.test", "/"));
  BOOST_TEST(!s.may_fetch("host0.test", "/private/a.html"));
  BOOST_TEST(s.may_fetch("host0.test", "/robots.txt"));
}

BOOST_AUTO_TEST_CASE(a_seed_gives_the_same_site_and_another_one_another) {
  auto text_of = [](std::uint64_t seed) {
    return site(small(seed)).answer({"host0.test", "/"}, 0).body;
  };
  BOOST_TEST(text_of(1) == text_of(1));
  BOOST_TEST(text_of(1) != text_of(2));
}

BOOST_AUTO_TEST_CASE(the_usual_size) {
  auto closure = site({}).closure({});
  BOOST_TEST(closure.size() > 9'000);
  auto hosts =
    std::ranges::count_if(closure, [](const auto& e) { return e.target == "/robots.txt"; });
  BOOST_TEST(hosts == 100);
}

BOOST_AUTO_TEST_CASE(unknown_hosts_and_pages) {
  site s(small(1));
  for (auto [host, target] : {std::pair{"host6.test", "/"},
                              {"host00.test", "/"},
                              {"x.test", "/"},
                              {"host0.test", "/d1/p2.html"},
                              {"host0.test", "/d5/p12.html"},
                              {"host0.test", ""},
                              {"host0.test", "/d1/p4294967297.html"}})
    BOOST_TEST(s.answer({host, target}, 0).status == 404, host << target);
}

BOOST_AUTO_TEST_CASE(a_site_needs_pages) {
  site_options none;
  none.pages = 0;
  BOOST_CHECK_THROW(site{none}, std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(over_the_network_it_is_the_same) {
  auto options = small(4);
  options.features = 100;
  options.hosts = 1;
  options.stuck = false;
  site s(options);
  server web{site_handler(s)};
  fetch_options o;
  o.connect_to = endpoint{"127.0.0.1", web.port()};
  o.max_bytes = 1'000'000;
  fetcher f(o);
  for (const auto& e : s.closure({})) {
    fetch_result last;
    for (unsigned i = 0; i < e.min_requests; ++i) {
      std::promise<fetch_result> done;
      f.start(e.url, [&done](fetch_result r) { done.set_value(std::move(r)); });
      last = done.get_future().get();
    }
    BOOST_TEST(last.status == e.status, e.url);
    BOOST_TEST(last.error == e.error, e.url);
  }
}

BOOST_AUTO_TEST_SUITE_END()
