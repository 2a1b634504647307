// SPDX-License-Identifier: BSD-3-Clause
#include <leat/latest.hpp>

namespace leat {

void latest_slice::start(operator_context& context) {
  if (!newest_.empty())
    held_ = context.hold();
}

progress latest_slice::process(int, chunk_slice& in, operator_context& context) {
  if (in.empty())
    return progress::more;
  context.count_dropped("latest", in.size() - 1 + newest_.size());
  if (!newest_.empty())
    context.release(held_);
  newest_ = chunk_slice{in.items, in.end - 1, in.end};
  in.begin = in.end;
  held_ = context.hold();
  return progress::more;
}

progress latest_slice::give(std::size_t, operator_context& context) {
  context.outlet_at(0).forward(newest_); // not pushed: an open chunk would gather old items
  if (newest_.empty()) {
    newest_ = {};
    context.release(held_);
  }
  return ended_ && newest_.empty() ? progress::done : progress::more;
}

progress latest_slice::finish(operator_context&) {
  ended_ = true;
  return newest_.empty() ? progress::done : progress::more;
}

spec<latest_recipe> latest(std::source_location where) { return spec(latest_recipe{}, where); }

} // namespace leat
