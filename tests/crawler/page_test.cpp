// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/html_limit.hpp>
#include <crawler/page.hpp>
#include <crawler/sitemap.hpp>

#include <boost/test/unit_test.hpp>

using namespace crawler;

namespace {

page parse(std::string_view html, std::size_t max_links = 100) {
  return parse_page(html, *parse_url("http://h/dir/page?q"), max_links);
}

/// The URLs one after the other; '-' stands before those that are nofollow.
std::string links(const page& p) {
  std::string text;
  for (const auto& link : p.links)
    text += (text.empty() ? "" : " ") + std::string(link.nofollow ? "-" : "") + link.url;
  return text;
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i)
    text += piece;
  return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(page_test)

BOOST_AUTO_TEST_CASE(links_of_all_kinds) {
  auto p = parse("<a href='1'>x</a><map><area href='/2'></map><iframe "
                 "src='../3'></iframe><a>no</a><a href='mailto:x@h'>m</a>"
                 "<link href='no.css'><img src='no.png'><script src='no.js'></script><a "
                 "href='//g/4?x=1&amp;y=2#z'>");
  BOOST_TEST(links(p) == "http://h/dir/1 http://h/2 http://h/3 http://g/4?x=1&y=2");
  BOOST_TEST(links(parse("<frameset><frame src=1><frame src=2></frameset>"))
             == "http://h/dir/1 http://h/dir/2");
}

BOOST_AUTO_TEST_CASE(links_that_only_look_like_links) {
  BOOST_TEST(links(parse(
               "<!-- <a href=1> --><script>'<a href=2>'</script><template><a href=3></a></template>"
               "<textarea><a href=4></textarea>"))
             == "");
}

BOOST_AUTO_TEST_CASE(each_link_once_and_none_to_itself) {
  BOOST_TEST(links(parse("<a href=1>a</a><a href='./1#x'>b</a><a href=''>c</a><a "
                         "href='#top'>d</a><a href='page'>e</a>"))
             == "http://h/dir/1 http://h/dir/page");
}

BOOST_AUTO_TEST_CASE(the_first_base_counts_for_all_links) {
  BOOST_TEST(
    links(
      parse("<a href=1></a><base target=x><base href='/other/'><base href='/no/'><a href=2></a>"))
    == "http://h/other/1 http://h/other/2");
  BOOST_TEST(links(parse("<base href='mailto:x'><a href=1>")) == "http://h/dir/1");
  BOOST_TEST(links(parse("<base href='/other/'><a href=''>")) == "http://h/other/");
}

BOOST_AUTO_TEST_CASE(nofollow) {
  auto p = parse("<a href=1 rel='noopener NoFollow'></a><a href=2 rel=nofollower></a><a href=3 "
                 "rel=nofollow></a><a href=3></a>");
  BOOST_TEST(links(p) == "-http://h/dir/1 http://h/dir/2 http://h/dir/3");
  BOOST_TEST(!p.nofollow);
  BOOST_TEST(parse("<meta name=ROBOTS content='noindex, NOFOLLOW'>").nofollow);
  BOOST_TEST(parse("<meta name=robots content=none>").nofollow);
  BOOST_TEST(
    !parse("<meta name=robots content='noindex,index'><meta name=description content=nofollow>")
       .nofollow);
}

BOOST_AUTO_TEST_CASE(titles) {
  BOOST_TEST(parse("<title> A\n &amp;  B </title><title>no</title>").title == "A & B");
  BOOST_TEST(parse("<svg><title>no</title></svg><title>yes</title>").title == "yes");
  BOOST_TEST(parse("<title>" + repeated("\xc3\xa9", 2'000)).title == repeated("\xc3\xa9", 512));
  BOOST_TEST(parse("<title>x" + repeated("\xc3\xa9", 2'000)).title
             == 'x' + repeated("\xc3\xa9", 511));
}

BOOST_AUTO_TEST_CASE(limit_of_links) {
  auto p = parse("<a href=1></a><a href=2></a><a href=1></a><a href=3></a>", 2);
  BOOST_TEST(links(p) == "http://h/dir/1 http://h/dir/2");
  BOOST_TEST(p.is_cut);
  BOOST_TEST(!parse("<a href=1></a><a href=2></a><a href=1></a>", 2).is_cut);
}

BOOST_AUTO_TEST_CASE(anything_can_be_parsed) {
  for (auto html : {"", "<", "<a", "<a href", "<a href=", "</", "<!--", "\xff\xfe", "<a href='"})
    BOOST_TEST(links(parse(html)) == "", html);
  BOOST_TEST(links(parse(std::string_view("<a href=1>\0<a href=2>", 21)))
             == "http://h/dir/1 http://h/dir/2");
}

BOOST_AUTO_TEST_CASE(hostile_pages_are_cut) {
  std::string attributes = "<p";
  for (int i = 0; i < 100'000; ++i)
    attributes += " a" + std::to_string(i);
  for (const auto& html : {repeated("<div>", 100'000), repeated("<div></span>", 100'000),
                           repeated("<b>", 100) + repeated("<p>x", 100'000), attributes + "><p>"})
    BOOST_TEST(affordable_html(html).size() < html.size(), html.substr(0, 20));
}

BOOST_AUTO_TEST_CASE(large_pages_are_not_cut) {
  for (const auto& html :
       {repeated("<div><p><b>x</b><br><a href=x>y</a></div>\n", 100'000),
        repeated("<tr><td><li>x", 200'000),
        repeated("<script>if (a<b) '<div>'</script><!-- <div> -->", 100'000),
        repeated("<", 2'000'000), repeated("<!", 1'000'000), repeated("<div ", 1'000'000),
        "<p data='" + repeated("1, ", 8'000) + "'>x"})
    BOOST_TEST(affordable_html(html).size() == html.size(), html.substr(0, 20));
}

BOOST_AUTO_TEST_CASE(sitemaps) {
  auto at = *parse_url("http://h/sitemap.xml");
  auto urls = [&](std::string_view xml, std::size_t most = 10) {
    return sitemap_urls(xml, at, most);
  };
  std::string_view xml =
    "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
    "<url><loc>\n http://h/a?x&amp;y </loc><lastmod>2020-01-01</lastmod></url>"
    "<url><image:loc>http://h/no</image:loc><loc></loc></url><url><loc>/b</loc></url></urlset>";
  BOOST_TEST(urls(xml) == (std::vector<std::string>{"http://h/a?x&y", "http://h/b"}),
             boost::test_tools::per_element());
  BOOST_TEST(urls(xml, 1).size() == 1);
  BOOST_TEST(
    urls("<sitemapindex><sitemap><loc>http://h/1.xml</loc></sitemap></sitemapindex>").size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
