// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(buffer_test)

namespace {

constexpr leat::overflow all_kinds[] = {leat::overflow::block, leat::overflow::drop_oldest,
                                        leat::overflow::drop_newest, leat::overflow::fail};

/// What comes of 0 to 9 in front of a consumer that takes none before they are all there, and one a
/// second then.
ints in_front_of_a_slow_consumer(std::size_t n, leat::overflow when_full, unsigned seed) {
  leat::pipeline p;
  ints numbers(10), out;
  std::iota(numbers.begin(), numbers.end(), 0);
  p | leat::from_range(numbers) | leat::buffer(n, when_full)
    | leat::rate_limit(1s).budget(leat::items(1)) | leat::collect_into(out);
  leat::testing::simulation sim{p, {.seed = seed}};
  sim.finish();
  const auto metrics = sim.metrics().node("buffer");
  const auto dropped = metrics.dropped.contains("buffer") ? metrics.dropped.at("buffer") : 0;
  BOOST_CHECK_EQUAL(out.size() + dropped, 10);
  BOOST_CHECK(std::is_sorted(out.begin(), out.end()));
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(all_pass_while_the_consumer_keeps_up) {
  ints numbers(5000);
  std::iota(numbers.begin(), numbers.end(), 0);
  BOOST_CHECK(results_of(numbers, leat::buffer(7)) == numbers);
  BOOST_CHECK(results_of(numbers, leat::buffer(1)) == numbers);
  const std::vector<std::string> words(3000, "long enough for a block of its own on the heap");
  BOOST_CHECK(results_of(words, leat::buffer(10)) == words);
  BOOST_CHECK(results_of(ints{}, leat::buffer(1)).empty());
}

BOOST_AUTO_TEST_CASE(a_full_one_blocks) {
  for (unsigned seed = 0; seed < 20; ++seed)
    BOOST_CHECK_EQUAL(in_front_of_a_slow_consumer(3, leat::overflow::block, seed).size(), 10);
}

BOOST_AUTO_TEST_CASE(a_full_one_drops_the_oldest) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto out = in_front_of_a_slow_consumer(3, leat::overflow::drop_oldest, seed);
    BOOST_CHECK_LE(out.size(), 6); // three, and what had left for the consumer
    BOOST_CHECK((ints(out.end() - 3, out.end()) == ints{7, 8, 9}));
    BOOST_CHECK_EQUAL(out.front(), 0);
  }
}

BOOST_AUTO_TEST_CASE(a_full_one_drops_the_newest) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const auto out = in_front_of_a_slow_consumer(3, leat::overflow::drop_newest, seed);
    BOOST_CHECK_LE(out.size(), 6);
    for (std::size_t i = 0; i < out.size(); ++i)
      BOOST_CHECK_EQUAL(out[i], i);
  }
}

BOOST_AUTO_TEST_CASE(a_full_one_fails_behind_what_it_holds) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    ints numbers(100), out;
    std::iota(numbers.begin(), numbers.end(), 0);
    p | leat::from_range(numbers) | leat::buffer(3, leat::overflow::fail).named("room")
      | leat::rate_limit(1s).budget(leat::items(1)) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    try {
      sim.finish();
      BOOST_FAIL("it went on");
    } catch (const leat::job_failed& e) {
      BOOST_CHECK_NE(std::string(e.what()).find("'room' is full: 3 items wait"), std::string::npos);
    }
    BOOST_CHECK_GE(out.size(), 3);
    BOOST_CHECK_LE(out.size(), 6);
    for (std::size_t i = 0; i < out.size(); ++i)
      BOOST_CHECK_EQUAL(out[i], i);
  }
}

// streamz' buffer(n) holds n + 1 items and one more for each that is being pushed
BOOST_AUTO_TEST_CASE(the_bound_is_hard) {
  for (const auto when_full : all_kinds)
    for (const std::size_t n : {1U, 2U, 7U})
      for (unsigned seed = 0; seed < 20; ++seed) {
        leat::pipeline p;
        p | leat::from_range(ints(300, 1)) | leat::buffer(n, when_full)
          | leat::rate_limit(1s).budget(leat::items(1)) | leat::discard();
        leat::testing::simulation sim{p, {.seed = seed}};
        std::size_t most = 0;
        sim.after_each_step([&](auto) {
          for (const auto& node : sim.metrics().nodes)
            if (node.node == "buffer")
              most = std::max<std::size_t>(most, node.items_held);
        });
        try {
          sim.advance(20s);
        } catch (const leat::job_failed&) {
        }
        BOOST_CHECK_LE(most, n);
        if (when_full == leat::overflow::block)
          BOOST_CHECK_EQUAL(most, n);
      }
}

BOOST_AUTO_TEST_CASE(a_blocked_producer_has_made_no_more_than_there_is_room_for) {
  leat::pipeline p;
  int made = 0;
  p | leat::from_range(ints(1000, 1)) | leat::tap([&](int) { ++made; })
    | leat::buffer(20).budget(leat::items(1)) | leat::rate_limit(1h).budget(leat::items(1))
    | leat::discard();
  leat::testing::simulation sim{p};
  sim.settle();
  BOOST_CHECK_GE(made, 20);
  BOOST_CHECK_LE(made, 25); // on the edges, and in the hands of the consumer
}

BOOST_AUTO_TEST_CASE(what_comes_at_once_finds_the_room_that_is_there) {
  BOOST_CHECK_EQUAL(results_of(ints(500, 1), leat::buffer(1, leat::overflow::drop_newest)).size(),
                    500);
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_what_it_holds) {
  for (const auto when_full : {leat::overflow::block, leat::overflow::drop_oldest})
    for (unsigned seed = 0; seed < 20; ++seed) {
      leat::pipeline p;
      auto [numbers, in] = p.input<int>();
      ints out;
      numbers | leat::buffer(3, when_full)
        | leat::delay(10s).capacity(leat::items(1)).budget(leat::items(1))
        | leat::collect_into(out);
      leat::testing::simulation sim{p, {.seed = seed}};
      bool received = false;
      for (int i = 0; i < 20; ++i)
        in.push(i);
      in.flush([&](const std::exception_ptr&) {
        received = true;
        BOOST_CHECK_EQUAL(out.back(), 19);
      });
      sim.advance(1h);
      BOOST_CHECK(received);
      in.close();
      sim.finish();
    }
}

BOOST_AUTO_TEST_CASE(items_that_cannot_be_copied_and_a_consumer_that_has_enough) {
  leat::pipeline p;
  std::size_t out = 0;
  p | leat::from_periodic(1s, [] { return std::make_unique<int>(1); }) | leat::buffer(2)
    | leat::take(3) | leat::for_each([&](const std::unique_ptr<int>&) { ++out; });
  leat::testing::simulation sim{p};
  sim.finish();
  BOOST_CHECK_EQUAL(out, 3);
}

BOOST_AUTO_TEST_CASE(keys_stay_keys) {
  const auto chain = leat::key_by([](int x) { return x; }) | leat::buffer(2) | leat::unique()
    | leat::values();
  BOOST_CHECK((results_of(ints{1, 2, 1}, chain)
               == ints{1, 2}));
}

BOOST_AUTO_TEST_CASE(no_room_is_refused_where_it_is_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::buffer(0)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
