// SPDX-License-Identifier: BSD-3-Clause
#include "probe_cases.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <future>
#include <iterator>
#include <set>
#include <stdexcept>

using namespace std::chrono_literals;

namespace {

using trial = probe_trial;
using ints = leat::stream<int>;

constexpr auto odd = [](int x) { return x % 2; };
constexpr auto plus = [](int a, int b) { return a + b; };
constexpr auto twice = [](int x) { return 2 * x; };
constexpr auto next_two = [](int x) { return std::vector<int>{x, x + 1}; };

std::size_t none(std::size_t) { return 0; }
std::size_t one(std::size_t) { return 1; }
std::size_t one_if_any(std::size_t n) { return std::min<std::size_t>(n, 1); }
std::size_t one_per_parity(std::size_t n) { return std::min<std::size_t>(n, 2); }
std::size_t part_of_three(std::size_t n) { return n % 3 == 0 ? 0 : 1; }
std::size_t parts_per_parity(std::size_t n) {
  return part_of_three(n / 2) + part_of_three(n - n / 2);
}

/// Throws for each third item when it sees it first.
auto fails_once() {
  return [seen = std::set<int>()](int x) mutable {
    if (x % 3 == 0 && seen.insert(x).second)
      throw std::runtime_error("not yet");
    return x;
  };
}

leat::retry_policy again_later() { return leat::retry(3, {.first = 1min, .at_most = 1min}); }

void answer(int x, const leat::completion<int>& done) { done(x); }
std::future<int> answered(int x) {
  std::promise<int> answer;
  answer.set_value(x);
  return answer.get_future();
}

/// Keeps each item for a minute.
struct keeps_a_minute {
  using output = int;
  struct state {
    std::deque<std::pair<leat::timestamp, leat::held<int>>> items;
  };
  static void on_item(int x, state& s, leat::context<int>& c) {
    s.items.emplace_back(c.now() + 1min, c.hold(x));
    c.set_timer("due", s.items.front().first);
  }
  static void on_timer(std::string_view, state& s, leat::context<int>& c) {
    for (; !s.items.empty() && s.items.front().first <= c.now(); s.items.pop_front())
      c.push(std::move(s.items.front().second));
    if (!s.items.empty())
      c.set_timer("due", s.items.front().first);
  }
};

/// Says at the end what the greatest item was.
struct greatest {
  using output = int;
  struct state {
    int most = 0;
  };
  static void on_item(int x, state& s, leat::context<int>&) { s.most = std::max(s.most, x); }
  static void on_end(state& s, leat::context<int>& c) { c.push(s.most); }
};

/// Items of two streams, those of the first a minute late.
struct first_is_late : keeps_a_minute {
  static void on_item(leat::port<0>, int x, state& s, leat::context<int>& c) {
    keeps_a_minute::on_item(x, s, c);
  }
  static void on_item(leat::port<1>, int x, state&, leat::context<int>& c) { c.push(x); }
};

void letters(trial& t, ints& s) {
  auto [letters, box] = t.p.dead_letters<int>();
  s | leat::map(fails_once()).on_error(box) | leat::discard();
  t.show(std::move(letters) | leat::map([](const leat::dead_letter<int>& l) { return l.item; }));
}

template <class Wait>
void rounds(trial& t, ints& s, Wait wait) {
  auto [again, back] = t.p.loop<int>();
  auto both = leat::merge(s, again) | std::move(wait);
  both | leat::filter([](int x) { return x >= 10; }) | leat::map([](int x) { return x - 10; })
    | back;
  t.show(std::move(both));
}

std::vector<probe_case> cases_that_leave() {
  return {
    {"map", "", [](trial& t, ints& s) { t.show(s | leat::map(twice)); }},
    {"map", "parallel", [](trial& t, ints& s) { t.show(s | leat::map(twice).parallel(3)); }},
    {"map", "parallel, ordered",
     [](trial& t, ints& s) { t.show(s | leat::map(twice).parallel(3).ordered()); }},
    {"map", "retry", [](trial& t, ints& s) {
       t.show(s | leat::map(fails_once()).on_error(again_later()));
     },
     held_back::nothing, none, false, false},
    {"filter", "", [](trial& t, ints& s) { t.show(s | leat::filter(odd)); }},
    {"filter", "converts", [](trial& t, ints& s) { t.show(s | leat::filter()); }},
    {"remove", "", [](trial& t, ints& s) { t.show(s | leat::remove(odd)); }},
    {"flat_map", "", [](trial& t, ints& s) { t.show(s | leat::flat_map(next_two)); }},
    {"flatten", "", [](trial& t, ints& s) { t.show(s | leat::map(next_two) | leat::flatten()); }},
    {"update", "", [](trial& t, ints& s) { t.show(s | leat::update([](int& x) { ++x; })); }},
    {"tap", "", [](trial& t, ints& s) { t.show(s | leat::tap([](int) {})); }},
    {"scan", "", [](trial& t, ints& s) { t.show(s | leat::scan(0, plus)); }},
    {"scan", "no init", [](trial& t, ints& s) { t.show(s | leat::scan(plus)); }},
    {"scan", "per key", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::scan(0, plus).parallel(2));
     }},
    {"take", "", [](trial& t, ints& s) { t.show(s | leat::take(5)); }},
    {"take", "per key", [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::take(5)); }},
    {"take_while", "", [](trial& t, ints& s) {
       t.show(s | leat::take_while([](int x) { return x < 5; }));
     }},
    {"skip", "", [](trial& t, ints& s) { t.show(s | leat::skip(3)); }},
    {"unique", "", [](trial& t, ints& s) { t.show(s | leat::unique(odd, 5)); }},
    {"unique", "per key", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::unique());
     }},
    {"enumerate", "", [](trial& t, ints& s) { t.show(s | leat::enumerate()); }},
    {"pluck", "", [](trial& t, ints& s) { t.show(s | leat::enumerate() | leat::pluck<1>()); }},
    {"key_by", "", [](trial& t, ints& s) { t.show(s | leat::key_by(odd)); }},
    {"by_key", "", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::scan(0, plus) | leat::by_key());
     }},
    {"values", "", [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::values()); }},
    {"partition", "timeout", [](trial& t, ints& s) {
       t.show(s | leat::partition(3, {.timeout = 1min}));
     }},
    {"partition", "timeout, per key", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::partition(3, {.timeout = 1min}));
     }},
    {"partition", "timeout, key function", [](trial& t, ints& s) {
       t.show(s | leat::partition(3, odd, {.timeout = 1min}));
     }},
    {"timed_window", "", [](trial& t, ints& s) { t.show(s | leat::timed_window(10min)); }},
    {"timed_window", "per key", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::timed_window(10min));
     }},
    {"timed_window", "behind a delay", [](trial& t, ints& s) {
       t.show(s | leat::delay(7min) | leat::timed_window(10min) | leat::delay(1min));
     }},
    {"delay", "", [](trial& t, ints& s) { t.show(s | leat::delay(1min)); }},
    {"delay", "little room", [](trial& t, ints& s) {
       t.show(s | leat::delay(1min).capacity(leat::items(4)).budget(leat::items(2)));
     }},
    {"rate_limit", "", [](trial& t, ints& s) { t.show(s | leat::rate_limit(1min)); }},
    {"rate_limit", "burst", [](trial& t, ints& s) { t.show(s | leat::rate_limit(1, 1min, 10)); }},
    {"rate_limit", "per key", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::rate_limit(1min));
     }},
    {"map_async", "futures", [](trial& t, ints& s) {
       t.show(s | leat::map_async(answered));
     },
     held_back::nothing, none, true},
    {"map_async", "completions", [](trial& t, ints& s) {
       t.show(s | leat::map_async<int>(answer));
     },
     held_back::nothing, none, true},
    {"map_async", "unordered", [](trial& t, ints& s) {
       t.show(s | leat::map_async<int>(answer, {.order = leat::async_order::unordered}));
     },
     held_back::nothing, none, true},
    {"map_async", "retry", [](trial& t, ints& s) {
       auto call = [f = fails_once()](int x, const leat::completion<int>& done) mutable {
         done(f(x));
       };
       t.show(s | leat::map_async<int>(std::move(call)).on_error(again_later()));
     },
     held_back::nothing, none, true},
    {"own_operator", "holds", [](trial& t, ints& s) {
       t.show(s | leat::op(keeps_a_minute{}));
     },
     held_back::nothing, none, false, false},
    {"own_operator", "holds per key", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::op(keeps_a_minute{}));
     },
     held_back::nothing, none, false, false},
    {"own_operator", "two inputs", [](trial& t, ints& s) {
       t.show(leat::op(first_is_late{}, s, s | leat::map(twice)));
     },
     held_back::nothing, none, false, false},
    {"dead_letters", "", letters},
    {"loop_head", "", [](trial& t, ints& s) {
       rounds(t, s, leat::map([](int x) { return x; }));
     },
     held_back::in_a_loop},
    {"loop_head", "with a delay", [](trial& t, ints& s) {
       rounds(t, s, leat::delay(1min));
     },
     held_back::in_a_loop},
  };
}

