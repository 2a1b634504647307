// SPDX-License-Identifier: BSD-3-Clause
// Processes die at each moment of a job's begin and of its recovery, between two events of the
// simulated cluster: it ends with the right result, or in words where nobody is left.
#include "cluster_world.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

using namespace std::chrono_literals;

namespace {

template <phase P>
bool is(const world& w) {
  return w.coordinator->now_is() == P;
}
bool first_result_is_there(const world& w) { return is<phase::flowing>(w) && !w.mine.got.empty(); }

/// A moment, and the one of the next attempt before which nothing has moved.
struct moment {
  const char* name;
  bool (*is_now)(const world&);
  bool (*is_again)(const world&);
};
const moment moments[] = {
  {"nodes are being ended", is<phase::ending>, is<phase::deploying>},
  {"workers are searched for", is<phase::searching>, is<phase::deploying>},
  {"one of them is found", is<phase::finding>, is<phase::deploying>},
  {"the orders are on their way", is<phase::deploying>, is<phase::deploying>},
  {"some parts are made", is<phase::partly_deployed>, is<phase::partly_deployed>},
  {"all parts are made", is<phase::deployed>, is<phase::deployed>},
  {"the first item flows", is<phase::flowing>, is<phase::deployed>},
  {"the first result is there", first_result_is_there, is<phase::deployed>},
};
constexpr bool is_part_of_a_begin(const moment& m) { return m.is_now != is<phase::ending>; }
constexpr bool is_in_a_search(const moment& m) {
  return m.is_now == is<phase::searching> || m.is_now == is<phase::finding>;
}

/// What happens before that.
enum class before { nothing,      // it is the first attempt
                    early_loss,   // of the first worker, with the first result
                    later_loss }; // of it, when much has moved

enum class victim { same_again, // it was lost before, if any was
                    another,
                    another_for_good,
                    both,
                    all,
                    all_for_a_while };
constexpr victim victims[] = {victim::same_again, victim::another, victim::another_for_good,
                              victim::both, victim::all, victim::all_for_a_while};

constexpr std::size_t workers = 4;
constexpr std::uint64_t times = share > 1 ? 1 : 2; // each with the next seed, and job
constexpr leat::restart_limit any{.intensity = 1000, .period = 24h};

std::string text_of(const moment& m, before b, std::uint64_t seed) {
  return std::string(m.name) + ", loss before " + std::to_string(static_cast<int>(b)) + ", seed "
    + std::to_string(seed) + ", " + jobs[seed % jobs.size()].name + ": ";
}

/// One job whose processes die.
class story {
 public:
  story(const moment& m, before b, std::uint64_t seed, std::size_t of_workers = workers)
    : w(seed, jobs[seed % jobs.size()], any, of_workers), about(text_of(m, b, seed)) {
    if (b == before::early_loss)
      come_to(first_result_is_there);
    else if (b == before::later_loss)
      w.pass(leat::timestamp(2s));
    if (b != before::nothing)
      hit([&] { w.kill_and_start(0); });
    come_to(m.is_now);
    if (b != before::later_loss)
      BOOST_TEST((w.time.now() < leat::timestamp(1s)), about << "it is late");
  }

  /// To the first such moment since the last loss.
  void come_to(bool (*is_now)(const world&)) {
    const auto come = [&] {
      const bool of_an_attempt = !is<phase::searching>(w) && !is<phase::finding>(w)
        && !is<phase::ending>(w);
      return is_now(w) && (!of_an_attempt || w.coordinator->attempts() > attempts_before_);
    };
    BOOST_TEST_REQUIRE(w.pass_to(come, w.time.now() + 60s), about << "it does not come to that");
  }
  template <class F>
  void hit(F with) {
    attempts_before_ = w.coordinator->attempts();
    with();
  }
  void hit(victim v, std::size_t time) {
    hit([&] {
      for (std::size_t one = 0; one < w.workers.size(); ++one)
        if (v == victim::all_for_a_while)
          w.kill(one, 3s); // more than is waited at once
        else if (v == victim::another_for_good && one == 1 + time)
          w.kill(one);
        else if (v == victim::all || (v == victim::both && one < 2)
                 || (v == victim::same_again && one == 0) || (v == victim::another && one == 1))
          w.kill_and_start(one);
    });
  }

