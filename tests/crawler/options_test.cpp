// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/options.hpp>
#include <crawler/units.hpp>
#include <leat/usage_error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace crawler;
using namespace std::chrono_literals;

namespace {

crawl_options parse(const std::vector<std::string>& arguments) {
  return parse_options(arguments, 2024y / 5 / 6);
}

} // namespace

BOOST_AUTO_TEST_SUITE(options_test)

BOOST_AUTO_TEST_CASE(nothing_means_the_embedded_site) {
  const auto o = parse({});
  BOOST_TEST((o.from == crawl_options::source::site));
  BOOST_TEST((o.per_host_delay == 0ms));
  BOOST_TEST(static_cast<int>(o.scope.last_year) == 2025);
  BOOST_TEST(static_cast<int>(o.site.last_year) == 2025);
}

BOOST_AUTO_TEST_CASE(urls) {
  const auto o = parse(
    {"HTTP://Example.org", "--allow", "a.org,.b.org", "https://x.org/y#z", "--allow", "c.org"});
  BOOST_TEST((o.from == crawl_options::source::urls));
  BOOST_TEST(o.urls
               == (std::vector<std::string>{"http://example.org/", "https://x.org/y"}),
             boost::test_tools::per_element());
  BOOST_TEST(o.scope.allow == (std::vector<std::string>{"a.org", ".b.org", "c.org"}),
             boost::test_tools::per_element());
  BOOST_TEST((o.per_host_delay == 1s));
}

BOOST_AUTO_TEST_CASE(all_options) {
  const auto o = parse({"--serve",
                        "/",
                        "--max-pages",
                        "5",
                        "--max-depth",
                        "0",
                        "--same-domain",
                        "--per-host-delay",
                        "250ms",
                        "--in-flight",
                        "7",
                        "--parallel",
                        "3",
                        "--user-agent",
                        "my-bot/2 (+http://me)",
                        "--ignore-robots",
                        "--timeout",
                        "1.5s",
                        "--max-bytes",
                        "2MiB",
                        "--retries",
                        "0",
                        "--private-addresses",
                        "--out",
                        "a",
                        "--links",
                        "b",
                        "--quiet",
                        "--site-seed",
                        "9"});
  BOOST_TEST((o.from == crawl_options::source::folder));
  BOOST_TEST(o.max_pages == 5);
  BOOST_TEST(o.max_depth == 0);
  BOOST_TEST(o.scope.same_domain);
  BOOST_TEST((o.per_host_delay == 250ms));
  BOOST_TEST(o.in_flight == 7);
  BOOST_TEST(o.parallel == 3);
  BOOST_TEST(o.site.product_token == "my-bot");
  BOOST_TEST(o.ignore_robots);
  BOOST_TEST((o.fetch.timeout == 1'500ms));
  BOOST_TEST(o.fetch.max_bytes == 2 * 1'024 * 1'024);
  BOOST_TEST(o.retries == 0);
  BOOST_TEST((o.scope.private_addresses && o.fetch.private_addresses));
  BOOST_TEST((o.out == "a" && o.links == "b" && o.quiet));
  BOOST_TEST(o.site.seed == 9);
}

BOOST_AUTO_TEST_CASE(wrong_usage) {
  const std::vector<std::vector<std::string>> wrong{{"example.org"},
                                                    {"ftp://x/"},
                                                    {"--nonsense"},
                                                    {"--max-pages"},
                                                    {"--max-pages", "0"},
                                                    {"--max-depth", "-1"},
                                                    {"--timeout", "30"},
                                                    {"--timeout", "0"},
                                                    {"--timeout", "soon"},
                                                    {"--max-bytes", "0"},
                                                    {"--max-bytes", "8 MiB"},
                                                    {"--in-flight", "0"},
                                                    {"--retries", "-1"},
                                                    {"--serve", "/nowhere"},
                                                    {"--serve", "/", "http://x/"},
                                                    {"--same-host", "--same-domain", "http://x/"},
                                                    {"--parallel", "0"},
                                                    {"--connect-to", "127.0.0.1:80"},
                                                    {"--connect-to", "127.0.0.1", "http://x/"},
                                                    {"--connect-to", "h:0", "http://x/"},
                                                    {"--user-agent", "007"}};
  for (const auto& arguments : wrong) {
    const auto named = [&](const leat::usage_error& e) {
      const std::string text = e.what();
      return text.find(arguments.size() == 1 ? arguments[0] : "--") != std::string::npos;
    };
    BOOST_CHECK_EXCEPTION(parse(arguments), leat::usage_error, named);
  }
}

BOOST_AUTO_TEST_CASE(asked_for_help) {
  BOOST_TEST(help_text().find("--per-host-delay") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_place_to_connect_to) {
  BOOST_TEST((parse({"http://x/", "--connect-to", "127.0.0.1:80"}).fetch.connect_to
              == endpoint{"127.0.0.1", 80}));
  BOOST_TEST((parse({"http://x/", "--connect-to", "[::1]:80"}).fetch.connect_to
              == endpoint{"::1", 80}));
}

BOOST_AUTO_TEST_CASE(durations) {
  BOOST_CHECK(parse_duration("250ms") == 250ms);
  BOOST_CHECK(parse_duration("1.5s") == 1'500ms);
  BOOST_CHECK(parse_duration("2m") == 2min);
  BOOST_CHECK(parse_duration("1h") == 1h);
  BOOST_CHECK(parse_duration("0") == 0ms);
  for (auto text : {"", "1", "s", "-1s", "1 s", "1d", "1s2", "1e3s", "nans", "infs", "2000h"})
    BOOST_CHECK(!parse_duration(text));
}

BOOST_AUTO_TEST_CASE(sizes) {
  BOOST_CHECK(parse_size("4096") == 4'096u);
  BOOST_CHECK(parse_size("8MiB") == 8u * 1'024 * 1'024);
  BOOST_CHECK(parse_size("1.5KiB") == 1'536u);
  BOOST_CHECK(parse_size("2kB") == 2'000u);
  BOOST_CHECK(parse_size("0B") == 0u);
  for (auto text : {"", "B", "-1", "1 MiB", "1mib", "9999999GiB"})
    BOOST_CHECK(!parse_size(text));
}

BOOST_AUTO_TEST_CASE(texts_of_quantities) {
  BOOST_TEST(duration_text(999'999us) == "999 ms");
  BOOST_TEST(duration_text(1'500ms) == "1.50 s");
  BOOST_TEST(size_text(1'023) == "1023 B");
  BOOST_TEST(size_text(1'536) == "1.50 KiB");
  BOOST_TEST(size_text(3ull << 30) == "3.00 GiB");
}

BOOST_AUTO_TEST_SUITE_END()
