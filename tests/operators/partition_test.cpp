// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using ints = std::vector<int>;
using parts = std::vector<ints>;

BOOST_AUTO_TEST_SUITE(partition_test)

BOOST_AUTO_TEST_CASE(vectors_of_n_and_a_remainder) {
  BOOST_CHECK((results_of(ints{1, 2, 3, 4, 5}, leat::partition(2)) == parts{{1, 2}, {3, 4}, {5}}));
  BOOST_CHECK((results_of(ints{1, 2}, leat::partition(1)) == parts{{1}, {2}}));
  BOOST_CHECK(results_of(ints{}, leat::partition(2)).empty());
  BOOST_CHECK_EQUAL(results_of(ints(10'000, 7), leat::partition(3)).size(), 3334);
}

BOOST_AUTO_TEST_CASE(by_a_key_function) {
  const auto odd = [](int x) { return x % 2; };
  // what is left goes out in the order in which the vectors began
  BOOST_CHECK((results_of(ints{2, 1, 4, 6, 3, 5, 7}, leat::partition(2, odd))
               == parts{{2, 4}, {1, 3}, {5, 7}, {6}}));
}

BOOST_AUTO_TEST_CASE(by_the_key_of_the_stream) {
  leat::pipeline p;
  std::vector<leat::keyed<int, ints>> out;
  p | leat::from_values(1, 2, 3, 4, 5) | leat::key_by([](int x) { return x % 2; })
    | leat::partition(2) | leat::collect_into(out);
  leat::run(p);
  BOOST_CHECK((out == std::vector<leat::keyed<int, ints>>{{1, {1, 3}}, {0, {2, 4}}, {1, {5}}}));
}

BOOST_AUTO_TEST_CASE(a_timeout_runs_from_the_first_item) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    parts out;
    numbers | leat::partition(3, {.timeout = 2s}) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    for (int i = 1; i <= 4; ++i)
      in.push(i);
    sim.advance(1s);
    in.push(5);
    sim.advance(1s - 1ns);
    BOOST_CHECK((out == parts{{1, 2, 3}}));
    sim.advance(1ns);
    BOOST_CHECK((out == parts{{1, 2, 3}, {4, 5}}));
    sim.advance(10s); // a vector that is empty does not go out
    in.push(6);
    sim.advance(1s);
    in.close();
    sim.settle(); // the end does not wait for the timeout
    BOOST_CHECK((out == parts{{1, 2, 3}, {4, 5}, {6}}));
    BOOST_CHECK(sim.finished());
  }
}

BOOST_AUTO_TEST_CASE(each_key_has_a_timeout_of_its_own) {
  const auto must_be_on_time = [](const auto& by_parity) {
    for (unsigned seed = 0; seed < 10; ++seed) {
      leat::pipeline p;
      auto [numbers, in] = p.input<int>();
      parts out;
      by_parity(numbers) | leat::collect_into(out);
      leat::testing::simulation sim{p, {.seed = seed}};
      in.push(1);
      sim.advance(1s);
      in.push(2);
      in.push(3); // does not begin the time of 1 anew
      sim.advance(1s - 1ns);
      BOOST_CHECK(out.empty());
      sim.advance(1ns);
      BOOST_CHECK((out == parts{{1, 3}}));
      sim.advance(1s - 1ns);
      BOOST_CHECK((out == parts{{1, 3}}));
      sim.advance(1ns);
      BOOST_CHECK((out == parts{{1, 3}, {2}}));
      in.close();
      sim.finish();
    }
  };
  const auto odd = [](int x) { return x % 2; };
  must_be_on_time([&](auto& s) { return s | leat::partition(9, odd, {.timeout = 2s}); });
  must_be_on_time([&](auto& s) {
    return s | leat::key_by(odd) | leat::partition(9, {.timeout = 2s}) | leat::values();
  });
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_a_timeout_but_not_for_more_input) {
  for (const leat::duration timeout : {0s, 2s}) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    parts out;
    numbers | leat::partition(3, {.timeout = timeout}) | leat::collect_into(out);
    leat::testing::simulation sim{p};
    bool received = false;
    in.push(1);
    in.flush([&](const std::exception_ptr&) { received = true; });
    sim.settle();
    BOOST_CHECK_EQUAL(received, timeout == 0s);
    sim.advance(2s);
    BOOST_CHECK(received);
    BOOST_CHECK_EQUAL(out.size(), timeout == 0s ? 0 : 1);
    in.close();
    sim.finish();
    BOOST_CHECK((out == parts{{1}}));
  }
}

BOOST_AUTO_TEST_CASE(a_loop_ends_with_what_is_left_in_it) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [again, back] = p.loop<int>();
    int seen = 0;
    auto numbers = leat::merge(p | leat::from_values(3, 3, 3), again);
    numbers | leat::partition(2) | leat::flat_map([&](const ints& part) {
      ints next;
      for (int x : part)
        if (++seen; x > 0)
          next.push_back(x - 1);
      return next;
    }) | back;
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.finish();
    BOOST_CHECK_EQUAL(seen, 12);
  }
}

BOOST_AUTO_TEST_CASE(a_capacity_that_cannot_hold_a_vector_fails_with_that_reason) {
  leat::pipeline p;
  p | leat::from_range(ints(100, 1)) | leat::partition(20).capacity(leat::items(10))
    | leat::discard();
  leat::testing::simulation sim{p};
  try {
    sim.finish();
    BOOST_FAIL("it went on");
  } catch (const leat::job_failed& e) {
    BOOST_CHECK_NE(std::string(e.what()).find("raise .capacity or set a timeout"),
                   std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_key_function_that_throws) {
  const auto key = [](int x) {
    return x == 3 ? throw std::domain_error("no key for three") : x % 2;
  };
  BOOST_CHECK((results_of(ints{1, 2, 3, 4, 5}, leat::partition(2, key).on_error(leat::skip_item()))
               == parts{{2, 4}, {1, 5}}));
  leat::pipeline p;
  auto [letters, box] = p.dead_letters<int>();
  ints bad;
  p | leat::from_values(1, 2, 3) | leat::partition(2, key).on_error(box) | leat::discard();
  letters
    | leat::for_each([&](const leat::dead_letter<int>& letter) { bad.push_back(letter.item); });
  leat::run(p);
  BOOST_CHECK((bad == ints{3}));
  BOOST_CHECK_THROW(results_of(ints{1, 3}, leat::partition(2, key)), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(senseless_partitions_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::partition(0)), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::partition(1, {.timeout = -1s})), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
