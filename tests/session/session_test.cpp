// SPDX-License-Identifier: BSD-3-Clause
// Two sides of a session with a link between them that is slow, breaks and garbles.
#include "actors/session/refusal_log.hpp"
#include "actors/session/session_core.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

using leat::channel;
using leat::lane;
using leat::session_core;
using state = session_core::state;
using bytes = std::vector<std::byte>;

bytes message(std::size_t size, std::uint32_t number) {
  bytes made(std::max(size, sizeof(number)), std::byte(number));
  std::memcpy(made.data(), &number, sizeof(number));
  return made;
}
std::uint32_t number_of(const bytes& m) {
  std::uint32_t n = 0;
  std::memcpy(&n, m.data(), sizeof(n));
  return n;
}

/// Both sides, in virtual time. What is written stays on the way for up to `slow`; a cut link loses
/// what is on it.
class pair_of_sides {
 public:
  explicit pair_of_sides(std::uint64_t seed, leat::session_options options = {})
    : random_(seed), a(session_core::side::connects, options, now, [this] { return random_(); }),
      b(session_core::side::listens, options, now, [this] { return random_(); }) {}

  /// Lets time pass until neither can do more before `until`.
  void run(leat::timestamp until) {
    for (;;) {
      move();
      std::optional<leat::timestamp> next;
      const auto consider = [&](std::optional<leat::timestamp> t) {
        if (t)
          next = next ? std::min(*next, *t) : *t;
      };
      for (auto* way : {&to_b_, &to_a_})
        if (!way->empty() && !frozen)
          consider(way->front().due);
      consider(a.due());
      consider(b.due());
      if (!next || *next > until)
        break;
      now = std::max(now, *next);
    }
    now = std::max(now, until);
  }
  void run_for(leat::duration d) { run(now + d); }

  void cut() {
    if (!frozen)
      for (auto [into, way] : {std::pair(&b, &to_b_), std::pair(&a, &to_a_)})
        if (!way->empty()) // some bytes still arrive
          into->receive(
            std::as_bytes(std::span(way->front().what)).first(random_() % way->front().what.size()),
            now);
    to_a_.clear();
    to_b_.clear();
    linked_ = false;
    a.disconnected(now);
    b.disconnected(now);
  }

  bool reachable = true;
  bool refuses = false;
  bool frozen = false; // connected, but nothing moves
  leat::duration slow = leat::duration::zero();
  std::size_t at_once = std::size_t{256} * 1024; // bytes that one write takes
  int connections = 0;

 private:
  struct delivery {
    leat::timestamp due;
    leat::write_buffer what;
  };