  void ends_right() {
    // Six seconds of work, four until all are back, and nothing that was waited for in vain.
    BOOST_TEST_REQUIRE(w.pass(w.time.now() + 12s), about << "it does not end");
    const auto& result = *w.coordinator->result();
    BOOST_TEST((result.outcome == leat::job_outcome::finished), about << story_of(result));
    BOOST_TEST(w.what_.is_right(w.mine.got), about << "the result is wrong");
    leaves_nothing();
  }
  void fails_by_name(const std::string& who) {
    BOOST_TEST_REQUIRE(w.pass(w.time.now() + 2 * w.options.connect_timeout),
                       about << "it does not end");
    const auto& result = *w.coordinator->result();
    BOOST_TEST((result.outcome == leat::job_outcome::failed), about);
    BOOST_TEST(story_of(result).starts_with(who), about << story_of(result));
    leaves_nothing();
  }
  void leaves_nothing() {
    BOOST_TEST(!w.mine.stale, about << "something of an earlier attempt came");
    BOOST_TEST(w.between.budgets.fault().empty(), about << w.between.budgets.fault());
    w.time.pass(w.time.now() + 1s);
    BOOST_TEST(w.workers_are_free(), about << "a worker keeps nodes of a job that is over");
  }

  world w;
  const std::string about;

 private:
  std::size_t attempts_before_ = 0;
};

template <class F>
void at_each_moment(F tell) {
  std::uint64_t seed = 0;
  for (auto& m : moments)
    for (const auto b : {before::nothing, before::early_loss, before::later_loss})
      for (std::uint64_t n = 0; n < times; ++n)
        if (b != before::nothing || is_part_of_a_begin(m))
          tell(m, b, seed++);
}

} // namespace

BOOST_AUTO_TEST_SUITE(recovery_test)

BOOST_AUTO_TEST_CASE(workers_may_die_at_each_moment) {
  at_each_moment([](const moment& m, before b, std::uint64_t seed) {
    for (const auto v : victims) {
      story s(m, b, seed);
      s.hit(v, 0);
      if (v == victim::another_for_good && b == before::nothing && is_in_a_search(m))
        s.fails_by_name("worker 2"); // all are wanted at first
      else
        s.ends_right();
    }
  });
}

BOOST_AUTO_TEST_CASE(workers_may_die_twice_and_nothing_move_between) {
  at_each_moment([](const moment& m, before b, std::uint64_t seed) {
    for (const auto v : victims) {
      if (v == victim::another_for_good && b == before::nothing && is_in_a_search(m))
        continue;
      story s(m, b, seed);
      s.hit(v, 0);
      // the first of all that comes back is enough, and has the only part
      s.come_to(v == victim::all_for_a_while ? is<phase::deployed> : m.is_again);
      s.hit(v, 1);
      s.ends_right();
    }
  });
}

BOOST_AUTO_TEST_CASE(a_lone_worker_may_come_and_go_while_it_is_searched_for) {
  for (std::uint64_t seed = 0; seed < jobs.size(); ++seed) {
    story s(moments[0], before::later_loss, seed, 1);
    for (int n = 0; n < 4; ++n) {
      s.hit([&] { s.w.kill(0, 3s); });
      s.come_to(is<phase::finding>);
    }
    s.ends_right();
  }
}

BOOST_AUTO_TEST_CASE(without_workers_it_fails_whenever_the_last_ones_die) {
  at_each_moment([](const moment& m, before b, std::uint64_t seed) {
    story s(m, b, seed, 2);
    s.hit([&] {
      s.w.kill(0);
      s.w.kill(1);
    });
    s.fails_by_name("worker ");
  });
}

BOOST_AUTO_TEST_CASE(a_coordinator_may_die_at_each_moment_and_another_one_take_over) {
  at_each_moment([](const moment& m, before b, std::uint64_t seed) {
    story s(m, b, seed);
    s.w.coordinator.reset();
    s.w.time.pass(s.w.time.now() + s.w.of_workers.link_timeout + 1s);
    BOOST_TEST(s.w.workers_are_free(), s.about << "a worker keeps nodes");
    s.w.start_coordinator();
    s.ends_right();
  });
}

BOOST_AUTO_TEST_SUITE_END()
