// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/scope.hpp>

#include <boost/test/unit_test.hpp>

using namespace crawler;
using namespace std::chrono_literals;

namespace {

verdict check(scope_rules rules, const char* seed, const std::string& text) {
  return scope(std::move(rules), {*parse_url(seed)}).check(*parse_url(text));
}

verdict in_any_host(const std::string& text) {
  return check({.allow = {"*"}, .last_year = 2030y}, "http://seed.example", text);
}

} // namespace

BOOST_AUTO_TEST_SUITE(scope_test)

BOOST_AUTO_TEST_CASE(only_the_hosts_of_the_seeds_by_default) {
  BOOST_TEST(check({}, "http://www.example.org", "https://www.example.org:8443/x")
             == verdict::in_scope);
  BOOST_TEST(check({}, "http://www.example.org", "http://example.org/") == verdict::other_host);
}

BOOST_AUTO_TEST_CASE(same_domain_goes_by_the_public_suffix_list) {
  scope_rules rules{.same_domain = true};
  BOOST_TEST(check(rules, "http://www.example.co.uk", "http://shop.example.co.uk/")
             == verdict::in_scope);
  BOOST_TEST(check(rules, "http://www.example.co.uk", "http://other.co.uk/")
             == verdict::other_host);
  BOOST_TEST(check(rules, "http://www.example.co.uk", "http://notexample.co.uk/")
             == verdict::other_host);
  BOOST_TEST(check(rules, "http://a.github.io", "http://b.github.io/") == verdict::other_host);
  BOOST_TEST(check(rules, "http://9.8.7.6", "http://5.8.7.6/") == verdict::other_host);
  BOOST_TEST(check(rules, "http://intranet", "http://intranet/x") == verdict::in_scope);
}

BOOST_AUTO_TEST_CASE(allowed_hosts_are_added) {
  scope_rules rules{.allow = {"a.org", ".b.org"}};
  for (auto host : {"http://seed.org", "http://a.org", "http://b.org", "http://x.y.b.org"})
    BOOST_TEST(check(rules, "http://seed.org", host) == verdict::in_scope);
  for (auto host : {"http://x.a.org", "http://bb.org", "http://xb.org"})
    BOOST_TEST(check(rules, "http://seed.org", host) == verdict::other_host);
}

BOOST_AUTO_TEST_CASE(private_hosts_even_if_they_are_seeds) {
  BOOST_TEST(check({}, "http://127.1:99", "http://127.0.0.1/") == verdict::private_address);
  BOOST_TEST(check({.private_addresses = true}, "http://[::1]", "http://[::1]/")
             == verdict::in_scope);
}

BOOST_AUTO_TEST_CASE(long_urls) {
  std::string front = "http://h.org/";
  BOOST_TEST(in_any_host(front + std::string(2'048 - front.size(), 'a')) == verdict::in_scope);
  BOOST_TEST(in_any_host(front + std::string(2'049 - front.size(), 'a')) == verdict::too_long);
  BOOST_TEST(in_any_host(front + '?' + std::string(2'048, 'a')) == verdict::too_long);
}

BOOST_AUTO_TEST_CASE(repeated_segments) {
  BOOST_TEST(in_any_host("http://h.org/a/b/a/b/a/b") == verdict::in_scope);
  BOOST_TEST(in_any_host("http://h.org/a/b/a/b/a/b/a") == verdict::repeated_segments);
  BOOST_TEST(in_any_host("http://h.org/a/aa/aaa/a////////x") == verdict::in_scope);
  BOOST_TEST(in_any_host("http://h.org/x?/a/a/a/a/a") == verdict::in_scope);
}

BOOST_AUTO_TEST_CASE(calendars_outside_of_the_years) {
  for (auto path :
       {"2030/12", "?year=2030&month=12", "1970-01-02", "?m=12&y=2030", "item/2031", "v2031/",
        "20310412", "2031/13", "12345/1", "3031/04", "2031-and-then-something-else-4"})
    BOOST_TEST(in_any_host(std::string("http://h.org/") + path) == verdict::in_scope, path);
  for (auto path : {"2031/01", "?year=2031&month=1", "2031-04-30", "30.4.2031", "?m=12&y=2031",
                    "1969/12", "cal/x7/2031-01"})
    BOOST_TEST(in_any_host(std::string("http://h.org/") + path) == verdict::calendar, path);
}

BOOST_AUTO_TEST_SUITE_END()