  void move() {
    for (bool more = true; more;) {
      more = false;
      a.on_time(now);
      b.on_time(now);
      if (a.wants_disconnection() || b.wants_disconnection()) {
        flush();
        cut();
      }
      if (a.wants_connection(now)) {
        if (reachable && !b.over()) {
          ++connections;
          linked_ = true;
          b.connected(now);
          a.connected(now);
        } else {
          a.not_connected(now, refuses);
        }
        more = true;
      }
      if (!linked_)
        continue;
      for (auto [from, way] : {std::pair(&a, &to_b_), std::pair(&b, &to_a_)}) {
        leat::write_buffer out;
        from->write(out, at_once, now);
        if (out.empty())
          continue;
        const auto most = static_cast<std::uint64_t>(slow.count()) + 1;
        const leat::duration delay(static_cast<leat::duration::rep>(random_() % most));
        const auto behind = way->empty() ? now : way->back().due;
        way->push_back({std::max(behind, now + delay), std::move(out)});
        more = true;
      }
      more = deliver(now) || more;
    }
  }
  bool deliver(leat::timestamp up_to) {
    bool any = false;
    for (auto [into, way] : {std::pair(&b, &to_b_), std::pair(&a, &to_a_)})
      while (!way->empty() && way->front().due <= up_to && !frozen) {
        const auto what = std::move(way->front().what);
        way->pop_front();
        std::size_t begin = 0; // in pieces of any size
        while (begin < what.size()) {
          const auto n = std::min<std::size_t>(what.size() - begin, 1 + random_() % 100'000);
          into->receive(std::as_bytes(std::span(what)).subspan(begin, n), now);
          begin += n;
        }
        any = true;
      }
    return any;
  }
  /// A side that closes sees to it that its last words leave.
  void flush() {
    if (!frozen)
      deliver(leat::timestamp::max());
  }

  std::mt19937_64 random_;
  std::deque<delivery> to_a_, to_b_;
  bool linked_ = false;

 public:
  leat::timestamp now{};
  session_core a, b;
};

/// What has come out, by channel.
using arrived = std::map<std::pair<lane, std::uint64_t>, std::vector<bytes>>;
void take_all(session_core& from, arrived& into) {
  while (auto m = from.next_message())
    into[{m->on, static_cast<std::uint64_t>(m->in)}].push_back(std::move(m->bytes).whole());
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(session_test)

BOOST_AUTO_TEST_CASE(messages_of_all_sizes_arrive_as_they_were) {
  pair_of_sides both(1);
  const std::vector<std::size_t> sizes{4, 5, 1000, 65'535, 65'536, 65'537, 200'000, 5'000'000};
  for (std::uint32_t i = 0; i < sizes.size(); ++i)
    both.a.send(lane::packets, channel(7), message(sizes[i], i));
  both.run_for(1s);
  arrived got;
  take_all(both.b, got);
  auto& in_7 = got[{lane::packets, 7}];
  BOOST_REQUIRE(in_7.size() == sizes.size());
  for (std::uint32_t i = 0; i < sizes.size(); ++i)
    BOOST_TEST((in_7[i] == message(sizes[i], i)), "message " << i);
}

BOOST_AUTO_TEST_CASE(an_empty_message_is_one) {
  pair_of_sides both(1);
  both.a.send(lane::orders, channel(0), {});
  both.run_for(1s);
  const auto m = both.b.next_message();
  BOOST_REQUIRE(m.has_value());
  BOOST_TEST(m->bytes.size() == 0U);
}

BOOST_AUTO_TEST_CASE(orders_overtake_packets) {
  pair_of_sides both(1);
  both.at_once = 1000;
  both.run_for(1ms);
  both.a.send(lane::packets, channel(1), message(1'000'000, 1));
  both.a.send(lane::packets, channel(1), message(1'000'000, 2));
  both.a.send(lane::orders, channel(0), message(10, 3));
  both.run_for(1ms);
  BOOST_TEST(number_of(std::move(both.b.next_message()->bytes).whole()) == 3U);
  BOOST_TEST(number_of(std::move(both.b.next_message()->bytes).whole()) == 1U);
}

BOOST_AUTO_TEST_CASE(channels_take_turns_by_bytes) {
  leat::turns waiting;
  waiting.add(lane::packets, channel(1), message(10'000'000, 1));
  for (std::uint32_t i = 0; i < 1000; ++i)
    waiting.add(lane::packets, channel(2), message(1000, i));
  waiting.add(lane::packets, channel(3), message(100, 3));
  std::map<std::uint64_t, std::size_t> sent;
  std::size_t before_3 = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto part = waiting.next();
    sent[static_cast<std::uint64_t>(part->header.in)] += part->bytes();
    if (sent[3] == 0)
      before_3 += part->bytes();
  }
  BOOST_TEST(before_3 <= 2 * leat::most_part_bytes); // one turn of each of the others
  BOOST_TEST(sent[1] > sent[2]);
  BOOST_TEST(sent[1] < sent[2] + 3 * leat::most_part_bytes);
}

BOOST_AUTO_TEST_CASE(idle_sessions_stay_up) {
  pair_of_sides both(1);
  both.run_for(24h);
  BOOST_CHECK(both.a.now_is() == state::up);
  BOOST_CHECK(both.b.now_is() == state::up);
  BOOST_TEST(both.connections == 1);
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_or_doubled_however_often_the_link_is_cut) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    pair_of_sides both(seed);
    std::mt19937_64 random(seed + 1000);
    both.slow = 20ms;
    both.at_once = 1 + random() % 300'000;
    std::map<std::pair<lane, std::uint64_t>, std::uint32_t> sent_a, sent_b;
    arrived at_a, at_b;
    for (int step = 0; step < 60; ++step) {
      for (int i = 0; i < 5; ++i) {
        const auto on = random() % 4 == 0 ? lane::orders : lane::packets;
        const std::uint64_t in = on == lane::orders ? 0 : random() % 3;
        const auto size = random() % 5 == 0 ? random() % 300'000 : random() % 500;
        auto& sent = random() % 2 == 0 ? sent_a : sent_b;
        auto& side = &sent == &sent_a ? both.a : both.b;
        side.send(on, channel(in), message(size, sent[{on, in}]++));
      }
      both.run_for(leat::duration(random() % 50'000'000));
      if (random() % 3 == 0)
        both.cut();
      take_all(both.a, at_a);
      take_all(both.b, at_b);
    }
    both.run_for(10s);
    take_all(both.a, at_a);
    take_all(both.b, at_b);
    for (const auto& [sent, got] : {std::pair(&sent_a, &at_b), std::pair(&sent_b, &at_a)})
      for (const auto& [where, n] : *sent) {
        auto& all = (*got)[where];
        BOOST_REQUIRE_MESSAGE(all.size() == n,
                              "seed " << seed << ": " << all.size() << " of " << n);
        for (std::uint32_t i = 0; i < n; ++i)
          BOOST_REQUIRE_MESSAGE(number_of(all[i]) == i, "seed " << seed);
      }
    BOOST_TEST(both.connections > 3, "seed " << seed);
  }
}

