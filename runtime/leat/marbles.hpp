// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/input.hpp>
#include <leat/marble_text.hpp>
#include <leat/own.hpp>
#include <leat/simulation.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leat::testing {

/// An item, and when it is there.
struct marble {
  duration at{};
  std::string text{};
  friend bool operator==(const marble&, const marble&) = default;
};

/// A stream in one line of text, as pictures of operators show it:
///
///     "1   2   [3,4]   5|"
///
/// The column of a word says when it is there; a column is a second, if nothing else is said. A
/// word is an item: a number, a text, `[1,2]` a range, `(1,a)` a pair or tuple, `a:1` one with a
/// key, `-` an empty optional. `1&2` are two items of one moment. `|` is the end and `!` a failure,
/// behind an item (at its moment) or in a column of its own. Without either the stream stays open,
/// and is looked at up to the last column, blanks included.
struct marble_lane {
  marble_lane() = default;
  /// Throws `std::invalid_argument` if something stands behind the end.
  explicit(false) marble_lane(std::string_view text, duration column = std::chrono::seconds(1));
  explicit(false) marble_lane(const char* text) : marble_lane(std::string_view(text)) {}

  std::vector<marble> items{};
  std::optional<duration> end{};
  std::optional<duration> failure{};
  duration length{}; ///< of the text

  /// Equal items at equal times, and the same end.
  friend bool operator==(const marble_lane& a, const marble_lane& b) {
    return a.items == b.items && a.end == b.end && a.failure == b.failure;
  }
  /// As text again; what is too long for its columns moves what follows.
  [[nodiscard]] std::string to_text(duration column = std::chrono::seconds(1)) const;
  friend std::ostream& operator<<(std::ostream& out, const marble_lane& lane);
};

/// Pushes what lanes say into a pipeline, in virtual time, and notes what comes out.
class marble_run {
 public:
  /// A stream of what the lane says.
  template <class T>
  stream<T> feed(pipeline& p, const marble_lane& lane) {
    auto [items, in] = p.input<T>();
    for (const auto& m : lane.items)
      at(m.at, [in = in, text = m.text] { static_cast<void>(in.push(read_marble<T>(text))); });
    if (lane.end)
      at(*lane.end, [in = in] { in.close(); });
    else if (lane.failure)
      at(*lane.failure, [in = in] { in.fail(lane_failure()); });
    else
      at(lane.length, [in = in] {}); // which keeps it open
    if (!lane.end && !lane.failure)
      stop_at(lane.length);
    return items;
  }
  template <class S>
  void note(S&& s) {
    if constexpr (std::is_void_v<typename std::remove_cvref_t<S>::key_type>)
      note_items(std::forward<S>(s));
    else
      note_items(std::forward<S>(s) | map([](const auto& x) { return x; }));
  }
  /// The run is over at this moment, if it has not ended before.
  void stop_at(duration when) { until_ = std::max(when, until_.value_or(when)); }
  /// Runs the pipeline to its end, or up to the last column of a lane that stays open.
  marble_lane run(pipeline& p, const simulation_options& options);

 private:
  template <class T>
  struct noting {
    using output = void;
    marble_run* into;
    void on_item(const T& x, context<void>&) const { into->add(marble_text(x)); }
    void on_end(context<void>&) const { into->add_end(); }
  };

  template <stream_like S>
  void note_items(S&& s) {
    std::forward<S>(s) | op(noting<typename std::remove_cvref_t<S>::item_type>{this});
  }
  void at(duration when, std::function<void()> what) { due_.emplace(when, std::move(what)); }
  void add(std::string text);
  void add_end();
  [[nodiscard]] static std::exception_ptr lane_failure();

  std::multimap<duration, std::function<void()>> due_;
  std::optional<duration> until_;
  const simulation* clock_ = nullptr;
  marble_lane out_;
};

/// What comes out of a spec, or of a function of a stream, for what the lane says.
///
///     through("1 2 3|", leat::map(twice)) == "2 4 6|"
///
/// In gives the type of the items. Throws what `marble_lane` and `read_marble` throw.
template <class In = int, class What>
marble_lane through(const marble_lane& in, What what, const simulation_options& options = {}) {
  pipeline p;
  marble_run run;
  run.note(run.feed<In>(p, in) | std::move(what));
  return run.run(p, options);
}

/// The same for a function of two streams.
template <class A = int, class B = A, class F>
marble_lane through(const marble_lane& a, const marble_lane& b, F of,
                    const simulation_options& options = {}) {
  pipeline p;
  marble_run run;
  auto first = run.feed<A>(p, a);
  run.note(of(std::move(first), run.feed<B>(p, b)));
  return run.run(p, options);
}

/// What a source (`pipeline | spec`) gives until `until`, or its end.
template <class What>
marble_lane from(What source, duration until, const simulation_options& options = {}) {
  pipeline p;
  marble_run run;
  run.note(p | std::move(source));
  run.stop_at(until);
  return run.run(p, options);
}

} // namespace leat::testing
