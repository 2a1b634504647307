// SPDX-License-Identifier: BSD-3-Clause
// Two ends of a TLS connection, byte by byte, with certificates of all kinds.
#include "actors/session/tls_channel.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <memory>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using bytes = std::vector<std::byte>;
using leat::tls_channel;

const std::string made = TEST_CERTIFICATES;

leat::tls_files files(const std::string& who, const std::string& trusts = "ours") {
  return {made + "/" + who + ".pem", made + "/" + who + ".key", made + "/" + trusts + ".pem"};
}

std::shared_ptr<const leat::tls_context> context(const std::string& who,
                                                 const std::string& trusts = "ours") {
  return std::make_shared<const leat::tls_context>(files(who, trusts));
}

/// Carries bytes between them, so many at once, until nobody has any.
void carry(tls_channel& a, tls_channel& b, std::size_t at_once = 100'000) {
  for (bool more = true; more;) {
    more = false;
    for (auto [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
      const auto all = from->take_output();
      for (std::size_t i = 0; i < all.size(); i += at_once)
        to->receive(std::span(all).subspan(i, std::min(at_once, all.size() - i)));
      more = more || !all.empty();
    }
  }
}

struct ends {
  tls_channel connects, listens;
  explicit ends(const std::string& connector = "good", const std::string& listener = "good",
                const std::string& host = "127.0.0.1")
    : connects(context(connector), tls_channel::side::connects, host),
      listens(context(listener), tls_channel::side::listens, {}) {}
  void carry() { ::carry(connects, listens); }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bytes noise(std::size_t n) {
  std::mt19937 random(1);
  bytes made_up(n);
  std::ranges::generate(made_up, [&] { return std::byte(random()); });
  return made_up;
}

std::string refusal_of(const leat::tls_files& wrong) {
  try {
    const leat::tls_context made_of(wrong);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_channel_test)

BOOST_AUTO_TEST_CASE(what_goes_in_comes_out) {
  for (const std::size_t at_once : {std::size_t{1}, std::size_t{777}, std::size_t{100'000}}) {
    ends e;
    carry(e.connects, e.listens, at_once);
    BOOST_TEST_REQUIRE(e.connects.is_open());
    BOOST_TEST_REQUIRE(e.listens.is_open());
    const auto there = noise(300'000), back = noise(70'000);
    e.connects.send(there);
    e.listens.send(back);
    carry(e.connects, e.listens, at_once);
    BOOST_CHECK(e.listens.take_received() == there);
    BOOST_CHECK(e.connects.take_received() == back);
  }
}

BOOST_AUTO_TEST_CASE(nothing_goes_in_the_clear) {
  ends e;
  e.carry();
  const auto words = noise(5000);
  e.connects.send(words);
  const auto seen = e.connects.take_output();
  BOOST_TEST(seen.size() > words.size());
  BOOST_CHECK(std::ranges::search(seen, std::span(words).first(16)).empty());
}

BOOST_AUTO_TEST_CASE(both_ends_have_one_binding_and_each_connection_its_own) {
  ends one, other;
  one.carry();
  other.carry();
  BOOST_TEST(one.connects.binding().size() == 32U);
  BOOST_CHECK(one.connects.binding() == one.listens.binding());
  BOOST_CHECK(one.connects.binding() != other.connects.binding());
}

BOOST_AUTO_TEST_CASE(a_name_is_as_good_as_an_address) {
  ends e("good", "good", "localhost");
  e.carry();
  BOOST_TEST(e.connects.is_open());
}

BOOST_AUTO_TEST_CASE(certificates_that_are_no_good) {
  struct {
    std::string connector, listener, host, at_connector, at_listener;
  } const cases[] = {
    {"good", "foreign", "127.0.0.1", "not accepted: ", "unknown ca"},
    {"foreign", "good", "127.0.0.1", "unknown ca", "not accepted: "},
    {"good", "elsewhere", "127.0.0.1", "IP address mismatch", "bad certificate"},
    {"good", "good", "elsewhere.example", "hostname mismatch", "bad certificate"},
    {"good", "expired", "127.0.0.1", "expired", "expired"},
    {"expired", "good", "127.0.0.1", "expired", "expired"},
  };
  for (auto& c : cases) {
    ends e(c.connector, c.listener, c.host);
    e.carry();
    BOOST_TEST(has(e.connects.fault(), c.at_connector),
               c.connector << ", " << c.listener << ": " << e.connects.fault());
    BOOST_TEST(has(e.listens.fault(), c.at_listener),
               c.connector << ", " << c.listener << ": " << e.listens.fault());
    const auto words = noise(10);
    e.connects.send(words);
    e.carry();
    BOOST_TEST(e.listens.take_received().empty());
  }
}

BOOST_AUTO_TEST_CASE(one_that_does_not_encrypt_is_told) {
  for (const auto side : {tls_channel::side::connects, tls_channel::side::listens}) {
    tls_channel c(context("good"), side, "127.0.0.1");
    static_cast<void>(c.take_output());
    c.receive(std::as_bytes(std::span("leat and more", 13)));
    BOOST_TEST(has(c.fault(), "the other side does not encrypt"), c.fault());
    const auto said = c.take_output();
    BOOST_TEST_REQUIRE(!said.empty());
    BOOST_CHECK(said.front() == std::byte{0x15});
  }
}

BOOST_AUTO_TEST_CASE(noise_at_any_byte_ends_it) {
  for (std::size_t at = 0; at < 3000; at += 7) {
    ends e;
    std::size_t passed = 0;
    bool spoilt = false;
    for (bool more = true; more && !spoilt;) {
      more = false;
      for (auto [from, to] : {std::pair(&e.connects, &e.listens),
                              std::pair(&e.listens, &e.connects)}) {
        auto all = from->take_output();
        more = more || !all.empty();
        if (!spoilt && passed + all.size() > at && at >= passed) {
          all[at - passed] ^= std::byte{0x41};
          spoilt = true;
        }
        passed += all.size();
        to->receive(all);
      }
    }
    if (!spoilt)
      break; // all that there is to say has been said
    e.carry();
    const auto words = noise(100);
    e.connects.send(words);
    e.carry();
    const auto came = e.listens.take_received();
    BOOST_TEST((came.empty() || came == words), "at byte " << at);
  }
}

BOOST_AUTO_TEST_CASE(files_that_are_no_good_are_named) {
  auto missing = files("good");
  missing.certificate = made + "/nobody.pem";
  BOOST_TEST(has(refusal_of(missing), "--tls-certificate " + missing.certificate));
  auto foreign = files("good");
  foreign.key = files("foreign").key;
  BOOST_TEST(has(refusal_of(foreign), "--tls-key " + foreign.key), refusal_of(foreign));
  auto no_authority = files("good");
  no_authority.authority = files("good").key;
  BOOST_TEST(has(refusal_of(no_authority), "--tls-authority " + no_authority.authority));
}

BOOST_AUTO_TEST_SUITE_END()
