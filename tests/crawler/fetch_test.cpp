// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/fetch.hpp>
#include <crawler/server.hpp>

#include <boost/test/unit_test.hpp>
#include <zlib.h>

#include <future>

using namespace crawler;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

http_reply ok(std::string body) { return {200, {{"Content-Type", "text/html"}}, std::move(body)}; }

fetch_options at(const server& s) {
  fetch_options options;
  options.connect_to = endpoint{"127.0.0.1", s.port()};
  return options;
}

fetch_result fetch(fetcher& f, const std::string& url) {
  std::promise<fetch_result> done;
  f.start(url, [&done](fetch_result r) { done.set_value(std::move(r)); });
  return done.get_future().get();
}

fetch_result fetch_from(http_handler handler, fetch_options options = {},
                        const std::string& url = "http://h.test/") {
  server s(std::move(handler));
  options.connect_to = endpoint{"127.0.0.1", s.port()};
  fetcher f(std::move(options));
  return fetch(f, url);
}

std::string gzipped(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream z{};
  deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

http_handler gzip_of(std::string body) {
  return [body = std::move(body)](const http_request&) {
    return http_reply{200, {{"Content-Type", "text/html"}, {"Content-Encoding", "gzip"}}, body};
  };
}

fetch_options with_max(std::uint64_t bytes) {
  fetch_options options;
  options.max_bytes = bytes;
  return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fetch_test)

BOOST_AUTO_TEST_CASE(a_page) {
  auto r = fetch_from([](const http_request& q) { return ok(q.host + q.target); }, {},
                      "http://h.test/a?b=%20");
  BOOST_TEST(r.error == failure::none);
  BOOST_TEST(r.status == 200);
  BOOST_TEST(r.url == "http://h.test/a?b=%20");
  BOOST_TEST(r.content_type == "text/html");
  BOOST_TEST(r.body == "h.test/a?b=%20");
  BOOST_TEST(r.wire_bytes == r.body.size());
  BOOST_TEST((r.total >= r.first_byte && r.first_byte > 0us));
}

BOOST_AUTO_TEST_CASE(the_target_is_sent_as_it_is) {
  auto target = [](const http_request& q) { return ok(q.target); };
  BOOST_TEST(fetch_from(target, {}, "http://h.test/?").body == "/?");
  BOOST_TEST(fetch_from(target, {}, "http://h.test/a//b;c?d/../e").body == "/a//b;c?d/../e");
}

BOOST_AUTO_TEST_CASE(redirects_are_reported) {
  auto r = fetch_from([](const http_request&) { return http_reply{302, {{"Location", "/b c"}}}; });
  BOOST_TEST(r.status == 302);
  BOOST_TEST(r.location == "/b c");
}

BOOST_AUTO_TEST_CASE(headers_that_the_crawler_needs) {
  auto r = fetch_from([](const http_request&) {
    return http_reply{
      503, {{"Retry-After", "120"}, {"X-Robots-Tag", "noindex"}, {"x-robots-tag", "nofollow"}}};
  });
  BOOST_TEST(r.error == failure::none);
  BOOST_TEST(r.retry_after == "120");
  BOOST_TEST(r.robots_tag == "noindex, nofollow");
}

BOOST_AUTO_TEST_CASE(bodies_are_inflated) {
  std::string text(100'000, 'x');
  auto r = fetch_from(gzip_of(gzipped(text)));
  BOOST_TEST(r.body == text);
  BOOST_TEST(r.wire_bytes == gzipped(text).size());
}

BOOST_AUTO_TEST_CASE(limit_of_bytes) {
  auto thousand = [](const http_request&) { return ok(std::string(1'000, 'x')); };
  BOOST_TEST(fetch_from(thousand, with_max(1'000)).error == failure::none);
  auto r = fetch_from(thousand, with_max(999));
  BOOST_TEST(r.error == failure::too_large);
  BOOST_TEST(r.body.size() == 999);
  BOOST_TEST(r.status == 200);
}

BOOST_AUTO_TEST_CASE(a_bomb_is_stopped_while_it_inflates) {
  auto r = fetch_from(gzip_of(gzipped(std::string(100'000'000, '\0'))), with_max(200'000));
  BOOST_TEST(r.error == failure::too_large);
  BOOST_TEST(r.body.size() == 200'000);
}

BOOST_AUTO_TEST_CASE(bytes_that_inflate_to_nothing_count_too) {
  auto body = gzipped("").substr(0, 10);
  for (int i = 0; i < 1'000'000; ++i)
    body += "\0\0\0\xff\xff"s; // an empty block
  BOOST_TEST(fetch_from(gzip_of(body), with_max(1'000'000)).error == failure::too_large);
}

BOOST_AUTO_TEST_CASE(broken_answers) {
  BOOST_TEST(fetch_from(gzip_of("this is not gzip")).error == failure::protocol);
  auto cut = fetch_from([](const http_request&) {
    return http_reply{200, {}, "0123456789", 0ms, http_reply::ending::cut};
  });
  BOOST_TEST(cut.error == failure::protocol);
  BOOST_TEST(cut.body == "01234");
  BOOST_TEST(!cut.error_text.empty());
}

BOOST_AUTO_TEST_CASE(the_time_is_that_of_the_whole_transfer) {
  fetch_options options;
  options.timeout = 50ms;
  auto never = [](const http_request&) {
    return http_reply{200, {}, {}, 0ms, http_reply::ending::never};
  };
  BOOST_TEST(fetch_from(never, options).error == failure::timeout);
}

BOOST_AUTO_TEST_CASE(classes_of_errors) {
  std::uint16_t closed = server([](const http_request&) { return ok(""); }).port();
  fetch_options options;
  options.private_addresses = true;
  fetcher f(options);
  BOOST_TEST(fetch(f, "http://127.0.0.1:" + std::to_string(closed) + "/").error
             == failure::connect);
  BOOST_TEST(fetch(f, "http://" + std::string(70, 'a') + ".test/").error == failure::dns);
  BOOST_TEST(fetch(f, "ftp://127.0.0.1/").error == failure::refused_url);
  BOOST_TEST(fetch(f, "nonsense").error != failure::none);
  BOOST_TEST(fetch_from([](const http_request&) { return ok(""); }, {}, "https://h.test/").error
             == failure::tls);
}

BOOST_AUTO_TEST_CASE(private_addresses_are_refused_after_resolution) {
  server s([](const http_request&) { return ok(""); });
  fetcher f({});
  for (std::string host : {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
    BOOST_TEST(fetch(f, "http://" + host + ':' + std::to_string(s.port()) + '/').error
                 == failure::refused_address,
               host);
  BOOST_TEST(s.connections() == 0);
}

BOOST_AUTO_TEST_CASE(connections_are_reused_for_each_host) {
  server s([](const http_request& q) { return ok(q.host); });
  fetcher f(at(s));
  for (int i = 0; i < 10; ++i)
    for (std::string host : {"a.test", "b.test"})
      BOOST_TEST(fetch(f, "http://" + host + '/').body == host);
  BOOST_TEST(s.connections() == 2);
}

BOOST_AUTO_TEST_CASE(many_at_once_each_called_back_once) {
  constexpr int count = 500;
  server s([](const http_request& q) { return ok(q.target); });
  std::vector<int> calls(count);
  std::promise<void> all;
  int left = count;
  fetcher f(at(s));
  for (int i = 0; i < count; ++i)
    f.start("http://h" + std::to_string(i % 50) + ".test/" + std::to_string(i),
            [&, i](fetch_result r) {
              calls[static_cast<std::size_t>(i)] += r.body == '/' + std::to_string(i);
              if (--left == 0)
                all.set_value();
            });
  all.get_future().get();
  BOOST_TEST(calls == std::vector<int>(count, 1), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_callback_may_start_the_next) {
  server s([](const http_request& q) { return ok(q.target); });
  fetcher f(at(s));
  std::promise<std::string> last;
  f.start("http://h.test/1", [&](fetch_result) {
    f.start("http://h.test/2", [&](fetch_result r) { last.set_value(r.body); });
  });
  BOOST_TEST(last.get_future().get() == "/2");
}

BOOST_AUTO_TEST_CASE(the_end_cancels_what_is_under_way) {
  constexpr int count = 20;
  std::promise<void> all_asked;
  int asked = 0;
  server s([&](const http_request&) {
    if (++asked == count)
      all_asked.set_value();
    return http_reply{200, {}, {}, 0ms, http_reply::ending::never};
  });
  int cancelled = 0;
  {
    fetcher f(at(s));
    for (int i = 0; i < count; ++i)
      f.start("http://h.test/" + std::to_string(i),
              [&](fetch_result r) { cancelled += r.error == failure::cancelled; });
    all_asked.get_future().get();
  }
  BOOST_TEST(cancelled == count);
}

BOOST_AUTO_TEST_CASE(the_end_cancels_what_was_not_begun) {
  server s([](const http_request&) {
    return http_reply{200, {}, {}, 0ms, http_reply::ending::never};
  });
  int cancelled = 0;
  {
    fetcher f(at(s));
    f.start("http://h.test/", [&](fetch_result r) { cancelled += r.error == failure::cancelled; });
  }
  BOOST_TEST(cancelled == 1);
}

BOOST_AUTO_TEST_CASE(starting_again_when_cancelled_is_answered_too) {
  server s([](const http_request&) {
    return http_reply{200, {}, {}, 0ms, http_reply::ending::never};
  });
  failure second = failure::none;
  {
    auto f = std::make_unique<fetcher>(at(s));
    auto* again = f.get();
    f->start("http://h.test/1", [&](fetch_result) {
      again->start("http://h.test/2", [&](fetch_result r) { second = r.error; });
    });
  }
  BOOST_TEST(second == failure::cancelled);
}

BOOST_AUTO_TEST_SUITE_END()
