// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/handshake.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace {

using leat::handshake;
using bytes = std::vector<std::byte>;

const std::string token = "a token of thirty-two characters";

leat::hello hello_from(int who) {
  leat::hello h{.version = handshake::version, .index = static_cast<std::uint32_t>(who)};
  h.from.bits.fill(std::byte(who));
  h.nonce.fill(std::byte(who + 100));
  return h;
}

handshake connector(const std::string& with = token, const bytes& exporter = {}) {
  return {handshake::side::connects, hello_from(1), with, exporter};
}
handshake listener(const std::string& with = token, const bytes& exporter = {}) {
  return {handshake::side::listens, hello_from(2), with, exporter};
}

/// Carries what they say, so many bytes at a time, until neither says more.
void carry(handshake& a, handshake& b, std::size_t at_once = 1000) {
  const auto to = [&](handshake& from, handshake& into) {
    const auto said = from.take_output();
    for (std::size_t i = 0; i < said.size(); i += at_once)
      into.receive(std::span(said).subspan(i, std::min(at_once, said.size() - i)));
    return !said.empty();
  };
  for (bool more = true; more;)
    more = static_cast<int>(to(a, b)) + static_cast<int>(to(b, a)) > 0;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(handshake_test)

BOOST_DATA_TEST_CASE(both_learn_who_the_other_is,
                     boost::unit_test::data::make({1, 2, 3, 7, 50, 1000}), at_once) {
  auto a = connector();
  auto b = listener();
  carry(a, b, static_cast<std::size_t>(at_once));
  BOOST_REQUIRE(a.peer());
  BOOST_REQUIRE(b.peer());
  BOOST_CHECK(a.peer()->from == hello_from(2).from);
  BOOST_TEST(b.peer()->index == 1U);
  BOOST_CHECK(b.peer()->nonce == hello_from(1).nonce);
  BOOST_TEST(a.take_rest().empty());
}

BOOST_AUTO_TEST_CASE(what_comes_behind_it_is_left) {
  auto a = connector();
  auto b = listener();
  b.receive(a.take_output());
  a.receive(b.take_output());
  auto last = a.take_output();
  last.insert(last.end(), 5, std::byte{9});
  b.receive(last);
  BOOST_TEST(b.peer().has_value());
  BOOST_CHECK(b.take_rest() == bytes(5, std::byte{9}));
}

BOOST_AUTO_TEST_CASE(each_says_few_bytes) {
  auto a = connector();
  auto b = listener();
  std::size_t said_a = 0;
  std::size_t said_b = 0;
  for (int turn = 0; turn < 3; ++turn) {
    const auto from_a = a.take_output();
    said_a += from_a.size();
    b.receive(from_a);
    const auto from_b = b.take_output();
    said_b += from_b.size();
    a.receive(from_b);
  }
  BOOST_TEST(a.peer().has_value());
  BOOST_TEST(said_a <= handshake::most_bytes);
  BOOST_TEST(said_b <= handshake::most_bytes);
}

BOOST_AUTO_TEST_CASE(another_token_is_refused_on_both_sides) {
  auto a = connector("another token of that many characters");
  auto b = listener();
  carry(a, b);
  BOOST_TEST(!a.peer().has_value());
  BOOST_TEST(!b.peer().has_value());
  BOOST_TEST(has(a.refusal(), "tokens differ"));
  BOOST_TEST(has(b.refusal(), "tokens differ"));
}

BOOST_AUTO_TEST_CASE(a_listener_that_does_not_know_the_token_is_refused) {
  auto a = connector();
  auto b = listener("another token of that many characters");
  // It says yes to whatever the connector proves, and makes its own proof.
  auto accomplice = connector("another token of that many characters");
  b.receive(accomplice.take_output());
  accomplice.receive(b.take_output());
  b.receive(accomplice.take_output());
  BOOST_REQUIRE(b.peer().has_value());
  a.receive([] {
    auto c = listener("");
    auto ignored = connector();
    c.receive(ignored.take_output());
    return c.take_output();
  }());
  static_cast<void>(a.take_output());
  a.receive(b.take_output());
  BOOST_TEST(!a.peer().has_value());
  BOOST_TEST(has(a.refusal(), "tokens differ"));
}

BOOST_AUTO_TEST_CASE(a_proof_cannot_be_passed_on_over_another_tls_connection) {
  auto a = connector(token, bytes(32, std::byte{1}));
  auto b = listener(token, bytes(32, std::byte{2}));
  carry(a, b);
  BOOST_TEST(!a.peer().has_value());
  BOOST_TEST(!b.peer().has_value());
}

BOOST_AUTO_TEST_CASE(a_replayed_proof_is_refused) {
  auto a = connector();
  auto b = listener();
  const auto hello = a.take_output();
  b.receive(hello);
  a.receive(b.take_output());
  const auto proof = a.take_output();
  auto own = hello_from(2);
  own.nonce.fill(std::byte{55}); // another connection, another nonce
  handshake c(handshake::side::listens, own, token, {});
  c.receive(hello);
  static_cast<void>(c.take_output());
  c.receive(proof);
  BOOST_TEST(!c.peer().has_value());
}

BOOST_AUTO_TEST_CASE(a_process_that_meets_itself_is_told) {
  auto a = connector();
  handshake b(handshake::side::listens, hello_from(1), token, {});
  carry(a, b);
  BOOST_TEST(has(a.refusal(), "itself"));
  BOOST_TEST(has(b.refusal(), "itself"));
}

BOOST_AUTO_TEST_CASE(another_version_is_told) {
  auto own = hello_from(1);
  own.version = handshake::version + 1;
  handshake a(handshake::side::connects, own, token, {});
  auto b = listener();
  carry(a, b);
  BOOST_TEST(has(a.refusal(), "another version"));
  BOOST_TEST(has(b.refusal(), "another version"));
}

BOOST_AUTO_TEST_CASE(a_stranger_is_seen_at_its_first_byte) {
  auto b = listener();
  const std::string request = "GET / HTTP/1.1\r\n";
  b.receive(std::as_bytes(std::span(request).first(1)));
  BOOST_TEST(has(b.refusal(), "no Leat process"));
  auto a = connector();
  a.receive(std::as_bytes(std::span(request)));
  BOOST_TEST(has(a.refusal(), "no Leat process"));
}

BOOST_AUTO_TEST_CASE(one_too_many_is_turned_away) {
  auto a = connector();
  auto b = listener();
  b.turn_away();
  carry(a, b);
  BOOST_TEST(has(a.refusal(), "too many"));
  BOOST_TEST(a.turned_away());
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_is_refused) {
  for (int turn = 0; turn < 4; ++turn) {
    std::size_t length = 1;
    for (std::size_t flipped = 0; flipped < length * 8; ++flipped) {
      auto a = connector();
      auto b = listener();
      for (int t = 0; t < 4; ++t) {
        auto said = t % 2 == 0 ? a.take_output() : b.take_output();
        if (t == turn) {
          length = said.size();
          said[flipped / 8] ^= std::byte(1U << flipped % 8);
        }
        t % 2 == 0 ? b.receive(said) : a.receive(said);
      }
      // The last answer is seen by the connector only; before it neither may be taken in.
      BOOST_TEST(!a.peer().has_value(), "turn " << turn << ", bit " << flipped);
      if (turn < 3)
        BOOST_TEST(!b.peer().has_value(), "turn " << turn << ", bit " << flipped);
    }
  }
}

BOOST_AUTO_TEST_CASE(garbage_does_no_harm) {
  std::minstd_rand random(7);
  for (int i = 0; i < 20'000; ++i) {
    auto b = listener();
    auto a = connector();
    bytes said(random() % 700);
    for (auto& x : said)
      x = std::byte(random());
    if (random() % 2 == 0) // begins well
      for (const char c : {'T', 'A', 'E', 'L'})
        said.insert(said.begin(), std::byte(c));
    b.receive(said);
    if (random() % 2 == 0)
      said.insert(said.begin(), std::byte{});
    a.receive(said);
    BOOST_REQUIRE(!a.peer().has_value());
    BOOST_REQUIRE(!b.peer().has_value());
  }
}

BOOST_AUTO_TEST_SUITE_END()
