// SPDX-License-Identifier: BSD-3-Clause
// A function that throws for one item, under each policy: the item is skipped, buried or tried
// again as if it had not been there, or the job fails and names it.
#pragma once

#include "checked.hpp"
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace contract {

/// What the functions of the cases call with each item.
class thrower {
 public:
  thrower() = default;
  thrower(int at, bool once) : at_(at), once_(once) {}

  void operator()(int item) const {
    if (item != at_ || (once_ && *thrown_))
      return;
    *thrown_ = true;
    throw std::runtime_error("not this one");
  }
  [[nodiscard]] bool has_thrown() const { return *thrown_; }

 private:
  std::optional<int> at_;
  bool once_ = false;
  std::shared_ptr<bool> thrown_ = std::make_shared<bool>(false);
};

namespace detail {

struct trial_result {
  std::vector<std::string> out;
  std::vector<int> letters;
  std::optional<leat::failure> failed;
};

std::string shown_as_text(const auto& x) {
  if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(x)>>)
    return std::to_string(x);
  else if constexpr (requires { x.begin(); }) {
    std::string text = "[";
    for (const auto& member : x)
      text += shown_as_text(member) + " ";
    return text + "]";
  } else if constexpr (requires { x.key; })
    return shown_as_text(x.key) + "=" + shown_as_text(x.value);
  else if constexpr (requires { x.first; })
    return shown_as_text(x.first) + "," + shown_as_text(x.second);
  else
    return std::apply([](auto&... parts) { return ((shown_as_text(parts) + ",") + ...); }, x);
}

inline const std::vector<int>& all_items() {
  static const std::vector<int> items{3, 1, 4, 1, 5, 9, 2, 6};
  return items;
}

/// Sinks take what notes an item as a fourth argument.
template <class Build, class Policy, class Note>
void build_noted(const Build& build, leat::stream<int> source, const thrower& check,
                 const Policy& policy, const Note& note) {
  if constexpr (std::is_invocable_v<const Build&, leat::stream<int>, thrower, Policy, Note>)
    build(std::move(source), check, policy, note);
  else
    build(std::move(source), check, policy) | leat::for_each(note);
}

template <class Letter = int, class Build, class Policy>
trial_result run_failing(const Build& build, const std::vector<int>& items, const thrower& check,
                         const Policy& policy, const leat::testing::simulation_options& options,
                         const std::optional<leat::restart>& on_crash = {}) {
  trial_result result;
  leat::pipeline p;
  auto source = p | leat::from_range(items);
  auto note = [&](const auto& x) { result.out.push_back(shown_as_text(x)); };
  if constexpr (std::is_same_v<Policy, leat::letter_box<Letter>>) { // the pipeline has its own
    auto [letters, box] = p.dead_letters<Letter>();
    build_noted(build, std::move(source), check, box, note);
    letters | leat::for_each([&](const leat::dead_letter<Letter>& l) {
      result.letters.push_back(l.item);
    });
  } else
    build_noted(build, std::move(source), check, policy, note);
  for (auto& node : p.graph()->nodes())
    for (auto& step : node.steps)
      if (on_crash && step.options.name == "tested") {
        step.options.on_crash = on_crash;
        step.apart = true;
      }
  leat::testing::simulation sim(p, options);
  try {
    sim.finish();
  } catch (const leat::job_failed& e) {
    result.failed = e.failures().at(0);
  }
  return result;
}

inline bool begins_with(const std::vector<std::string>& whole,
                        std::span<const std::string> part) {
  return whole.size() >= part.size() && std::equal(part.begin(), part.end(), whole.begin());
}

/// Behind the item that it crashed on the operator is a fresh one; before it, it gave what it gives
/// for the items before, without what it would give at their end. Where nothing is remembered, the
/// item is just missing: `rest`.
template <class Build>
void check_restart(const std::string& header, const std::string& place, const Build& build, int at,
                   const leat::testing::simulation_options& options,
                   const std::vector<std::string>& full, const std::vector<std::string>& rest) {
  const auto& items = all_items();
  const thrower crashing(at, false);
  const auto crashed = run_failing(build, items, crashing, leat::fail_job(), options,
                                   leat::restart{.intensity = items.size()});
  BOOST_CHECK_MESSAGE(!crashed.failed, place << " fails though it is to begin afresh");
  if (!crashing.has_thrown() || crashed.out == rest) {
    CONTRACT_CHECK("restart", header, crashing.has_thrown() || crashed.out == full,
                   place << " restarts for nothing");
    return;
  }
  const auto first = std::ranges::find(items, at);
  const auto last = std::ranges::find(std::views::reverse(items), at).base();
  const auto fresh = run_failing(build, {last, items.end()}, {}, leat::fail_job(), options).out;
  const bool ends_right = crashed.out.size() >= fresh.size()
    && std::equal(fresh.rbegin(), fresh.rend(), crashed.out.rbegin());
  CONTRACT_CHECK("restart", header, ends_right, place << " does not begin afresh");
  if (std::ranges::count(items, at) == 1 && ends_right) {
    const auto before = run_failing(build, {items.begin(), first}, {}, leat::fail_job(), options);
    const std::span given(crashed.out.data(), crashed.out.size() - fresh.size());
    BOOST_CHECK_MESSAGE(begins_with(before.out, given),
                        place << " gives something else before the restart");
  }
}

} // namespace detail

