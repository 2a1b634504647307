// SPDX-License-Identifier: BSD-3-Clause
#include <leat/delay.hpp>
#include <leat/positive.hpp>

#include <utility>

namespace leat {

void delayed_slices::start(operator_context& context) {
  for (const entry& loaded : waiting_) {
    held_.add(held_.weight(loaded.items));
    context.hold(loaded.items.size());
  }
  if (!waiting_.empty())
    context.set_timer(0, waiting_.front().due);
}

progress delayed_slices::process(int, chunk_slice& in, operator_context& context) {
  const std::size_t n = held_.fitting(in);
  chunk_slice taken{in.items, in.begin, in.begin + n};
  in.begin += n;
  held_.add(held_.weight(taken));
  context.hold(n);
  const timestamp due = context.now() + by_;
  if (waiting_.empty())
    context.set_timer(0, due);
  waiting_.push_back({due, std::move(taken)});
  return progress::more;
}

progress delayed_slices::on_timer(std::uint64_t, operator_context& context) {
  auto& out = context.outlet_at(0);
  for (; !waiting_.empty() && waiting_.front().due <= context.now(); waiting_.pop_front()) {
    chunk_slice& items = waiting_.front().items;
    const std::size_t begin = items.begin;
    out.forward(items);
    held_.remove(held_.weight(chunk_slice{items.items, begin, items.begin}));
    context.release_oldest(items.begin - begin);
    if (!items.empty())
      return progress::again;
  }
  if (!waiting_.empty())
    context.set_timer(0, waiting_.front().due);
  return progress::more;
}

spec<delay_recipe> delay(duration by, std::source_location where) {
  require_positive(by, "leat::delay");
  return spec(delay_recipe{.by = by}, where);
}

} // namespace leat
