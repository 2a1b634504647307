// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines.hpp"
#include <leat/caf.hpp>

#include <caf/all.hpp>

#include <boost/test/unit_test.hpp>

namespace {

struct actor_system {
  caf::actor_system_config config;
  caf::actor_system system{config};
};

} // namespace

BOOST_AUTO_TEST_SUITE(own_system_test)

BOOST_FIXTURE_TEST_CASE(pipelines_run_beside_the_actors_of_a_program, actor_system) {
  caf::scoped_actor me{system};
  {
    leat::engine engine = leat::engine_on(system);
    leat::pipeline p;
    p | leat::from_values(1, 2, 3) | leat::map([](int x) { return x * 2; }).own_actor()
      | leat::for_each([to = caf::actor_cast<caf::actor>(me)](int x) { caf::anon_send(to, x); });
    leat::run(p, engine);
  }
  int sum = 0;
  for (int i = 0; i < 3; ++i)
    me->receive([&](int x) { sum += x; });
  BOOST_TEST(sum == 12);
}

BOOST_FIXTURE_TEST_CASE(the_engine_cancels_its_jobs_and_leaves_the_system_alone, actor_system) {
  leat::pipeline p;
  p | endless() | leat::discard();
  std::optional<leat::job> job;
  {
    leat::engine engine = leat::engine_on(system);
    job.emplace(leat::start(p, engine));
  }
  BOOST_TEST((job->state() == leat::job_state::cancelled));
  const auto echo = system.spawn([]() -> caf::behavior { return {[](int x) { return x; }}; });
  caf::scoped_actor me{system};
  me->request(echo, caf::infinite, 7)
    .receive([](int x) { BOOST_TEST(x == 7); }, [](caf::error&) { BOOST_FAIL("no answer"); });
}

BOOST_AUTO_TEST_SUITE_END()
