// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/reading.hpp>

#include <boost/test/unit_test.hpp>

using namespace crawler;

namespace {

reading_rules rules() {
  scope_rules within;
  within.allow = {"h", "127.0.0.1"};
  return {std::make_shared<const scope>(within, std::vector<url>{}), 3, 5, 100, true};
}

answer page(std::string body) {
  answer a{{{.url = "http://h/p"}}, {}};
  a.result.status = 200;
  a.result.content_type = "text/html";
  a.result.body = std::move(body);
  return a;
}

answer redirect(std::string to, std::vector<std::string> via = {}) {
  answer a{{{.url = "http://h/p", .referrer = "http://h/", .depth = 2, .via = std::move(via)}}, {}};
  a.result.status = 302;
  a.result.location = std::move(to);
  return a;
}

} // namespace

BOOST_AUTO_TEST_SUITE(reading_test)

BOOST_AUTO_TEST_CASE(a_page_gives_its_links_in_scope) {
  const auto out = read_answer(page("<title>t</title><a href=a>a</a><a href=b rel=nofollow>b</a>"
                                    "<a href=http://other/>c</a>"),
                               rules());
  BOOST_REQUIRE(out.report);
  BOOST_TEST(out.report->title == "t");
  BOOST_TEST(out.report->links == 3);
  BOOST_TEST(out.report->charset == "utf-8");
  BOOST_REQUIRE_EQUAL(out.found.size(), 1);
  BOOST_TEST(out.found[0].record.url == "http://h/a");
  BOOST_TEST(out.found[0].record.referrer == "http://h/p");
  BOOST_TEST(out.found[0].record.depth == 1);
  BOOST_TEST(out.links.size() == 3);
  BOOST_TEST(out.links[1].nofollow);
}

BOOST_AUTO_TEST_CASE(links_end_at_the_depth) {
  auto a = page("<a href=a>a</a>");
  a.order.record.depth = 5;
  BOOST_TEST(read_answer(a, rules()).found.empty());
  a.order.record.depth = 4;
  BOOST_TEST(read_answer(a, rules()).found.size() == 1);
}

BOOST_AUTO_TEST_CASE(a_header_can_forbid_to_follow) {
  auto a = page("<a href=a>a</a>");
  a.result.robots_tag = "noindex, nofollow";
  BOOST_TEST(read_answer(a, rules()).found.empty());
}

BOOST_AUTO_TEST_CASE(only_whole_pages_are_parsed) {
  auto cut = page("<a href=a>a</a>");
  cut.result.error = failure::protocol;
  BOOST_TEST(read_answer(cut, rules()).found.empty());
  auto missing = page("<a href=a>a</a>");
  missing.result.status = 404;
  const auto out = read_answer(missing, rules());
  BOOST_TEST(out.found.empty());
  BOOST_TEST(out.report->error == failure::http_status);
  BOOST_TEST(out.report->status == 404);
}

BOOST_AUTO_TEST_CASE(a_redirect_goes_on) {
  const auto out = read_answer(redirect("/q", {"http://h/first"}), rules());
  BOOST_TEST(!out.report);
  BOOST_REQUIRE_EQUAL(out.found.size(), 1);
  const auto& next = out.found[0];
  BOOST_TEST(next.record.url == "http://h/q");
  BOOST_TEST(next.record.depth == 2);
  BOOST_TEST(next.record.via == (std::vector<std::string>{"http://h/first", "http://h/p"}),
             boost::test_tools::per_element());
  BOOST_REQUIRE(next.redirect); // what is said if /q is known
  BOOST_TEST(next.redirect->url == "http://h/first");
  BOOST_TEST(next.redirect->final_url == "http://h/q");
  BOOST_TEST(next.redirect->hops == 2);
}

BOOST_AUTO_TEST_CASE(redirects_that_end) {
  const auto error = [](const answer& a) {
    const auto out = read_answer(a, rules());
    BOOST_TEST(out.found.empty());
    return out.report ? out.report->error : failure::none;
  };
  BOOST_TEST(error(redirect("")) == failure::bad_redirect);
  BOOST_TEST(error(redirect("mailto:x")) == failure::bad_redirect);
  BOOST_TEST(error(redirect("/p")) == failure::redirect_loop);
  BOOST_TEST(error(redirect("/a", {"http://h/a"})) == failure::redirect_loop);
  BOOST_TEST(error(redirect("/b", {"http://h/1", "http://h/2", "http://h/3"}))
             == failure::too_many_redirects);
  BOOST_TEST(error(redirect("http://other/")) == failure::out_of_scope);
  BOOST_TEST(error(redirect("http://127.0.0.1/")) == failure::refused_address);
}

BOOST_AUTO_TEST_SUITE_END()