BOOST_AUTO_TEST_CASE(a_link_where_nothing_moves_is_given_up_and_another_tried) {
  pair_of_sides both(1);
  both.run_for(1s);
  both.frozen = true;
  both.a.send(lane::packets, channel(1), message(100, 1));
  both.run_for(6s);
  both.frozen = false;
  both.run_for(2s);
  BOOST_TEST(both.connections >= 2);
  BOOST_CHECK(both.a.now_is() == state::up);
  BOOST_TEST(both.b.next_message().has_value());
}

BOOST_AUTO_TEST_CASE(without_a_connection_for_too_long_the_process_is_lost) {
  pair_of_sides both(1);
  both.run_for(1s);
  both.reachable = false;
  both.cut();
  both.run_for(4900ms);
  BOOST_CHECK(both.a.now_is() == state::down);
  both.run_for(200ms);
  BOOST_CHECK(both.a.now_is() == state::lost);
  BOOST_CHECK(both.b.now_is() == state::lost);
  BOOST_TEST(has(both.a.reason(), "link timeout"));
}

BOOST_AUTO_TEST_CASE(a_connection_that_breaks_before_its_first_word_leaves_time_for_the_next) {
  pair_of_sides both(1);
  both.run_for(1h);
  both.b.connected(both.now); // in place of the one of an hour ago
  both.cut();
  both.b.on_time(both.now);
  BOOST_CHECK(both.b.now_is() == state::down);
  both.a.send(lane::orders, {}, message(10, 1));
  both.run_for(1s);
  BOOST_CHECK(both.b.now_is() == state::up);
  BOOST_TEST(both.b.next_message().has_value());
}

BOOST_AUTO_TEST_CASE(connections_that_all_break_before_their_first_word_do_not_keep_a_session) {
  pair_of_sides both(1);
  both.run_for(1h);
  both.reachable = false;
  both.cut();
  for (int i = 0; i < 6; ++i) {
    BOOST_CHECK(both.b.now_is() == state::down);
    both.b.connected(both.now);
    both.b.disconnected(both.now);
    both.run_for(900ms);
  }
  BOOST_CHECK(both.b.now_is() == state::lost);
}

BOOST_AUTO_TEST_CASE(a_process_that_was_never_there_cannot_be_reached) {
  pair_of_sides both(1);
  both.reachable = false;
  both.refuses = true;
  both.run_for(9900ms);
  BOOST_CHECK(both.a.now_is() == state::down);
  both.run_for(200ms);
  BOOST_CHECK(both.a.now_is() == state::lost);
  BOOST_TEST(has(both.a.reason(), "cannot be reached"));
}

