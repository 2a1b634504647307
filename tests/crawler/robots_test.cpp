// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/robots.hpp>

#include <boost/test/unit_test.hpp>

using crawler::robots;
using namespace std::chrono_literals;

namespace {

bool allows(std::string_view text, std::string_view target, std::string_view token = "foobot") {
  return robots(text, token).allows(target);
}

} // namespace

BOOST_AUTO_TEST_SUITE(robots_test)

BOOST_AUTO_TEST_CASE(nothing_said_is_allowed) {
  BOOST_TEST(allows("", "/x"));
  BOOST_TEST(allows("disallow: /\n", "/x")); // belongs to no group
  BOOST_TEST(allows("user-agent: other\ndisallow: /\n", "/x"));
  BOOST_TEST(allows("user-agent: *\ndisallow:\n", "/x"));
}

BOOST_AUTO_TEST_CASE(the_token_is_compared_without_case_and_version) {
  for (auto agent : {"foobot", "FooBot", "FOOBOT/1.2", "foobot # ours", "  foobot  "})
    BOOST_TEST(!allows("User-Agent: " + std::string(agent) + "\nDisallow: /", "/x"), agent);
  for (auto agent : {"foo", "foobots", "bot", "foobot-news"})
    BOOST_TEST(allows("User-Agent: " + std::string(agent) + "\nDisallow: /", "/x"), agent);
}

BOOST_AUTO_TEST_CASE(all_groups_of_the_token_count_as_one) {
  std::string text = "user-agent: foobot\ndisallow: /a\n\nuser-agent: bar\ndisallow: "
                     "/\n\nuser-agent: FOOBOT\ndisallow: /b\n";
  BOOST_TEST(!allows(text, "/a"));
  BOOST_TEST(!allows(text, "/b"));
  BOOST_TEST(allows(text, "/c"));
}

BOOST_AUTO_TEST_CASE(everyone_else_uses_the_star_groups) {
  std::string text =
    "user-agent: *\ndisallow: /a\nuser-agent: bar\ndisallow: /\nuser-agent: *\ndisallow: /b\n";
  BOOST_TEST(!allows(text, "/a"));
  BOOST_TEST(!allows(text, "/b"));
  BOOST_TEST(allows(text, "/c"));
  BOOST_TEST(allows("user-agent: *\ndisallow: /\nuser-agent: foobot\n", "/a"),
             "a group without rules allows everything");
}

BOOST_AUTO_TEST_CASE(several_agents_share_a_group) {
  for (auto between : {"", "\n", "# c\n", "Sitemap: http://h/s.xml\n", "crawl-delay: 3\n",
                       "something: else\n", "nonsense\n"}) {
    std::string text =
      "user-agent: foobot\n" + std::string(between) + "user-agent: bar\ndisallow: /a\n";
    BOOST_TEST(!allows(text, "/a", "foobot"), between);
    BOOST_TEST(!allows(text, "/a", "bar"), between);
  }
}

BOOST_AUTO_TEST_CASE(unknown_lines_do_not_end_a_group) {
  BOOST_TEST(!allows(
    "user-agent: foobot\nallow: /b\nunknown: x\nsitemap: y\ngarbage\ndisallow: /a\n", "/a"));
}

BOOST_AUTO_TEST_CASE(line_ends_and_byte_order_mark) {
  BOOST_TEST(!allows("\xef\xbb\xbfuser-agent: foobot\rdisallow: /a\r", "/a"));
  BOOST_TEST(!allows("user-agent: foobot\r\ndisallow: /a", "/a"));
  BOOST_TEST(!allows("user-agent : foobot\n\tdisallow :\t/a # all of it\n", "/a"));
}

BOOST_AUTO_TEST_CASE(the_longest_match_wins) {
  std::string text = "user-agent: *\ndisallow: /\nallow: /open\ndisallow: /open/secret\nallow: "
                     "/open/secret/not.html$\n";
  BOOST_TEST(!allows(text, "/x"));
  BOOST_TEST(allows(text, "/open/x"));
  BOOST_TEST(!allows(text, "/open/secret/x"));
  BOOST_TEST(allows(text, "/open/secret/not.html"));
  BOOST_TEST(!allows(text, "/open/secret/not.html?x"));
}

BOOST_AUTO_TEST_CASE(allow_wins_ties) {
  BOOST_TEST(allows("user-agent: *\ndisallow: /a\nallow: /a\n", "/a"));
  BOOST_TEST(allows("user-agent: *\nallow: /*b\ndisallow: /ab\n", "/ab"));
}