std::vector<probe_case> cases_that_stay() {
  return {
    {"fold", "",
     [](trial& t, ints& s) { t.show(s | leat::fold(0, plus)); }, held_back::for_the_end, one},
    {"fold", "per key",
     [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::fold(0, plus)); },
     held_back::for_the_end,
     one_per_parity},
    {"reduce", "",
     [](trial& t, ints& s) { t.show(s | leat::reduce(plus)); }, held_back::for_the_end, one_if_any},
    {"reduce", "per key",
     [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::reduce(plus)); },
     held_back::for_the_end,
     one_per_parity},
    {"count", "",
     [](trial& t, ints& s) { t.show(s | leat::count()); }, held_back::for_the_end, one},
    {"count", "per key", [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::count()); },
     held_back::for_the_end,
     one_per_parity},
    {"sum", "", [](trial& t, ints& s) { t.show(s | leat::sum()); }, held_back::for_the_end, one},
    {"sum", "per key", [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::sum()); },
     held_back::for_the_end,
     one_per_parity},
    {"sum", "behind a delay",
     [](trial& t, ints& s) { t.show(s | leat::delay(1min) | leat::sum()); },
     held_back::for_the_end, one},
    {"partition", "",
     [](trial& t, ints& s) { t.show(s | leat::partition(3)); },
     held_back::for_the_end, part_of_three},
    {"partition", "per key",
     [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::partition(3)); },
     held_back::for_the_end,
     parts_per_parity},
    {"partition", "key function",
     [](trial& t, ints& s) { t.show(s | leat::partition(3, odd)); },
     held_back::for_the_end, parts_per_parity},
    {"own_operator", "speaks at the end",
     [](trial& t, ints& s) { t.show(s | leat::op(greatest{})); },
     held_back::for_the_end,
     one},
  };
}

} // namespace

