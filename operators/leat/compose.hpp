// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/dead_letters.hpp>
#include <leat/fused_run.hpp>
#include <leat/per_key.hpp>

#include <concepts>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace leat {

template <class T>
void clear_padding([[maybe_unused]] T& x) {
#ifdef __GNUC__
#if !defined(__clang__) || __has_builtin(__builtin_clear_padding)
  __builtin_clear_padding(&x);
#endif
#endif
}

/// A step that waits in the graph until it is built into an operator, seen without its type.
class kept_step {
 public:
  virtual ~kept_step() = default;
  /// Its bytes, with what its functions have captured; only its type if it is not just bytes.
  [[nodiscard]] virtual std::string image() const = 0;
  /// Several operators can be made of it.
  [[nodiscard]] virtual bool can_be_copied() const noexcept = 0;
};

template <class Step>
class kept final : public kept_step {
 public:
  explicit kept(Step step) : step_(std::move(step)) {}
  [[nodiscard]] std::string image() const override {
    if constexpr (std::is_trivially_copyable_v<Step> && std::copy_constructible<Step>) {
      Step copy(step_);
      clear_padding(copy);
      return {reinterpret_cast<const char*>(&copy), sizeof(Step)};
    } else {
      return typeid(Step).name();
    }
  }
  [[nodiscard]] bool can_be_copied() const noexcept override {
    return std::copy_constructible<Step>;
  }
  /// A copy for one instance; what cannot be copied is given away, once.
  [[nodiscard]] Step take() {
    if constexpr (std::copy_constructible<Step>)
      return step_;
    else
      return std::move(step_);
  }

 private:
  Step step_;
};

/// By a plain pointer to what is known without its type: a shared pointer to each type would be
/// compiled for each.
template <class Step>
std::unique_ptr<kept_step> keep_step(Step step) {
  return std::unique_ptr<kept_step>(new kept<Step>(std::move(step)));
}

using make_run = std::unique_ptr<operator_base> (*)(std::span<kept_step* const>);

/// The static type of what one node does, as far as it is composed: a head and steps.
template <class Head, class... Steps>
struct tail {
  using output = typename fused_run<Head, Steps...>::output;
  static constexpr std::size_t size = sizeof...(Steps) + (step_gives<Head> ? 1 : 0);
  /// Nothing can follow in the same run: the last step gives several items for one.
  static constexpr bool closed = [] {
    using last = std::tuple_element_t<sizeof...(Steps), std::tuple<Head, Steps...>>;
    return step_pours<last>;
  }();
  template <class Step>
  using then = tail<Head, Steps..., Step>;

  /// One operator out of all steps.
  static std::unique_ptr<operator_base> make(std::span<kept_step* const> steps) {
    return make(steps, std::index_sequence_for<Steps...>{});
  }

 private:
  template <std::size_t... I>
  static std::unique_ptr<operator_base> make(std::span<kept_step* const> steps,
                                             std::index_sequence<I...>) {
    if constexpr (step_gives<Head>)
      return std::unique_ptr<operator_base>(new fused_run<Head, Steps...>(
        static_cast<kept<Head>&>(*steps[0]).take(),
        static_cast<kept<Steps>&>(*steps[I + 1]).take()...));
    else
      return std::unique_ptr<operator_base>(new fused_run<Head, Steps...>(
        Head{}, static_cast<kept<Steps>&>(*steps[I]).take()...));
  }
};

/// A node whose operator is no step.
struct no_tail {
  static constexpr bool closed = true;
};

template <class T>
std::unique_ptr<outlet_base> make_outlet() {
  return std::unique_ptr<outlet_base>(new outlet<T>);
}

} // namespace leat
