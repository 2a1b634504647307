// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace leat {

/// One failure: where it happened, with which item, and why.
struct failure {
  std::string node{};           ///< name of the operator's node
  std::string op{};             ///< what kind of operator, as in "map"
  std::string item{};           ///< the item, where it can be printed
  std::string what{};           ///< message of the exception
  std::source_location where{}; ///< where the operator was written
  int attempts = 1;             ///< how often it was tried
  std::exception_ptr cause{};
};

/// "map 'invert' failed on item 0: no inverse of zero (main.cpp:12)".
std::string to_text(const failure& f);

/// The message of an exception, whatever its type.
std::string message_of(const std::exception_ptr& error);

/// An item that could not be handled, and why; see `pipeline::dead_letters`.
template <class T>
struct dead_letter {
  T item;
  failure why;
};

/// Waiting times between attempts: `first`, then `factor` times longer each time, at most
/// `at_most`. Each is shorter by a random part, up to the fraction `jitter` (0 to 1) of it, so that
/// what failed together does not come back together.
struct backoff {
  duration first = std::chrono::milliseconds(100);
  double factor = 2.0;
  duration at_most = std::chrono::seconds(10);
  double jitter = 0.0;

  /// `random` is any number, for the jitter.
  [[nodiscard]] duration before_attempt(int attempt, std::uint64_t random = 0) const;
};

/// What is done with an item whose function throws.
struct error_policy {
  enum class action { fail,
                      skip,
                      dead_letter };
  action last = action::fail; // when there are no more attempts
  int retries = 0;
  backoff wait{};
};

/// The job fails (the default).
[[nodiscard]] inline error_policy fail_job() { return {}; }
/// The item is dropped and counted as failed.
[[nodiscard]] inline error_policy skip_item() { return {.last = error_policy::action::skip}; }

/// A policy that tries again, up to n times, before another one takes over.
struct retry_policy {
  error_policy policy;
  [[nodiscard]] retry_policy then(error_policy last) const {
    return {{.last = last.last, .retries = policy.retries, .wait = policy.wait}};
  }
};
/// Tries an item again, up to `n` times, waiting in between; items behind it wait too. Then the job
/// fails, or
/// `.then(policy)` decides.
[[nodiscard]] retry_policy retry(int n, backoff wait = {});

/// What an operator does after it told its host of a failure.
enum class verdict {
  skip,   // go on with the next item
  letter, // push a dead letter, then go on with the next item
  stop,   // the item is used up; touch no further one: the node has failed
  wait,   // leave the item where it is and return `progress::again`
};

template <class T>
concept printable_with_to_string = requires(const T& x) {
  { std::to_string(x) } -> std::convertible_to<std::string>;
};

/// The item as text: numbers and strings; empty for what cannot be printed.
template <class T>
std::string describe_item(const T& item) {
  if constexpr (std::same_as<T, bool>)
    return item ? "true" : "false";
  else if constexpr (std::same_as<T, char>)
    return std::string(1, item);
  else if constexpr (printable_with_to_string<T>)
    return std::to_string(item);
  else if constexpr (std::convertible_to<const T&, std::string_view>) {
    const std::string_view text = item;
    std::string shown(text.substr(0, 200));
    if (text.size() > shown.size())
      shown.append("...");
    return shown;
  } else
    return {};
}

} // namespace leat
