// SPDX-License-Identifier: BSD-3-Clause
#include "feed.hpp"

#include <algorithm>
#include <chrono>
#include <sstream>
#include <stdexcept>

using namespace std::chrono_literals;

namespace contract {

const std::vector<burst>& bursts() {
  static const std::vector<burst> all{
    {7s, {1}}, {27s, {2, 3, 4, 5}}, {47s, {6, 7}}, {13min + 7s, {8, 9, 10, 11}}, {26min, {12}}};
  return all;
}

void push(probe_trial& t, const leat::input<int>& in, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to && !t.sim->finished(); ++i) {
    t.sim->advance(bursts()[i].at - t.sim->now().time_since_epoch());
    for (const int item : bursts()[i].items)
      if (!in.push(item))
        return;
    t.sim->settle();
  }
}

namespace {

void close(probe_trial& t, const leat::input<int>& in) {
  in.close();
  t.after_close();
  t.sim->finish();
}

} // namespace

outcome feed(const probe_case& what, const leat::testing::simulation_options& options,
             const std::function<void(probe_trial&)>& prepare,
             const std::function<void()>& at_end) {
  probe_trial t;
  auto [items, in] = t.p.input<int>();
  what.build(t, items);
  t.sim.emplace(t.p, options);
  if (prepare)
    prepare(t);
  push(t, in, 0, bursts().size());
  close(t, in);
  if (at_end)
    at_end();
  return {std::move(t.out), t.ends, t.items_after_end, t.sim->now().time_since_epoch()};
}

std::optional<outcome> feed_and_restore(const probe_case& what, std::size_t after,
                                        leat::testing::simulation_options options) {
  std::vector<shown> first;
  {
    probe_trial t;
    auto [items, in] = t.p.input<int>();
    what.build(t, items);
    t.sim.emplace(t.p, options);
    push(t, in, 0, after);
    if (after < bursts().size())
      t.sim->advance(1s); // calls end
    try {
      options.restore = t.sim->save();
    } catch (const std::logic_error&) {
      return std::nullopt;
    }
    options.begins_at = t.sim->now().time_since_epoch();
    first = std::move(t.out);
  }
  probe_trial t;
  auto [items, in] = t.p.input<int>();
  what.build(t, items);
  t.sim.emplace(t.p, options);
  push(t, in, after, bursts().size());
  close(t, in);
  first.insert(first.end(), t.out.begin(), t.out.end());
  return outcome{std::move(first), t.ends, t.items_after_end, t.sim->now().time_since_epoch()};
}

std::vector<shown> comparable(const probe_case& what, std::vector<shown> out) {
  if (what.seeded_times)
    for (auto& s : out)
      s.at = {};
  std::ranges::sort(out);
  return out;
}

std::string name_of(const probe_case& what) {
  return what.header + (what.name.empty() ? "" : ", " + what.name);
}

std::string text_of(const std::vector<shown>& out) {
  std::ostringstream text;
  for (auto& s : out) {
    text << std::chrono::duration<double>(s.at).count() << "s:";
    for (const int n : s.numbers)
      text << " " << n;
    text << "; ";
  }
  return text.str();
}

} // namespace contract
