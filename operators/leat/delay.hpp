// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/made_by.hpp>
#include <leat/saved.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <source_location>

namespace leat {

/// Slices of chunks as they came, until they are due: nothing here looks at the items.
class delayed_slices : public operator_base {
 public:
  delayed_slices(duration by, budget capacity) : by_(by), held_(capacity) {}

  void start(operator_context& context) override;
  [[nodiscard]] bool wants(int, operator_context&) override { return !held_.full(); }
  progress process(int, chunk_slice& in, operator_context& context) override;
  progress on_timer(std::uint64_t, operator_context& context) override;
  progress finish(operator_context&) override {
    return waiting_.empty() ? progress::done : progress::more;
  }

 protected:
  struct entry {
    timestamp due;
    chunk_slice items;
  };

  std::deque<entry> waiting_;

 private:
  duration by_;
  held_weight held_;
};

/// The same with the type of the items, which only saving needs.
template <class T>
class delay_operator final : public delayed_slices {
 public:
  using delayed_slices::delayed_slices;

  void save(byte_writer& out) const override {
    out.write_size(waiting_.size());
    for (const entry& next : waiting_) {
      save_value(out, next.due);
      save_items<T>(out, next.items);
    }
  }
  void load(byte_reader& in) override {
    for (std::size_t n = in.read_size(); n > 0; --n) {
      timestamp due;
      load_value(in, due);
      waiting_.push_back({due, load_items<T>(in)});
    }
  }
};

struct delay_recipe {
  static constexpr const char* kind = "delay";
  static constexpr bool passes_items = true;
  duration by;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<T>(
      [r = *this] { return std::make_unique<delay_operator<T>>(r.by, r.capacity); });
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return std::move(*this).template bind<keyed<K, T>>();
  }
};

/// Each item leaves `by` after it came; the time between items is kept.
///
///     in          1   2           3   |
///     delay(5s)
///     out              1   2           3|
///
/// Emits each item, in order. Completes when the input has and the last item has left, at its time.
/// State: the items on their way, within `.capacity`. Time: processing.
///
/// Throws `std::invalid_argument` if `by` is not positive. Origin: Rx delay.
[[nodiscard]] spec<delay_recipe>
delay(duration by, std::source_location where = std::source_location::current());

} // namespace leat