/// `build(stream, check, policy)`: the operator's function calls `check(item)` first; it is named
/// "tested". A sink's `build` has a fourth argument, to be called with each item. `header` is that
/// of the operator, `how` says more for messages. `Letter` is what the operator takes, if no int.
/// What writes to one place cannot begin afresh.
template <class Letter = int, class Build>
void check_failing(const std::string& header, const std::string& how, const Build& build,
                   bool begins_afresh = true) {
  using detail::run_failing;
  const auto& items = detail::all_items();
  const auto name = header + how;
  const auto full = run_failing(build, items, {}, leat::fail_job(), {}).out;
  BOOST_CHECK_MESSAGE(!full.empty(), name << " gives nothing");
  for (std::size_t i = 0; i < items.size(); ++i)
    for (const std::size_t size : {1U, 3U, 1024U})
      for (const bool fuse : {true, false}) {
        const leat::testing::simulation_options options{
          .seed = i, .fuse = fuse, .chunk_items = size};
        const int at = items[i];
        std::vector<int> without;
        for (const int x : items)
          if (x != at)
            without.push_back(x);
        const auto place = name + (fuse ? ", fused" : "") + ", chunks of " + std::to_string(size)
          + ", throws at " + std::to_string(at);

        const thrower skipped(at, false);
        const auto skipping = run_failing(build, items, skipped, leat::skip_item(), options);
        const auto rest = skipped.has_thrown()
          ? run_failing(build, without, {}, leat::fail_job(), options).out
          : full;
        BOOST_TEST(skipping.out == rest, boost::test_tools::per_element());
        BOOST_CHECK_MESSAGE(!skipping.failed, place << " fails though it is to be skipped");
        CONTRACT_CHECK("skip", header, skipping.out == rest,
                       place << " gives something else when skipped");

        const thrower buried(at, false);
        const auto burying =
          run_failing<Letter>(build, items, buried, leat::letter_box<Letter>(0), options);
        CONTRACT_CHECK("bury", header, burying.out == rest,
                       place << " gives something else when buried");
        const auto times = static_cast<std::size_t>(std::ranges::count(items, at));
        BOOST_CHECK_MESSAGE(burying.letters.size() == (buried.has_thrown() ? times : 0)
                              && std::ranges::count(burying.letters, at)
                                == static_cast<long>(burying.letters.size()),
                            place << " buries the wrong items");

        const thrower retried(at, true);
        const auto retrying = run_failing(build, items, retried, leat::retry(1, {}), options);
        BOOST_CHECK_MESSAGE(!retrying.failed, place << " fails though it is tried again");
        CONTRACT_CHECK("retry", header, retrying.out == full,
                       place << " gives something else when retried");

        if (begins_afresh)
          detail::check_restart(header, place, build, at, options, full, rest);

        const thrower fatal(at, false);
        const auto failing = run_failing(build, items, fatal, leat::fail_job(), options);
        BOOST_CHECK_MESSAGE(failing.failed.has_value() == fatal.has_thrown(),
                            place << (failing.failed ? " fails" : " does not fail"));
        if (failing.failed) {
          BOOST_CHECK_MESSAGE(failing.failed->node == "tested",
                              place << ": the failure names " << failing.failed->node);
          CONTRACT_CHECK("fail", header, failing.failed->item == std::to_string(at),
                         place << ": the failure names the item " << failing.failed->item);
          BOOST_CHECK_MESSAGE(failing.failed->what.find("not this one") != std::string::npos,
                              place << ": the failure says " << failing.failed->what);
        }
      }
}

} // namespace contract
