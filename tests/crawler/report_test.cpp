// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/report.hpp>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

using namespace crawler;
using namespace std::chrono_literals;

namespace {

outcome fetched(const std::string& url, int status = 200, failure error = failure::none) {
  outcome o;
  o.url = o.final_url = url;
  o.referrer = "http://h/";
  o.status = status;
  o.error = error;
  return o;
}

std::string printed(const summary& s) {
  std::ostringstream out;
  s.print(out);
  return out.str();
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(report_test)

BOOST_AUTO_TEST_CASE(a_json_line_has_all_fields) {
  auto o = fetched("http://h/a");
  o.final_url = "http://h/b";
  o.hops = 1;
  o.attempts = 2;
  o.depth = 3;
  o.started = std::chrono::system_clock::time_point(1'714'979'289'123ms);
  o.first_byte = 1'500us;
  o.total = 2ms;
  o.wire_bytes = 10;
  o.bytes = 20;
  o.content_type = "text/html";
  o.charset = "utf-8";
  o.title = "\"caf\xc3\xa9\"\n";
  o.links = 4;
  BOOST_TEST(
    json_line(o)
    == R"({"url":"http://h/a","final_url":"http://h/b","referrer":"http://h/","status":200,)"
       R"("hops":1,"attempts":2,"depth":3,)"
       R"("error":null,"started":"2024-05-06T07:08:09.123Z","first_byte_ms":1.5,"total_ms":2.0,)"
       R"("bytes":20,"wire_bytes":10,)"
       "\"type\":\"text/"
       "html\",\"charset\":\"utf-8\",\"title\":\"\\\"caf\xc3\xa9\\\"\\n\",\"links\":4}");
}

BOOST_AUTO_TEST_CASE(errors_and_strange_bytes_in_json) {
  auto o = fetched("http://h/a", 0, failure::dns);
  o.error_text = "no such host";
  o.content_type = "\xff";
  auto line = nlohmann::json::parse(json_line(o));
  BOOST_TEST(line["error"]["class"] == "dns");
  BOOST_TEST(line["error"]["text"] == "no such host");
  BOOST_TEST(line["type"] == "\xef\xbf\xbd");
}

BOOST_AUTO_TEST_CASE(links_as_csv) {
  BOOST_TEST(csv_line({"http://h/", "http://h/a,b", true}) == "http://h/,\"http://h/a,b\",1");
  BOOST_TEST(csv_line({"a\"b", "c\nd", false}) == "\"a\"\"b\",\"c\nd\",0");
}

BOOST_AUTO_TEST_CASE(what_is_broken) {
  BOOST_TEST(is_broken(fetched("http://h/", 404, failure::http_status)));
  BOOST_TEST(is_broken(fetched("http://h/", 500)));
  for (auto f : {failure::dns, failure::connect, failure::tls, failure::timeout, failure::protocol,
                 failure::redirect_loop, failure::bad_redirect})
    BOOST_TEST(is_broken(fetched("http://h/", 0, f)), f);
  for (auto f : {failure::none, failure::robots, failure::cancelled, failure::out_of_scope,
                 failure::refused_address, failure::too_large})
    BOOST_TEST(!is_broken(fetched("http://h/", 200, f)), f);
}

BOOST_AUTO_TEST_CASE(the_summary_counts) {
  summary s;
  s.add(fetched("http://a/1"));
  s.add(fetched("http://a:8080/2"));
  s.add(fetched("http://a/3", 404, failure::http_status));
  s.add(fetched("http://b/", 0, failure::dns));
  auto text = printed(s);
  BOOST_TEST(s.total() == 4);
  BOOST_TEST(has(text, "4 URLs"), text);
  BOOST_TEST(has(text, "         2  200\n         1  404\n         1  dns\n"), text);
  BOOST_TEST(has(text, "hosts (3 of 3)"), text);
  BOOST_TEST(has(text, "         2       1         0 B      0 ms  a\n"), text);
  BOOST_TEST(
    has(text,
        "broken links (2)\n  404  http://a/3  on http://h/\n  dns  http://b/  on http://h/\n"),
    text);
}

BOOST_AUTO_TEST_CASE(the_lists_have_the_largest_and_are_bounded) {
  summary s;
  for (unsigned i = 1; i <= 2'000; ++i) {
    auto o = fetched("http://h/" + std::to_string(i), 404);
    o.bytes = (i * 7) % 2'001; // each number once
    o.total = std::chrono::milliseconds(i);
    s.add(o);
  }
  auto text = printed(s);
  BOOST_TEST(has(text, "slowest\n      2.00 s  http://h/2000\n      2.00 s  http://h/1999\n"),
             text);
  BOOST_TEST(!has(text, "  http://h/1990\n"));
  BOOST_TEST(has(text, "largest\n    1.95 KiB"), text);
  BOOST_TEST(has(text, "and 1000 more"), text);
}

BOOST_AUTO_TEST_CASE(nothing_at_all) { BOOST_TEST(has(printed({}), "0 URLs")); }

BOOST_AUTO_TEST_SUITE_END()