BOOST_AUTO_TEST_CASE(two_refusals_at_once_tell_of_a_death) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    pair_of_sides both(seed);
    both.run_for(1s);
    both.reachable = false;
    both.refuses = true;
    both.cut();
    both.run_for(200ms);
    BOOST_TEST((both.a.now_is() == state::died), "seed " << seed);
  }
}

BOOST_AUTO_TEST_CASE(refusals_that_come_late_tell_of_a_death_too) {
  pair_of_sides both(1);
  both.run_for(1s);
  both.reachable = false;
  both.cut();
  both.run_for(2s);
  BOOST_CHECK(both.a.now_is() == state::down);
  both.refuses = true;
  both.run_for(1500ms);
  BOOST_CHECK(both.a.now_is() == state::died);
}

BOOST_AUTO_TEST_CASE(waits_between_tries_grow_to_a_second) {
  pair_of_sides both(3, {.connect_timeout = 1h});
  both.reachable = false;
  int tries = 0;
  for (int i = 0; i < 60'000; ++i) {
    both.a.on_time(both.now);
    if (both.a.wants_connection(both.now)) {
      ++tries;
      both.a.not_connected(both.now, true);
    }
    both.now += 1ms;
  }
  BOOST_TEST(tries > 60);
  BOOST_TEST(tries < 130);
}

BOOST_AUTO_TEST_CASE(refusals_do_not_fill_the_log) {
  std::vector<std::string> lines;
  leat::refusal_log log([&](const std::string& line) { lines.push_back(line); });
  leat::timestamp now{};
  for (int i = 0; i < 1000; ++i, now += 1ms)
    log.refused("noise", now);
  BOOST_TEST(lines.size() == 10U);
  BOOST_TEST_REQUIRE(log.due().has_value());
  log.on_time(*log.due());
  BOOST_TEST(lines.back() == "990 more connections were refused");
  BOOST_TEST(!log.due().has_value());
  log.refused("more noise", now + 1s);
  BOOST_TEST(lines.back() == "a connection was refused: more noise");
  log.on_time(now + 3s); // there is nothing to add
  BOOST_TEST(lines.size() == 12U);
}

