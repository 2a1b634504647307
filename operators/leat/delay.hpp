// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/made_by.hpp>
#include <leat/spec.hpp>

#include <deque>
#include <memory>
#include <source_location>

namespace leat {

/// Holds slices of chunks as they came, so that it need not know the type of their items.
class delay_operator final : public operator_base {
 public:
  delay_operator(duration by, budget capacity) : by_(by), held_(capacity) {}

  [[nodiscard]] bool wants(int, operator_context&) override { return !held_.full(); }
  progress process(int, chunk_slice& in, operator_context& context) override;
  progress on_timer(std::uint64_t, operator_context& context) override;
  progress finish(operator_context&) override {
    return waiting_.empty() ? progress::done : progress::more;
  }

 private:
  struct entry {
    timestamp due;
    chunk_slice items;
  };

  duration by_;
  held_weight held_;
  std::deque<entry> waiting_;
};

struct delay_recipe {
  static constexpr const char* kind = "delay";
  static constexpr bool passes_items = true;
  duration by;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<T>([r = *this] { return std::make_unique<delay_operator>(r.by, r.capacity); });
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return std::move(*this).template bind<keyed<K, T>>();
  }
};

/// Each item leaves `by` after it came; the time between items is kept.
///
///     in             1   2           3
///     delay(5s)                          1   2           3
///
/// Emits each item, in order. Completes when the input has and the last item has left, at its time.
/// State: the items on their way, within `.capacity`. Time: processing.
///
/// Throws `std::invalid_argument` if `by` is not positive. Origin: Rx delay.
[[nodiscard]] spec<delay_recipe>
delay(duration by, std::source_location where = std::source_location::current());

} // namespace leat
