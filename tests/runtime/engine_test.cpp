// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/spinning_policy.hpp"
#include "pipelines.hpp"
#include "runtime/engine_state.hpp"

#include <boost/test/unit_test.hpp>
#include <stdlib.h>

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace {

int sum_of_hundred(leat::engine& on) {
  int sum = 0;
  leat::pipeline p;
  p | leat::from_range(std::vector<int>(100, 1))
    | leat::map([](int x) { return x * 2; }).own_actor()
    | leat::for_each([&](int x) { sum += x; }).own_actor();
  leat::run(p, on);
  return sum;
}

/// How many nodes a source, two operators and a sink in one expression become.
std::size_t nodes_of_a_pipe(leat::engine::options with) {
  leat::engine engine{std::move(with)};
  leat::pipeline p;
  p | leat::from_values(1, 2) | leat::map([](int x) { return x; })
    | leat::filter([](int x) { return x > 1; }) | leat::discard();
  leat::job job = leat::start(p, engine);
  job.wait();
  return job.metrics().nodes.size();
}

/// Set as long as this object lives.
class environment_variable {
 public:
  environment_variable(const char* name, const char* value) : name_(name) {
    ::setenv(name, value, 1);
  }
  environment_variable(const environment_variable&) = delete;
  environment_variable& operator=(const environment_variable&) = delete;
  ~environment_variable() { ::unsetenv(name_); }

 private:
  const char* name_;
};

caf::timespan spin_of_scheduler(leat::engine::options with) {
  leat::engine_state engine{std::move(with)};
  return caf::get_or(engine.system().config(), leat::spinning_policy::spin_setting,
                     caf::timespan(0));
}

} // namespace

BOOST_AUTO_TEST_SUITE(engine_test)

BOOST_AUTO_TEST_CASE(threads_spin_until_there_is_work_or_the_engine_ends) {
  for (const leat::duration spin : {leat::duration(-1h), leat::duration(0), leat::duration(1h)}) {
    leat::engine engine{{.spin = spin}};
    BOOST_TEST(sum_of_hundred(engine) == 200);
  }
}

BOOST_AUTO_TEST_CASE(one_engine_for_many_jobs_at_once) {
  leat::engine engine{{.threads = 1}};
  std::vector<leat::job> jobs;
  std::vector<int> sums(20);
  for (auto& sum : sums) {
    leat::pipeline p;
    p | leat::from_range(std::vector<int>(1000, 1)) | leat::map([](int x) { return x; }).own_actor()
      | leat::for_each([&](int x) { sum += x; }).own_actor();
    jobs.push_back(leat::start(p, engine));
  }
  for (auto& job : jobs)
    job.wait();
  for (int sum : sums)
    BOOST_TEST(sum == 1000);
}

BOOST_AUTO_TEST_CASE(fuse_is_an_option) {
  BOOST_TEST(nodes_of_a_pipe({.fuse = true}) == 1);
  BOOST_TEST(nodes_of_a_pipe({.fuse = false}) == 4);
}

BOOST_AUTO_TEST_CASE(each_operator_counts_its_drops_on_demand) {
  for (const bool on_demand : {true, false}) {
    leat::engine engine{{.count_every_operator = on_demand}};
    leat::pipeline p;
    p | leat::from_values(1, 2, 3, 4, 5) | leat::filter([](int x) { return x % 2 == 1; })
      | leat::skip(1) | leat::discard();
    leat::job job = leat::start(p, engine);
    job.wait();
    const auto seen = job.metrics();
    BOOST_TEST(seen.nodes.size() == (on_demand ? 4U : 1U));
    if (on_demand) {
      BOOST_TEST(seen.node("filter").items_in == 5U);
      BOOST_TEST(seen.node("filter").dropped.at("filter") == 2U);
      BOOST_TEST(seen.node("skip").items_in == 3U);
      BOOST_TEST(seen.node("skip").dropped.at("skip") == 1U);
      BOOST_TEST(seen.node("discard").items_in == 2U);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_environment_can_keep_engines_from_fusing) {
  for (const char* no : {"off", "0", "false"}) {
    const environment_variable set("LEAT_FUSE", no);
    BOOST_TEST(nodes_of_a_pipe({.fuse = true}) == 4);
  }
  for (const char* other : {"", "on", "1"}) {
    const environment_variable set("LEAT_FUSE", other);
    BOOST_TEST(nodes_of_a_pipe({.fuse = true}) == 1);
    BOOST_TEST(nodes_of_a_pipe({.fuse = false}) == 4);
  }
  BOOST_TEST(nodes_of_a_pipe({}) == 1);
}

BOOST_AUTO_TEST_CASE(the_environment_can_keep_threads_from_spinning) {
  for (const char* no : {"off", "0", "false"}) {
    const environment_variable set("LEAT_SPIN", no);
    BOOST_TEST(spin_of_scheduler({.spin = 1h}).count() == 0);
  }
  BOOST_TEST((spin_of_scheduler({.spin = 1h}) == 1h));
  BOOST_TEST(spin_of_scheduler({}).count() > 0);
}

BOOST_AUTO_TEST_CASE(an_engine_that_goes_cancels_its_jobs) {
  std::atomic<int> seen = 0;
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::discard();
  p | endless() | leat::for_each([&](int) { ++seen; });
  std::optional<leat::engine> engine(std::in_place);
  leat::job job = leat::start(p, *engine);
  wait_until(job, [&] { return seen > 0; });
  engine.reset();
  BOOST_TEST((job.state() == leat::job_state::cancelled));
  BOOST_TEST(!in.push(1));
  job.wait();
  BOOST_TEST(job.metrics().nodes.size() == 3);
}

BOOST_AUTO_TEST_CASE(an_engine_that_is_assigned_to_cancels_its_jobs) {
  leat::engine engine, other;
  leat::pipeline p, q;
  p | endless() | leat::discard();
  q | endless() | leat::discard();
  leat::job first = leat::start(p, engine), second = leat::start(q, other);
  engine = std::move(other);
  BOOST_TEST((first.state() == leat::job_state::cancelled));
  BOOST_TEST((second.state() == leat::job_state::running));
  BOOST_TEST(sum_of_hundred(engine) == 200);
}

BOOST_AUTO_TEST_CASE(pipelines_do_not_touch_each_other) {
  leat::pipeline good, bad;
  auto [numbers, in] = good.input<int>();
  auto all = numbers | leat::map([](int x) { return x; }) | leat::to_vector();
  bad | leat::from_values(1) | leat::map([](int) -> int { throw std::runtime_error("broken"); })
    | leat::discard();
  leat::job job = leat::start(good);
  in.push(1);
  BOOST_CHECK_THROW(leat::run(bad), leat::job_failed);
  in.push(2);
  in.close();
  job.wait();
  BOOST_TEST(all.get() == (std::vector{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
