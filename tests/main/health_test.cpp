// SPDX-License-Identifier: BSD-3-Clause
// Probes by libcurl, and clients that mean no good.
#include "../runtime/process.hpp"
#include "runtime/health.hpp"

#include <boost/test/unit_test.hpp>
#include <curl/curl.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <system_error>
#include <vector>

using namespace std::chrono_literals;

namespace {

const leat::socket_address anywhere{"127.0.0.1", 0};

struct answer {
  long status = 0;
  std::string text;
};

answer get(const leat::health& from, const std::string& target, bool post = false) {
  const std::unique_ptr<CURL, void (*)(CURL*)> one(curl_easy_init(), &curl_easy_cleanup);
  answer a;
  const std::string url = "http://" + from.address()->text() + target;
  curl_easy_setopt(one.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(one.get(), CURLOPT_TIMEOUT, 60L);
  curl_easy_setopt(one.get(), CURLOPT_NOPROXY, "*");
  if (post)
    curl_easy_setopt(one.get(), CURLOPT_POSTFIELDS, "words");
  curl_easy_setopt(one.get(), CURLOPT_WRITEDATA, &a.text);
  curl_easy_setopt(
    one.get(), CURLOPT_WRITEFUNCTION,
    +[](const char* text, std::size_t, std::size_t n, std::string* into) {
      into->append(text, n);
      return n;
    });
  const auto code = curl_easy_perform(one.get());
  BOOST_TEST(code == CURLE_OK, curl_easy_strerror(code));
  curl_easy_getinfo(one.get(), CURLINFO_RESPONSE_CODE, &a.status);
  return a;
}

leat::owned_socket connect_to(const leat::health& there) {
  auto result = leat::dial(*there.address(), 20s, std::stop_token());
  BOOST_TEST_REQUIRE(static_cast<bool>(result.socket), result.error);
  return std::move(result.socket);
}
void say(const leat::owned_socket& to, const std::string& what) {
  static_cast<void>(send(to.get(), what.data(), what.size(), MSG_NOSIGNAL));
}
/// What comes until the other side closes.
std::string all_from(const leat::owned_socket& s) {
  std::string all;
  std::array<char, 1000> some{};
  for (;;) {
    pollfd readable{s.get(), POLLIN, 0};
    BOOST_TEST_REQUIRE(poll(&readable, 1, 60'000) == 1, "it stays open");
    const auto n = recv(s.get(), some.data(), some.size(), 0);
    if (n <= 0)
      return all;
    all.append(some.data(), static_cast<std::size_t>(n));
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(health_test)

BOOST_AUTO_TEST_CASE(it_is_live_at_once_and_ready_when_it_is_told_so) {
  leat::health told(anywhere);
  BOOST_TEST(get(told, "/live").status == 200);
  BOOST_TEST(get(told, "/ready").status == 503);
  told.not_ready("the workers are not all there");
  BOOST_TEST(get(told, "/ready").status == 503);
  BOOST_TEST(get(told, "/ready").text == "the workers are not all there\n");
  told.ready();
  BOOST_TEST(get(told, "/ready").status == 200);
  BOOST_TEST(get(told, "/ready?verbose=1").text == "ready\n");
  told.ask([] { return "no"; });
  BOOST_TEST(get(told, "/ready").text == "no\n");
  BOOST_TEST(get(told, "/live").status == 200);
}

BOOST_AUTO_TEST_CASE(other_questions_are_refused) {
  const leat::health told(anywhere);
  for (const char* target : {"/", "/metrics", "/liveliness", "/live/"})
    BOOST_TEST(get(told, target).status == 404);
  BOOST_TEST(get(told, "/live", true).status == 405);
}

BOOST_AUTO_TEST_CASE(without_an_address_it_answers_nobody) {
  leat::health told(std::nullopt);
  BOOST_CHECK(!told.address());
  told.ready();
}

BOOST_AUTO_TEST_CASE(an_address_that_is_taken_is_told) {
  const leat::health first(anywhere);
  BOOST_CHECK_EXCEPTION(leat::health(first.address()), std::system_error, [&](const auto& e) {
    return std::string(e.what()).find("cannot listen on " + first.address()->text())
      != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(garbage_is_closed_and_does_no_harm) {
  const leat::health told(anywhere);
  for (const std::string what :
       {"\x16\x03\x01 is TLS\r\n\r\n", "GET\r\n\r\n", "GET /live HTTP/9.9\r\n\r\n", "\r\n\r\n\r\n",
        "LEAT and so on, binary \x80\xff\r\n", "GET /live HTTP/1.1\r\nno colon\r\n\r\n"}) {
    const auto s = connect_to(told);
    say(s, what);
    BOOST_TEST(all_from(s).find("200") == std::string::npos, what);
  }
  BOOST_TEST(get(told, "/live").status == 200);
}

BOOST_AUTO_TEST_CASE(a_request_that_does_not_end_is_cut_off) {
  const leat::health told(anywhere);
  const auto s = connect_to(told);
  say(s, "GET /live HTTP/1.1\r\nX: ");
  const std::string more(1000, 'x');
  for (int i = 0; i < 100; ++i)
    say(s, more);
  BOOST_TEST(all_from(s).empty());
  BOOST_TEST(get(told, "/live").status == 200);
}

BOOST_AUTO_TEST_CASE(silent_connections_are_few_and_keep_nobody_out) {
  const leat::health told(anywhere);
  const auto before = process::now().descriptors;
  std::vector<leat::owned_socket> silent;
  for (int i = 0; i < 100; ++i) {
    silent.push_back(connect_to(told));
    say(silent.back(), "GET /live HTTP/1.1\r\n");
    if (i % 25 == 0)
      BOOST_TEST(get(told, "/live").status == 200);
  }
  BOOST_TEST(get(told, "/live").status == 200);
  BOOST_TEST(process::now().descriptors - before <= 100 + 32U); // its side of 32
  for (auto& s : silent)
    BOOST_TEST(all_from(s).empty());
}

BOOST_AUTO_TEST_CASE(a_byte_now_and_then_does_not_keep_a_place) {
  const leat::health told(anywhere);
  const auto s = connect_to(told);
  say(s, "GET /live HTTP/1.1\r\nX: ");
  pollfd closed{s.get(), POLLIN, 0};
  int said = 0;
  while (said < 200 && poll(&closed, 1, 100) == 0) {
    say(s, "x");
    ++said;
  }
  BOOST_TEST(said < 200);
}

BOOST_AUTO_TEST_CASE(it_ends_while_clients_hold_on) {
  std::vector<leat::owned_socket> open;
  for (int again = 0; again < 20; ++again) {
    leat::health told(anywhere);
    open.push_back(connect_to(told));
    open.push_back(connect_to(told));
    say(open.back(), "GET /ready HT");
  }
  for (auto& s : open)
    BOOST_TEST(all_from(s).empty());
}

BOOST_AUTO_TEST_SUITE_END()
