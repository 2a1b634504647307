// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/keyed_rate_limit.hpp>
#include <leat/made_by.hpp>
#include <leat/rate.hpp>
#include <leat/saved.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <memory>
#include <source_location>

namespace leat {

/// Has at most one item in its hands: the next to leave. The others wait on their edge.
class rate_limited_slices : public operator_base {
 public:
  explicit rate_limited_slices(leat::rate rate) : rate_(rate) {}

  void start(operator_context& context) override;
  [[nodiscard]] bool wants(int, operator_context&) override { return next_.empty(); }
  progress process(int, chunk_slice& in, operator_context& context) override;
  progress on_timer(std::uint64_t, operator_context& context) override;
  progress finish(operator_context&) override {
    return next_.empty() ? progress::done : progress::more;
  }

 protected:
  rate_meter meter_;
  chunk_slice next_;

 private:
  void hold_next(operator_context& context);
  void pass(chunk_slice& in, std::size_t n, operator_context& context);

  leat::rate rate_;
};

/// The same with the type of the items, which only saving needs.
template <class T>
class rate_limit_operator final : public rate_limited_slices {
 public:
  using rate_limited_slices::rate_limited_slices;

  void save(byte_writer& out) const override {
    save_value(out, meter_);
    save_items<T>(out, next_);
  }
  void load(byte_reader& in) override {
    load_value(in, meter_);
    next_ = load_items<T>(in);
  }
};

struct rate_limit_recipe {
  static constexpr const char* kind = "rate_limit";
  static constexpr bool passes_items = true;
  leat::rate rate;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<T>([rate = rate] { return std::make_unique<rate_limit_operator<T>>(rate); });
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return make_with<keyed<K, T>>([r = *this] {
      return std::make_unique<keyed_rate_limit_operator<K, T>>(r.rate, r.capacity);
    });
  }
};

/// At least `apart` between two items, the first at once. Nothing is lost: what comes faster waits,
/// and so does its producer.
///
///     in               1 2 3         4|
///     rate_limit(4s)
///     out              1   2   3     4|
///
/// Emits each item, in order. Completes when the input has and the last item has left. State: one
/// item; on a keyed stream, where each key has the rate for itself, the items that wait, within
/// `.capacity`, and a few words for each key of the last interval. Time: processing.
///
/// Throws `std::invalid_argument` if `apart` is not positive. Origin: streamz rate_limit.
[[nodiscard]] spec<rate_limit_recipe>
rate_limit(duration apart, std::source_location where = std::source_location::current());

/// At most `n` items in `per`, in the long run: a bucket of `burst` tokens, full at first, that
/// gets `n` tokens in each `per`, evenly. In any span of time `t` at most `burst + n * t / per`
/// items leave. With a burst of 1 they are `per / n` apart.
///
/// A timer is about a millisecond fine, so rates above some hundred items a second need a burst to
/// be reached.
///
/// Throws `std::invalid_argument` if `n` or `burst` is 0, `per` is not positive, or the burst spans
/// more than a century. Origin: Pekko throttle.
[[nodiscard]] spec<rate_limit_recipe>
rate_limit(std::size_t n, duration per, std::size_t burst = 1,
           std::source_location where = std::source_location::current());

} // namespace leat
