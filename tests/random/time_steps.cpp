// SPDX-License-Identifier: BSD-3-Clause
// Operators that look at the clock.
#include "steps.hpp"
#include <leat/leat.hpp>

#include <optional>
#include <utility>

namespace random_pipelines {

namespace {

constexpr auto hash = [](const std::vector<int>& numbers) { return hashed(numbers); };

/// Every `every` what came since, those that `gather` leaves of it.
template <class Gather>
flow windows(const flow& in, duration every, Gather gather) {
  flow out{{}, in.end};
  std::size_t i = 0;
  duration tick = every;
  for (; tick < in.end; tick += every) {
    std::vector<int> window;
    for (; i < in.items.size() && in.items[i].at < tick; ++i)
      gather(window, in.items[i].value);
    if (i < in.items.size() && in.items[i].at == tick)
      throw left_open(); // it may be in either
    out.items.push_back({tick, hashed(window)});
  }
  if (tick == in.end)
    throw left_open();
  std::vector<int> rest;
  for (; i < in.items.size(); ++i)
    gather(rest, in.items[i].value);
  if (!rest.empty())
    out.items.push_back({in.end, hashed(rest)});
  return out;
}

void gather_all(std::vector<int>& window, int x) { window.push_back(x); }

template <bool last>
void gather_unique(std::vector<int>& window, int x) {
  const auto same =
    std::find_if(window.begin(), window.end(), [x](int y) { return y % 5 == x % 5; });
  if (same != window.end() && !last)
    return;
  if (same != window.end())
    window.erase(same);
  window.push_back(x);
}

constexpr auto mod_5 = [](int x) { return x % 5; };

flow debounced(const flow& in, duration quiet) {
  flow out{{}, in.end};
  for (std::size_t i = 0; i < in.items.size(); ++i) {
    const auto due = in.items[i].at + quiet;
    const bool last = i + 1 == in.items.size();
    if (last || in.items[i + 1].at >= due)
      out.items.push_back({last ? std::min(due, in.end) : due, in.items[i].value});
  }
  return out;
}

flow sampled(const flow& in, duration every) {
  flow out{{}, in.end};
  for (std::size_t i = 0; i < in.items.size(); ++i) {
    const auto interval = in.items[i].at / every;
    if (i + 1 < in.items.size() && in.items[i + 1].at / every == interval)
      continue;
    out.items.push_back({std::min((interval + 1) * every, in.end), in.items[i].value});
  }
  return out;
}

flow throttled(flow in, duration interval) {
  std::optional<duration> next;
  std::erase_if(in.items, [&](const timed& t) {
    if (next && t.at < *next)
      return true;
    next = t.at + interval;
    return false;
  });
  return in;
}

flow spaced(flow in, duration apart, std::size_t burst) {
  duration full_at{}; // when the bucket is full again
  for (auto& t : in.items) {
    t.at = std::max(t.at, full_at - static_cast<long>(burst - 1) * apart);
    full_at = std::max(full_at, t.at) + apart;
    in.end = std::max(in.end, t.at);
  }
  return in;
}

/// A sign, 3, in each silence.
flow with_signs(const flow& in, duration longest) {
  flow out{{}, in.end};
  duration last{};
  const auto until = [&](duration t) {
    while ((last += longest) < t)
      out.items.push_back({last, 3});
    if (last == t)
      throw left_open();
    last = t;
  };
  for (const auto& t : in.items) {
    until(t.at);
    out.items.push_back(t);
  }
  until(in.end);
  return out;
}

/// When nothing came for `longest`, if that happens.
std::optional<duration> silence(const flow& in, duration longest) {
  duration last{};
  for (std::size_t i = 0; i <= in.items.size(); ++i) {
    const auto next = i < in.items.size() ? in.items[i].at : in.end;
    if (next == last + longest)
      throw left_open();
    if (next > last + longest)
      return last + longest;
    last = next;
  }
  return std::nullopt;
}

constexpr auto fallback = [](int x) { return mixed(9, x); };

flow switched(const flow& in, duration longest) {
  const auto at = silence(in, longest);
  if (!at)
    return in;
  flow out{{}, std::max(*at, in.end)};
  for (const auto& t : in.items)
    if (t.at < *at)
      out.items.push_back(t);
  for (const auto& t : in.items)
    out.items.push_back({std::max(t.at, *at), fallback(t.value)});
  return out;
}

/// Sections of up to `n` items, or of what came within `timeout` of the first one.
flow sections(const flow& in, std::size_t n, duration timeout) {
  flow out{{}, in.end};
  std::vector<int> group;
  duration due{};
  const auto give = [&](duration at) {
    out.items.push_back({at, hashed(group)});
    group.clear();
  };
  for (auto [at, x] : in.items) {
    if (!group.empty() && due == at)
      throw left_open();
    if (!group.empty() && due < at)
      give(due);
    if (group.empty())
      due = at + timeout;
    group.push_back(x);
    if (group.size() == n)
      give(at);
  }
  if (!group.empty())
    give(std::min(due, in.end));
  return out;
}

flow forgetful(flow in, duration after) {
  std::vector<timed> seen;
  std::erase_if(in.items, [&](const timed& t) {
    const auto known =
      std::find_if(seen.begin(), seen.end(), [&](auto& s) { return s.value == t.value; });
    if (known == seen.end()) {
      seen.push_back(t);
      return false;
    }
    const auto before = std::exchange(known->at, t.at);
    if (t.at == before + after)
      throw left_open();
    return t.at < before + after;
  });
  return in;
}

std::size_t size(const parameters& p) { return std::max<std::size_t>(p.n, 1); }

} // namespace

std::vector<step> time_steps() {
  return {
    {"delay", [](site s) -> ints { return std::move(s.in) | leat::delay(s.with.time); },
     [](flow in, const parameters& p) {
       for (auto& t : in.items)
         t.at += p.time;
       if (!in.items.empty())
         in.end = std::max(in.end, in.items.back().at);
       return in;
     },
     input_order::immaterial, clock::shift},
    {"debounce", [](site s) -> ints { return std::move(s.in) | leat::debounce(s.with.time); },
     [](flow in, const parameters& p) { return debounced(in, p.time); }, input_order::matters,
     clock::window},
    {"sample", [](site s) -> ints { return std::move(s.in) | leat::sample(s.with.time); },
     [](flow in, const parameters& p) { return sampled(in, p.time); }, input_order::matters,
     clock::window},
    {"throttle_first",
     [](site s) -> ints { return std::move(s.in) | leat::throttle_first(s.with.time); },
     [](flow in, const parameters& p) { return throttled(std::move(in), p.time); },
     input_order::matters, clock::window},
    {"timed_window",
     [](site s) -> ints {
       return std::move(s.in) | leat::timed_window(s.with.time) | leat::map(hash);
     },
     [](flow in, const parameters& p) { return windows(in, p.time, gather_all); },
     input_order::matters, clock::window},
    {"timed_window_unique",
     [](site s) -> ints {
       return std::move(s.in) | leat::timed_window_unique(s.with.time, mod_5) | leat::map(hash);
     },
     [](flow in, const parameters& p) { return windows(in, p.time, gather_unique<false>); },
     input_order::matters, clock::window},
    {"timed_window_unique, the last",
     [](site s) -> ints {
       return std::move(s.in) | leat::timed_window_unique(s.with.time, mod_5, leat::keep_last)
         | leat::map(hash);
     },
     [](flow in, const parameters& p) { return windows(in, p.time, gather_unique<true>); },
     input_order::matters, clock::window},
    {"partition with a timeout",
     [](site s) -> ints {
       return std::move(s.in) | leat::partition(size(s.with), {.timeout = s.with.time})
         | leat::map(hash);
     },
     [](flow in, const parameters& p) { return sections(in, size(p), p.time); },
     input_order::matters, clock::window},
    {"unique that expires",
     [](site s) -> ints { return std::move(s.in) | leat::unique().expire_after(s.with.time); },
     [](flow in, const parameters& p) { return forgetful(std::move(in), p.time); },
     input_order::matters, clock::window},
    {"rate_limit", [](site s) -> ints { return std::move(s.in) | leat::rate_limit(s.with.time); },
     [](flow in, const parameters& p) { return spaced(std::move(in), p.time, 1); },
     input_order::matters, clock::virtual_only},
    {"rate_limit with a burst",
     [](site s) -> ints {
       return std::move(s.in) | leat::rate_limit(1, s.with.time, 1 + s.with.n % 5);
     },
     [](flow in, const parameters& p) { return spaced(std::move(in), p.time, 1 + p.n % 5); },
     input_order::matters, clock::virtual_only},
    {"rate_limit, a high one",
     [](site s) -> ints {
       return std::move(s.in) | leat::rate_limit(1000, std::chrono::milliseconds(1), 100);
     },
     [](flow in, const parameters&) { return in; }, input_order::immaterial,
     clock::never_virtual},
    {"timeout that does not pass",
     [](site s) -> ints { return std::move(s.in) | leat::timeout(s.with.time); },
     [](flow in, const parameters& p) {
       return silence(in, p.time) ? throw left_open() : in; // it would fail
     },
     input_order::matters, clock::window},
    {"timeout with a fallback",
     [](site s) -> ints {
       return s.in | leat::timeout(s.with.time, s.in | leat::map(fallback));
     },
     [](flow in, const parameters& p) { return switched(in, p.time); }, input_order::matters,
     clock::window},
    {"keep_alive",
     [](site s) -> ints { return std::move(s.in) | leat::keep_alive(s.with.time, 3); },
     [](flow in, const parameters& p) { return with_signs(in, p.time); }, input_order::matters,
     clock::window},
    {"with_time",
     [](site s) -> ints {
       return std::move(s.in) | leat::with_time() | leat::map([](leat::timestamp at, int x) {
                return mixed(static_cast<int>(at.time_since_epoch().count() / 1'000'000 % modulus),
                             x);
              });
     },
     [](flow in, const parameters&) {
       for (auto& t : in.items)
         t.value = mixed(static_cast<int>(t.at.count() / 1'000'000 % modulus), t.value);
       return in;
     },
     input_order::immaterial, clock::virtual_only},
    {"with_time | pluck",
     [](site s) -> ints { return std::move(s.in) | leat::with_time() | leat::pluck<1>(); },
     [](flow in, const parameters&) { return in; }, input_order::immaterial},
  };
}

} // namespace random_pipelines
