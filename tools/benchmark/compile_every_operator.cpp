// SPDX-License-Identifier: BSD-3-Clause
// Compiled and measured by tools/bench: a program with every operator, source and sink of
// docs/operators.md; tools/check_docs sees to it that none is missing.
#include <leat/leat.hpp>

#include <chrono>
#include <exception>
#include <future>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using ints = leat::stream<int>;

constexpr auto odd = [](int x) { return x % 2; };
constexpr auto small = [](int x) { return x < 10; };
constexpr auto plus = [](int a, int b) { return a + b; };
constexpr auto text = [](int x) { return std::to_string(x); };
constexpr auto size = [](const auto& items) { return static_cast<int>(items.size()); };
constexpr auto length = [](const std::string& line) { return static_cast<int>(line.size()); };

leat::generator<int> countdown(int from) {
  for (; from > 0; --from)
    co_yield from;
}

struct doubling {
  using output = int;
  static void on_item(int x, leat::context<int>& c) { c.push(2 * x); }
};

ints sources(leat::pipeline& p, std::istream& lines) {
  auto counter = [n = 0]() mutable { return n < 10 ? std::optional(n++) : std::nullopt; };
  auto numbers = leat::merge(
    p | leat::from_range(std::vector{1, 2, 3}), p | leat::from_values(4, 5, 6),
    p | leat::from_generator(counter), p | leat::from_coroutine([] { return countdown(5); }),
    p | leat::from_periodic(1s, [] { return 7; }) | leat::take(3),
    p | leat::from_timer(1s) | leat::map([](leat::timestamp) { return 8; }),
    p | leat::empty<int>(), p | leat::never<int>() | leat::timeout(1s, p | leat::empty<int>()),
    p | leat::failing<int>(std::make_exception_ptr(1)));
  auto texts =
    leat::merge(p | leat::from_text_file("in.txt"), p | leat::from_lines(lines),
                p | leat::from_process("ls", {}),
                p | leat::from_directory(".", 1s)
                  | leat::map([](const auto& path) { return std::string(path); }));
  auto [pushed, in] = p.input<int>();
  in.close();
  return leat::merge(numbers, texts | leat::map(length), pushed);
}

ints item_by_item(const ints& s) {
  auto few = s | leat::filter(small) | leat::remove(odd) | leat::update([](int& x) { ++x; })
    | leat::tap([](int) {}) | leat::enumerate() | leat::pluck<1>() | leat::with_time()
    | leat::pluck<1>() | leat::skip(1) | leat::take_while(small) | leat::skip_while(odd)
    | leat::slice(0, 100, 2) | leat::unique() | leat::distinct_until_changed()
    | leat::start_with(1, 2) | leat::default_if_empty(7);
  auto pairs = s | leat::pairwise() | leat::map([](int a, int b) { return a + b; });
  auto many = s | leat::flat_map([](int x) { return std::vector{x, x}; });
  auto more = s | leat::map([](int x) { return std::vector{x, x}; }) | leat::flatten();
  auto called = s | leat::map_async<int>([](int x, const leat::completion<int>& done) { done(x); });
  return leat::merge(few, pairs, many, more, called, s | leat::first(), s | leat::last(),
                     s | leat::op(doubling{}));
}

ints groups(const ints& s) {
  auto folds = leat::merge(s | leat::fold(0, plus), s | leat::reduce(plus), s | leat::sum(),
                           s | leat::min(), s | leat::max());
  auto counts = leat::merge(s | leat::count() | leat::map([](auto n) { return int(n); }),
                            s | leat::mean() | leat::map([](double x) { return int(x); }),
                            s | leat::frequencies() | leat::map(size));
  auto running = leat::merge(s | leat::scan(0, plus),
                             s | leat::scan_output(0, [](int& sum, int x) { return sum += x; }));
  auto vectors =
    leat::merge(s | leat::partition(3), s | leat::partition_unique(3), s | leat::sliding_window(3),
                s | leat::collect(s | leat::filter(odd)));
  auto keyed = s | leat::key_by(odd) | leat::scan(0, plus) | leat::by_key() | leat::values();
  return leat::merge(folds, counts, running, vectors | leat::map(size), keyed);
}

ints several(leat::pipeline& p, const ints& a, const ints& b) {
  auto [yes, no] = a | leat::split(odd);
  auto dealt = b | leat::split_by(2, odd);
  auto [left, right] = leat::zip(a, b) | leat::unzip();
  auto joined = leat::merge(leat::combine_latest(a, b), leat::zip_latest(a, b)) | leat::map(plus);
  auto [again, back] = p.loop<int>();
  auto rounds = leat::merge(leat::race(a, b), again);
  rounds | leat::filter(small) | leat::map([](int x) { return x + 1; }) | back;
  auto [letters, box] = p.dead_letters<int>();
  auto checked = a | leat::map([](int x) { return x; }).named("checked").on_error(box);
  letters | leat::discard();
  return leat::merge(yes, no, leat::merge(dealt), leat::concat(left, right), joined,
                     rounds, checked);
}

ints time(const ints& s) {
  auto windows = leat::merge(s | leat::timed_window(1s), s | leat::timed_window_unique(1s));
  return leat::merge(s | leat::delay(1s), s | leat::rate_limit(1ms), windows | leat::map(size),
                     s | leat::debounce(1s), s | leat::sample(1s), s | leat::throttle_first(1s),
                     s | leat::timeout(1h), s | leat::keep_alive(1min, 0) | leat::take(1000),
                     s | leat::buffer(3), s | leat::latest());
}

void sinks(const ints& s, std::ostream& out, std::vector<int>& into) {
  s | leat::for_each([](int) {});
  s | leat::collect_into(into);
  s | leat::to_stream(out);
  s | leat::map(text) | leat::to_text_file("out.txt");
  s | leat::map(text) | leat::to_process("cat");
  s | leat::discard();
}

} // namespace

int main() try {
  leat::pipeline p;
  std::istringstream lines("a\nb\n");
  auto numbers = sources(p, lines);
  auto all = leat::merge(item_by_item(numbers), groups(numbers), time(numbers),
                         several(p, numbers, numbers | leat::map(odd)))
               .named("all");
  std::vector<int> into;
  sinks(all, std::cout, into);
  auto every = all | leat::to_vector();
  auto last = all | leat::to_future();
  leat::job job = leat::start(p);
  auto branch = job.attach("all", [](leat::stream<int> s) { s | leat::discard(); });
  job.wait();
  std::cout << every.get().size() << ' ' << last.get().value_or(0) << '\n';
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 1;
}
