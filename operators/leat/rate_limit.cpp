// SPDX-License-Identifier: BSD-3-Clause
#include <leat/positive.hpp>
#include <leat/rate_limit.hpp>

#include <stdexcept>
#include <utility>

namespace leat {

void rate_limited_slices::start(operator_context& context) {
  if (!next_.empty())
    hold_next(context);
}

progress rate_limited_slices::process(int, chunk_slice& in, operator_context& context) {
  if (const std::size_t n = meter_.allowed(rate_, context.now(), in.size()); n > 0) {
    chunk_slice now{in.items, in.begin, in.begin + n};
    pass(now, n, context);
    in.begin = now.begin;
    if (!now.empty())
      return progress::again;
  }
  if (in.empty())
    return progress::more;
  next_ = chunk_slice{in.items, in.begin, in.begin + 1};
  ++in.begin;
  hold_next(context);
  return progress::more;
}

void rate_limited_slices::hold_next(operator_context& context) {
  context.hold();
  context.set_timer(0, meter_.next(rate_, context.now()));
}

progress rate_limited_slices::on_timer(std::uint64_t, operator_context& context) {
  pass(next_, 1, context);
  if (!next_.empty())
    return progress::again;
  next_ = {};
  context.release_oldest();
  return progress::more;
}

void rate_limited_slices::pass(chunk_slice& in, std::size_t n, operator_context& context) {
  context.outlet_at(0).forward(in);
  meter_.use(rate_, context.now(), n - in.size());
}

spec<rate_limit_recipe> rate_limit(duration apart, std::source_location where) {
  require_positive(apart, "leat::rate_limit");
  return spec(rate_limit_recipe{.rate = {.interval = apart}}, where);
}

spec<rate_limit_recipe> rate_limit(std::size_t n, duration per, std::size_t burst,
                                   std::source_location where) {
  require_positive(per, "leat::rate_limit");
  if (n == 0 || burst == 0)
    throw std::invalid_argument(
      "leat::rate_limit: nothing would ever pass; the number of items and the burst must be at "
      "least 1");
  const auto whole = static_cast<std::size_t>(per.count());
  const duration interval(
    static_cast<duration::rep>(whole / n + (whole % n == 0 ? 0 : 1))); // never faster than asked
  constexpr auto century = std::chrono::hours(24 * 36525);
  if (burst - 1 > static_cast<std::size_t>(century / interval))
    throw std::invalid_argument(
      "leat::rate_limit: a burst that takes more than a century to come again is no limit; take a "
      "smaller one");
  return spec(rate_limit_recipe{.rate = {.interval = interval,
                                         .lead = interval * static_cast<duration::rep>(burst - 1)}},
              where);
}

} // namespace leat
