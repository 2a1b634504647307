// SPDX-License-Identifier: BSD-3-Clause
// Operators with a function that decides or folds, sinks and sources.
#include "failing.hpp"

#include <chrono>
#include <memory>
#include <ostream>
#include <streambuf>
#include <string>
#include <utility>

using contract::check_failing;
using namespace std::chrono_literals;

namespace {

template <class Build>
contract::detail::trial_result run_source(const Build& build, const contract::thrower& check,
                                          const leat::retry_policy& policy,
                                          const leat::testing::simulation_options& options) {
  contract::detail::trial_result result;
  leat::pipeline p;
  build(p, check, policy)
    | leat::for_each([&](int x) { result.out.push_back(std::to_string(x)); });
  leat::testing::simulation sim(p, options);
  try {
    sim.finish();
  } catch (const leat::job_failed& e) {
    result.failed = e.failures().at(0);
  }
  return result;
}

/// A source has no item that it could skip or bury. `build(pipeline, check, policy)`: it gives all
/// items and calls `check(item)` before it gives one.
template <class Build>
void check_failing_source(const std::string& header, const Build& build) {
  std::vector<std::string> full;
  for (const int x : contract::detail::all_items())
    full.push_back(std::to_string(x));
  for (std::size_t i = 0; i < full.size(); ++i)
    for (const std::size_t size : {1U, 3U, 1024U})
      for (const bool fuse : {true, false}) {
        const leat::testing::simulation_options options{
          .seed = i, .fuse = fuse, .chunk_items = size};
        const int at = contract::detail::all_items()[i];
        const contract::thrower once(at, true);
        const auto retrying = run_source(build, once, leat::retry(1, {}), options);
        BOOST_TEST(once.has_thrown());
        CONTRACT_CHECK("retry", header, retrying.out == full && !retrying.failed,
                       header << " gives something else when it threw at " << at);
        const contract::thrower always(at, false);
        const auto failing = run_source(build, always, leat::retry(1, {}), options);
        CONTRACT_CHECK("fail", header,
                       failing.failed && failing.failed->node == "tested"
                         && failing.failed->what.find("not this one") != std::string::npos,
                       header << " does not fail as it should at " << at);
      }
}

/// A number that cannot always be written.
struct printed {
  int number;
  contract::thrower check;
  explicit(false) operator int() const { return number; } // as failures name it
  friend std::ostream& operator<<(std::ostream& out, const printed& p) {
    p.check(p.number);
    return out << p.number;
  }
};

/// A stream that calls a function with each number that is a line of it.
template <class Note>
class noting_stream : std::streambuf, public std::ostream {
 public:
  explicit noting_stream(Note note) : std::ostream(this), note_(std::move(note)) {}

 private:
  int overflow(int c) override {
    if (c == '\n')
      note_(std::stoi(std::exchange(line_, {})));
    else
      line_ += static_cast<char>(c);
    return c;
  }

  Note note_;
  std::string line_;
};

leat::generator<int> all_checked(contract::thrower check) {
  for (const int x : contract::detail::all_items()) {
    check(x);
    co_yield x;
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(failing_others_test)

BOOST_AUTO_TEST_CASE(skip_while) {
  check_failing("skip_while", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::skip_while([check](int x) { return check(x), x != 5; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(distinct_until_changed) {
  check_failing("distinct_until_changed", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::distinct_until_changed([check](int x) { return check(x), x % 2; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(scan_output) {
  check_failing("scan_output", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::scan_output(0, [check](int& last, int x) {
          check(x);
          return x - std::exchange(last, x);
        }).named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(reduce) {
  check_failing("reduce", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::reduce([check](int all, int x) { return check(x), 10 * all + x; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(for_each) {
  check_failing("for_each", "", [](auto s, auto check, auto policy, auto note) {
    std::move(s)
      | leat::for_each([check, note](int x) { check(x), note(x); })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(to_stream) {
  const auto build = [](auto s, auto check, auto policy, auto note) {
    const auto out = std::make_shared<noting_stream<decltype(note)>>(note);
    std::move(s)
      | leat::map([check, out](int x) { return printed{x, check}; }) // and keeps the stream alive
      | leat::to_stream(*out).named("tested").on_error(policy);
  };
  check_failing<printed>("to_stream", "", build, false);
}

BOOST_AUTO_TEST_CASE(from_generator) {
  check_failing_source("from_generator", [](auto& p, auto check, auto policy) {
    const auto next = [check, i = 0U]() mutable -> std::optional<int> {
      const auto& all = contract::detail::all_items();
      if (i == all.size())
        return std::nullopt;
      check(all[i]);
      return all[i++];
    };
    return p | leat::from_generator(next).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(from_coroutine) {
  check_failing_source("from_coroutine", [](auto& p, auto check, auto policy) {
    return p
      | leat::from_coroutine([check] { return all_checked(check); })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(from_periodic) {
  check_failing_source("from_periodic", [](auto& p, auto check, auto policy) {
    const auto next = [check, i = 0U]() mutable {
      const auto& all = contract::detail::all_items();
      check(all.at(i));
      return all[i++];
    };
    return p | leat::from_periodic(1s, next).named("tested").on_error(policy)
      | leat::take(contract::detail::all_items().size());
  });
}

BOOST_AUTO_TEST_SUITE_END()
