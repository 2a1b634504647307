// SPDX-License-Identifier: BSD-3-Clause
#include "random_pipeline.hpp"

#include <array>
#include <chrono>
#include <iterator>
#include <random>
#include <sstream>

namespace random_pipelines {

using namespace std::chrono_literals;

const std::vector<step>& all_steps() {
  static const std::vector<step> all = [] {
    std::vector<step> made;
    for (const auto& family : {item_steps(), call_steps(), group_steps(), keyed_steps(),
                               stream_steps(), time_steps()})
      made.insert(made.end(), family.begin(), family.end());
    return made;
  }();
  return all;
}

namespace {

constexpr std::size_t most_items = 2500; // what waits for another branch fits into an edge's budget

flow interpret_one(const used_step& used, flow in) {
  const step& s = all_steps()[used.which];
  if (!in.ordered && s.order == input_order::matters)
    throw left_open();
  const bool ordered = in.ordered;
  const bool at_once = in.items.empty();
  flow out = s.interpret(std::move(in), used.with);
  out.ordered = out.ordered && (ordered || at_once || out.items.size() < 2);
  if (out.items.size() > most_items)
    throw left_open();
  return out;
}

class generator {
 public:
  generator(std::uint64_t seed, bool in_virtual_time) : random_(seed) {
    made_.seed = seed;
    made_.in_virtual_time = in_virtual_time;
  }

  random_pipeline make() {
    add_input();
    made_.from = made_.in_virtual_time ? source::input : static_cast<source>(below(5));
    made_.to = static_cast<sink>(below(4));
    flow now = made_.input;
    for (std::size_t left = 1 + below(8); left > 0;) {
      const auto used = any_step();
      try {
        flow next = interpret_one(used, now);
        if (now.items.size() > 2 && next.items.size() <= 2 && left > 1 && !once_in(4))
          continue; // mostly at last, else there is little to see
        now = std::move(next);
      } catch (const left_open&) {
        continue; // another one
      }
      made_.steps.push_back(used);
      --left;
    }
    return std::move(made_);
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  bool once_in(std::size_t n) { return below(n) == 0; }

  void add_input() {
    static constexpr std::array edges{std::size_t(0), std::size_t(1), std::size_t(2)};
    const std::size_t n = once_in(6)          ? edges[below(edges.size())]
      : !made_.in_virtual_time && once_in(40) ? 1020 + below(81)
                                              : below(51);
    const int different = once_in(2) ? 10 : 9000;
    static constexpr std::array gaps{0ms, 0ms, 10ms, 20ms, 40ms, 100ms};
    duration at{};
    for (std::size_t i = 0; i < n; ++i) {
      if (made_.in_virtual_time)
        at += gaps[below(gaps.size())];
      made_.input.items.push_back({at, static_cast<int>(below(different))});
    }
    made_.input.end = made_.in_virtual_time ? at + gaps[below(gaps.size())] : at;
  }

  std::size_t any_number() {
    static constexpr std::array edges{std::size_t(0), std::size_t(1), std::size_t(2),
                                      std::size_t(1023), std::size_t(1024), std::size_t(1025)};
    const std::size_t items = made_.input.items.size();
    switch (below(4)) {
    case 0:
      return edges[below(edges.size())];
    case 1:
      return items + below(3) - std::min<std::size_t>(items, 1);
    default:
      return below(12);
    }
  }

  duration any_time(clock c) {
    static constexpr std::array times{10ms, 25ms, 35ms, 65ms, 105ms, 1000ms};
    if (made_.in_virtual_time)
      return times[below(times.size())];
    return c == clock::shift ? duration(10us) : duration(1h);
  }

  used_step any_step() {
    for (;;) {
      const std::size_t which = below(all_steps().size());
      const clock c = all_steps()[which].time;
      if (c != (made_.in_virtual_time ? clock::never_virtual : clock::virtual_only))
        return {which, {any_number(), below(12), any_time(c)}};
    }
  }

  std::mt19937_64 random_;
  random_pipeline made_;
};

void write(std::ostream& text, const flow& f, bool with_times) {
  text << f.items.size() << (f.ordered ? " items:" : " items in any order:");
  for (const auto& t : f.items) {
    text << ' ' << t.value;
    if (with_times)
      text << '@' << t.at / 1us << "us";
  }
  if (with_times)
    text << ", end @" << f.end / 1us << "us";
  text << '\n';
}

} // namespace

random_pipeline random_pipeline_of(std::uint64_t seed, bool in_virtual_time) {
  return generator(seed, in_virtual_time).make();
}

flow interpret(const random_pipeline& p) {
  flow now = p.input;
  for (const auto& used : p.steps)
    now = interpret_one(used, std::move(now));
  return now;
}

std::string to_text(const random_pipeline& p) {
  static constexpr std::array sources{"from_range", "from_generator", "from_coroutine",
                                      "from_lines", "input"};
  static constexpr std::array sinks{"collect_into", "to_vector", "for_each", "to_stream"};
  std::ostringstream text;
  text << "  " << sources[static_cast<std::size_t>(p.from)] << " of ";
  write(text, p.input, p.in_virtual_time);
  for (const auto& used : p.steps) {
    const step& s = all_steps()[used.which];
    text << "  | " << s.name << " (n " << used.with.n << ", m " << used.with.m;
    if (s.time != clock::immaterial && s.time != clock::never_virtual)
      text << ", " << used.with.time / 1us << "us";
    text << ")\n";
  }
  text << "  | " << sinks[static_cast<std::size_t>(p.to)] << '\n';
  return text.str();
}

std::string to_text(const random_pipeline& p, const flow& f) {
  std::ostringstream text;
  write(text, f, p.in_virtual_time);
  return text.str();
}

} // namespace random_pipelines