BOOST_AUTO_TEST_CASE(a_close_comes_behind_what_was_sent) {
  pair_of_sides both(1);
  both.run_for(1s);
  for (std::uint32_t i = 0; i < 100; ++i)
    both.a.send(lane::packets, channel(1), message(10'000, i));
  both.a.close("the job is over");
  both.run_for(1s);
  arrived got;
  take_all(both.b, got);
  BOOST_TEST((got[{lane::packets, 1}].size()) == 100U);
  BOOST_CHECK(both.a.now_is() == state::closed);
  BOOST_TEST(both.a.has_last_words());
  BOOST_TEST(!both.a.wants_disconnection()); // which would take them back
  BOOST_CHECK(both.b.now_is() == state::closed);
  BOOST_TEST(!both.b.has_last_words());
  BOOST_TEST(both.b.reason() == "the job is over");
}

BOOST_AUTO_TEST_CASE(a_close_without_a_word_has_a_reason) { // found by fuzzing
  session_core b(session_core::side::listens, {}, {}, [] { return std::uint64_t{}; });
  b.connected({});
  leat::write_buffer said;
  leat::append_frame(said, leat::frame_kind::close);
  b.receive(std::as_bytes(std::span(said)), {});
  BOOST_CHECK(b.now_is() == state::closed);
  BOOST_TEST(!b.reason().empty());
}

BOOST_AUTO_TEST_CASE(what_is_kept_for_another_connection_goes_when_it_has_come) {
  pair_of_sides both(1);
  both.run_for(1ms);
  for (std::uint32_t i = 0; i < 100; ++i)
    both.a.send(lane::packets, channel(1), message(100'000, i));
  both.run_for(10s);
  BOOST_TEST(both.a.unacknowledged_parts() == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_written_anyway_says_what_has_come) { // at once: no time passes
  const auto seven = [] { return std::uint64_t{7}; };
  session_core a(session_core::side::connects, {}, {}, seven);
  session_core b(session_core::side::listens, {}, {}, seven);
  const auto carry = [](session_core& from, session_core& to) {
    leat::write_buffer bytes;
    from.write(bytes, 10'000'000, {});
    to.receive(std::as_bytes(std::span(bytes)), {});
    return bytes.size();
  };
  a.connected({});
  b.connected({});
  carry(a, b);
  carry(b, a);
  a.send(lane::packets, channel(1), message(200'000, 1));
  carry(a, b);
  BOOST_TEST(a.unacknowledged_parts() > 0U);
  BOOST_TEST(carry(b, a) == 0U); // it is not worth a frame of its own
  b.send(lane::orders, {}, message(10, 1));
  carry(b, a);
  BOOST_TEST(a.unacknowledged_parts() == 0U);
  a.send(lane::packets, channel(1), message(600'000, 1));
  carry(a, b);
  BOOST_TEST(b.has_output()); // that is
  carry(b, a);
  BOOST_TEST(a.unacknowledged_parts() < 2U);
}

BOOST_AUTO_TEST_CASE(a_part_that_has_come_in_half_comes_again_whole) {
  const auto seven = [] { return std::uint64_t{7}; };
  session_core a(session_core::side::connects, {}, {}, seven);
  session_core b(session_core::side::listens, {}, {}, seven);
  auto sent = message(50'000, 1);
  for (std::size_t i = 0; i < sent.size(); ++i)
    sent[i] = static_cast<std::byte>(i % 251);
  a.send(lane::packets, channel(1), sent);
  for (const double share : {0.0001, 0.5, 0.9999, 1.0}) {
    a.connected({});
    b.connected({});
    leat::write_buffer resumption;
    leat::write_buffer out;
    b.write(resumption, 1'000'000, {});
    a.receive(std::as_bytes(std::span(resumption)), {});
    a.write(out, 1'000'000, {});
    const auto come = static_cast<std::size_t>(share * static_cast<double>(out.size()));
    b.receive(std::as_bytes(std::span(out)).first(come), {});
    auto got = b.next_message();
    BOOST_TEST_REQUIRE(got.has_value() == (share == 1.0));
    BOOST_CHECK(b.now_is() == state::up);
    if (got)
      BOOST_TEST((std::move(got->bytes).whole() == sent));
    a.disconnected({});
    b.disconnected({});
  }
}

BOOST_AUTO_TEST_CASE(garbled_bytes_break_the_session_or_change_nothing) {
  // A bit that flips in the bytes of a message is for TCP's checksum and TLS to find; any in what
  // frames are made of is found here. Nothing crashes, and nothing is made up.
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    std::mt19937_64 random(seed);
    const auto draw = [&] { return random(); };
    session_core a(session_core::side::connects, {}, {}, draw);
    session_core b(session_core::side::listens, {}, {}, draw);
    a.connected({});
    b.connected({});
    leat::write_buffer from_b;
    b.write(from_b, 1'000'000, {});
    a.receive(std::as_bytes(std::span(from_b)), {});
    for (std::uint32_t i = 0; i < 5; ++i)
      a.send(i % 2 == 0 ? lane::packets : lane::orders, channel(i), message(random() % 50, i));
    leat::write_buffer out;
    a.write(out, 1'000'000, {});
    switch (random() % 3) {
    case 0:
      out[random() % out.size()] ^= static_cast<char>(1U << random() % 8);
      break;
    case 1:
      out.resize(random() % out.size());
      break;
    default:
      for (auto& x : out)
        x = static_cast<char>(random());
    }
    b.receive(std::as_bytes(std::span(out)), {});
    std::size_t n = 0;
    while (b.next_message())
      ++n;
    BOOST_REQUIRE(n <= 5);
    BOOST_REQUIRE(b.now_is() == state::up || !b.reason().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_part_that_is_missing_breaks_the_session) {
  session_core b(session_core::side::listens, {}, {}, [] { return std::uint64_t{}; });
  b.connected({});
  leat::write_buffer said;
  leat::append_frame(said, leat::resumption{1, 0});
  const auto header = leat::encode_part({.number = 1, .on = lane::orders, .last = true}, 0);
  said.insert(said.end(), header.begin(), header.end());
  b.receive(std::as_bytes(std::span(said)), {});
  BOOST_CHECK(b.now_is() == state::broken);
}

BOOST_AUTO_TEST_CASE(a_message_may_not_grow_without_end) {
  constexpr std::size_t most = 1'000'000 + leat::most_beside_item;
  pair_of_sides both(1, {.most_item_bytes = 1'000'000});
  both.a.send(lane::packets, channel(1), message(most, 1));
  both.a.send(lane::orders, {}, message(most + 1, 1)); // the bound of orders is another one
  both.run_for(1s);
  BOOST_CHECK(both.b.now_is() == state::up);
  both.a.send(lane::packets, channel(1), message(most + 1, 1));
  both.run_for(1s);
  BOOST_CHECK(both.b.now_is() == state::broken);
  BOOST_TEST(has(both.b.reason(), std::to_string(most)));
}

BOOST_AUTO_TEST_CASE(an_announced_length_takes_no_memory) {
  session_core b(session_core::side::listens, {}, {}, [] { return std::uint64_t{}; });
  b.connected({});
  const std::array<unsigned char, 5> lies{0xff, 0xff, 0xff, 0x7f, 0};
  b.receive(std::as_bytes(std::span(lies)), {});
  BOOST_CHECK(b.now_is() == state::broken);
}

BOOST_AUTO_TEST_CASE(acknowledging_what_was_never_sent_breaks_the_session) {
  session_core b(session_core::side::listens, {}, {}, [] { return std::uint64_t{}; });
  b.connected({});
  leat::write_buffer said;
  leat::append_frame(said, leat::resumption{1, 0});
  leat::append_frame(said, leat::frame_kind::acknowledge, 5);
  b.receive(std::as_bytes(std::span(said)), {});
  BOOST_CHECK(b.now_is() == state::broken);
}

BOOST_AUTO_TEST_CASE(who_goes_on_with_a_session_that_is_over_learns_that) {
  // On a link that always works, so nothing but what is said can end it.
  pair_of_sides both(1);
  both.b.send(lane::orders, {}, message(10, 1));
  both.run_for(1s);
  both.b = session_core(session_core::side::listens, {}, both.now, [] { return std::uint64_t{7}; });
  both.cut();
  both.run_for(1s);
  BOOST_CHECK(both.a.now_is() == state::lost);
  BOOST_TEST(has(both.a.reason(), "given the session up"));
  BOOST_CHECK(both.b.now_is() == state::closed);
}

BOOST_AUTO_TEST_CASE(who_begins_anew_is_not_taken_for_the_one_before) {
  pair_of_sides both(1);
  both.a.send(lane::orders, {}, message(10, 1));
  both.b.send(lane::orders, {}, message(10, 1));
  both.run_for(1s);
  const auto seven = [] { return std::uint64_t{7}; };
  both.a = session_core(session_core::side::connects, {}, both.now, seven);
  both.cut();
  both.run_for(1s);
  BOOST_CHECK(both.b.now_is() == state::lost);
  BOOST_CHECK(both.a.now_is() == state::lost); // and not for good: the next one will be taken
}

BOOST_AUTO_TEST_CASE(connections_without_a_session_are_not_tried_for_ever) {
  session_core a(session_core::side::connects, {}, {}, [] { return std::uint64_t{}; });
  leat::timestamp now{};
  int connections = 0;
  for (; !a.over() && connections < 1000; now = std::max(now, a.due().value_or(now))) {
    a.on_time(now);
    if (!a.wants_connection(now))
      continue;
    ++connections;
    a.connected(now);
    a.disconnected(now);
  }
  BOOST_CHECK(a.now_is() == state::lost);
  BOOST_TEST(connections < 100);
}

BOOST_AUTO_TEST_SUITE_END()