BOOST_AUTO_TEST_CASE(stars_and_dollars) {
  auto pattern = [](std::string rule, std::string_view target) {
    return !allows("user-agent: *\ndisallow: " + rule, target);
  };
  BOOST_TEST(pattern("/a*c", "/abbbc/d"));
  BOOST_TEST(!pattern("/a*c$", "/abbbc/d"));
  BOOST_TEST(pattern("/a*c$", "/acbc"));
  BOOST_TEST(pattern("*.pdf$", "/x/y.pdf"));
  BOOST_TEST(!pattern("*.pdf$", "/x/y.pdf?z"));
  BOOST_TEST(pattern("/a**b*", "/a/b"));
  BOOST_TEST(pattern("/$", "/"));
  BOOST_TEST(!pattern("/$", "/a"));
  BOOST_TEST(pattern("/a$b", "/a$b")
             == false); // a '$' inside is a character, and those of paths are compared as %24
  BOOST_TEST(pattern("/*?*x=", "/p?a=1&x=2"));
  BOOST_TEST(pattern("/a*/b", "/a?q=/b"));
  BOOST_TEST(!pattern("/a*b*c*d", "/abcabcabc"));
}

BOOST_AUTO_TEST_CASE(escapes_are_compared_in_one_spelling) {
  auto rule = [](std::string r, std::string_view target) {
    return !allows("user-agent: *\ndisallow: " + r, target);
  };
  BOOST_TEST(rule("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar"));
  BOOST_TEST(rule("/foo/bar/\xe3\x83\x84", "/foo/bar/%E3%83%84"));
  BOOST_TEST(rule("/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84"));
  BOOST_TEST(rule("/foo/bar/%62%61%7A", "/foo/bar/baz"));
  BOOST_TEST(!rule("/a%2fb", "/a/b"));
  BOOST_TEST(rule("/file-with-a-%2A.html", "/file-with-a-*.html"));
  BOOST_TEST(!rule("/file-with-a-%2A.html", "/file-with-a-x.html"));
  BOOST_TEST(rule("/price-%24", "/price-$5"));
}

BOOST_AUTO_TEST_CASE(robots_txt_itself_is_allowed) {
  BOOST_TEST(allows("user-agent: *\ndisallow: /", "/robots.txt"));
  BOOST_TEST(robots::disallow_all().allows("/robots.txt"));
}

BOOST_AUTO_TEST_CASE(answers) {
  std::string_view text = "user-agent: *\ndisallow: /a";
  BOOST_TEST(!robots::from_answer(200, text, "foobot").allows("/a"));
  BOOST_TEST(robots::from_answer(200, text, "foobot").allows("/b"));
  for (int status : {301, 401, 403, 404, 410, 429})
    BOOST_TEST(robots::from_answer(status, text, "foobot").allows("/a"), status);
  for (int status : {0, 500, 503, 599})
    BOOST_TEST(!robots::from_answer(status, text, "foobot").allows("/b"), status);
}

BOOST_AUTO_TEST_CASE(crawl_delay_is_that_of_the_group) {
  std::string text = "user-agent: *\ncrawl-delay: 10\nuser-agent: foobot\ncrawl-delay: "
                     "0.5\ncrawl-delay: 2\ncrawl-delay: soon\n"
                     "crawl-delay: -1\ndisallow: /a\n";
  BOOST_CHECK(robots(text, "foobot").crawl_delay() == 2s);
  BOOST_CHECK(robots(text, "bar").crawl_delay() == 10s);
  BOOST_CHECK(!robots("user-agent: bar\ncrawl-delay: 1", "foobot").crawl_delay());
  BOOST_CHECK(robots("user-agent: *\ncrawl-delay: 1e300", "foobot").crawl_delay() == 24h);
  BOOST_CHECK(!robots("user-agent: *\ncrawl-delay: nan", "foobot").crawl_delay());
}

BOOST_AUTO_TEST_CASE(sitemaps_belong_to_no_group) {
  robots r("Sitemap: http://h/1.xml\nuser-agent: bar\nsitemap:http://h/2.xml\n", "foobot");
  BOOST_TEST(r.sitemaps() == (std::vector<std::string>{"http://h/1.xml", "http://h/2.xml"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(large_files) {
  std::string text = "user-agent: *\n";
  text += std::string(500 * 1'024 - text.size() - 12, '#') + "\ndisallow:/a";
  BOOST_REQUIRE(text.size() == robots::max_size);
  BOOST_TEST(!allows(text, "/a"));
  BOOST_TEST(allows(text + "bcd", "/abcd") == true,
             "a rule that is cut must not become a broader one");
}

BOOST_AUTO_TEST_SUITE_END()
