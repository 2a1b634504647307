// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

using ints = std::vector<int>;

namespace {

leat::generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i)
    co_yield i;
}

/// 1 … 5, but throws in place of 3 while there are failures left.
leat::generator<int> shaky(int& failures) {
  for (int i = 1; i <= 5; ++i) {
    if (i == 3 && failures-- > 0)
      throw std::runtime_error("hiccup");
    co_yield i;
  }
}

leat::generator<std::unique_ptr<int>> boxes() {
  for (int i = 1; i <= 3; ++i) {
    auto box = std::make_unique<int>(i);
    co_yield std::move(box);
  }
}

struct notice {
  bool& gone;
  ~notice() { gone = true; }
};
leat::generator<int> endless(bool& gone) {
  const notice n{gone};
  for (int i = 0;; ++i)
    co_yield i;
}

} // namespace

BOOST_AUTO_TEST_SUITE(from_coroutine_test)

BOOST_AUTO_TEST_CASE(a_function_that_gives_a_coroutine_or_one_moved_in) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.fuse = fuse}};
    leat::pipeline p;
    ints out;
    ints moved;
    ints none;
    p | leat::from_coroutine([] { return count_to(3000); }) | leat::collect_into(out);
    p | leat::from_coroutine(count_to(3)) | leat::map([](int x) { return 2 * x; })
      | leat::collect_into(moved);
    p | leat::from_coroutine(count_to(0)) | leat::collect_into(none);
    leat::run(p, actors);
    BOOST_TEST(out.size() == 3000U);
    BOOST_TEST(out.back() == 3000);
    BOOST_TEST(moved == (ints{2, 4, 6}));
    BOOST_TEST(none.empty());
  }
}

BOOST_AUTO_TEST_CASE(items_need_be_movable_only) {
  leat::pipeline p;
  std::vector<std::unique_ptr<int>> out;
  p | leat::from_coroutine(&boxes) | leat::collect_into(out);
  leat::run(p);
  BOOST_REQUIRE(out.size() == 3U);
  BOOST_TEST(*out[2] == 3);
}

BOOST_AUTO_TEST_CASE(a_coroutine_that_throws_fails_the_job) {
  leat::pipeline p;
  int failures = 1;
  p | leat::from_coroutine(shaky(failures)).named("numbers") | leat::discard();
  BOOST_CHECK_EXCEPTION(leat::run(p), leat::job_failed, [](const leat::job_failed& e) {
    return e.failures().front().node == "numbers" && e.failures().front().what == "hiccup";
  });
}

// in streamz a source that throws is dead
BOOST_AUTO_TEST_CASE(with_retry_a_fresh_one_goes_on_behind_what_was_given) {
  for (const bool fuse : {true, false}) {
    leat::pipeline p;
    int failures = 2;
    ints out;
    p | leat::from_coroutine([&] { return shaky(failures); }).on_error(leat::retry(2))
      | leat::collect_into(out);
    leat::testing::simulation{p, {.fuse = fuse}}.finish();
    BOOST_TEST(out == (ints{1, 2, 3, 4, 5}));
  }
}

BOOST_AUTO_TEST_CASE(one_that_was_moved_in_throws_the_same_again) {
  leat::pipeline p;
  int failures = 1;
  ints out;
  p | leat::from_coroutine(shaky(failures)).on_error(leat::retry(2)) | leat::collect_into(out);
  BOOST_CHECK_EXCEPTION(leat::testing::simulation{p}.finish(), leat::job_failed,
                        [](const leat::job_failed& e) {
                          return e.failures().front().what == "hiccup"
                            && e.failures().front().attempts == 3;
                        });
}

BOOST_AUTO_TEST_CASE(it_is_not_resumed_without_room_and_destroyed_where_it_stands) {
  bool gone = false;
  {
    leat::pipeline p;
    ints out;
    p | leat::from_coroutine(endless(gone)) | leat::take(3) | leat::collect_into(out);
    leat::testing::simulation sim{p};
    sim.finish();
    BOOST_TEST(out == (ints{0, 1, 2}));
    BOOST_TEST(gone);
  }
  gone = false;
  {
    leat::pipeline p;
    auto made = p | leat::from_coroutine(endless(gone));
    leat::zip(made, p | leat::never<int>()) | leat::discard();
    leat::testing::simulation sim{p};
    sim.settle();
    sim.stop();
    sim.finish();
  }
  BOOST_TEST(gone);
}

BOOST_AUTO_TEST_CASE(one_that_never_runs_is_destroyed_too) {
  bool gone = true;
  static_cast<void>(endless(gone));
  leat::pipeline p;
  static_cast<void>(p | leat::from_coroutine(endless(gone)));
  BOOST_TEST(gone); // it was never begun
}

BOOST_AUTO_TEST_SUITE_END()