namespace {

struct noting {
  using output = void;
  probe_trial* trial;

  void on_item(std::vector<int> numbers, leat::context<void>& c) const {
    trial->items_after_end = trial->items_after_end || trial->ends > 0;
    if (!numbers.empty())
      trial->out.push_back(
        {std::move(numbers), trial->sim ? trial->sim->now().time_since_epoch() : leat::duration{}});
    if (trial->most && trial->out.size() >= *trial->most)
      c.done();
  }
  void on_end(leat::context<void>&) const { ++trial->ends; }
};

struct noting_until_told {
  using output = void;
  noting note;

  void on_item(leat::port<0>, std::vector<int> numbers, leat::context<void>& c) const {
    note.on_item(std::move(numbers), c);
  }
  void on_item(leat::port<1>, int, leat::context<void>& c) const { c.done(); }
  void on_port_end(int, leat::context<void>& c) const { c.done(); }
  void on_end(leat::context<void>& c) const { note.on_end(c); }
};

} // namespace

void probe_trial::note(leat::stream<std::vector<int>> numbers) {
  if (can_be_told) {
    auto [told, in] = p.input<int>();
    enough = in;
    leat::op(noting_until_told{{this}}, std::move(numbers), told);
  } else {
    numbers | leat::op(noting{this}).named("noted");
  }
}

std::vector<probe_case> probe_cases() {
  auto cases = cases_that_leave();
  std::ranges::move(cases_that_stay(), std::back_inserter(cases));
  std::ranges::move(probe_cases_of_items(), std::back_inserter(cases));
  std::ranges::move(probe_cases_of_streams(), std::back_inserter(cases));
  std::ranges::move(probe_cases_of_time(), std::back_inserter(cases));
  return cases;
}
