// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/for_each.hpp>
#include <leat/pipe.hpp>

#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <source_location>
#include <utility>
#include <vector>

namespace leat {

namespace detail {

/// A stream's place in the graph; its own node ends here.
template <stream_like S>
stream_position as_plain(const S& s) {
  end_left(s);
  return s.position();
}

/// Gathers what a stream gives into R, and keeps the promise when the job has ended.
template <class R, class T, class Take>
class gathered {
 public:
  gathered(const char* kind, Take take) : kind_(kind), take_(std::move(take)) {}

  template <class Left>
  std::future<R> attach(Left&& left, operator_options options) && {
    struct state {
      R result{};
      std::promise<R> promise;
    };
    auto shared = std::make_shared<state>();
    auto future = shared->promise.get_future();
    left.owner()->on_start_over([shared] { shared->result = R{}; });
    left.owner()->on_end([shared](const std::exception_ptr& reason) {
      if (reason)
        shared->promise.set_exception(reason);
      else
        shared->promise.set_value(std::move(shared->result));
    });
    if (options.name.empty())
      options.name = kind_;
    auto sink =
      for_each([shared, take = take_](T&& item) { take(shared->result, std::move(item)); });
    sink.options = std::move(options);
    if constexpr (is_keyed<T>)
      stream<T>(left.owner(), as_plain(left)) | std::move(sink);
    else
      std::forward<Left>(left) | std::move(sink);
    return future;
  }

 private:
  const char* kind_;
  Take take_;
};

} // namespace detail

struct vector_recipe {
  static constexpr const char* kind = "to_vector";
  static constexpr bool sees_keys = true;
  template <class T>
  [[nodiscard]] auto result() const {
    const auto take = [](std::vector<T>& all, T&& item) { all.push_back(std::move(item)); };
    return detail::gathered<std::vector<T>, T, decltype(take)>(kind, take);
  }
};

struct future_recipe {
  static constexpr const char* kind = "to_future";
  static constexpr bool sees_keys = true;
  template <class T>
  [[nodiscard]] auto result() const {
    const auto take = [](std::optional<T>& last, T&& item) { last = std::move(item); };
    return detail::gathered<std::optional<T>, T, decltype(take)>(kind, take);
  }
};

/// A future of all items, in order; ready when the job has ended. Throws `job_failed` or
/// `job_cancelled`. State: the items; unbounded.
[[nodiscard]] inline auto to_vector(std::source_location where = std::source_location::current()) {
  return spec(vector_recipe{}, where);
}

/// A future of the last item, if there was one; ready when the job has ended. Throws `job_failed`
/// or `job_cancelled`.
[[nodiscard]] inline auto to_future(std::source_location where = std::source_location::current()) {
  return spec(future_recipe{}, where);
}

} // namespace leat
