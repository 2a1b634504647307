// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/saved.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>
#include <utility>

namespace leat {

/// What a buffer does with an item when it is full.
enum class overflow {
  block,       // it stays where it is, and its producer waits
  drop_oldest, // it drives out the one that came first
  drop_newest, // it is dropped
  fail,        // the stream fails, behind what is in the buffer
};

template <class T>
class buffer_operator final : public operator_base {
 public:
  buffer_operator(std::size_t most, overflow when_full) : most_(most), when_full_(when_full) {}

  void start(operator_context& context) override {
    if (!items_.empty())
      context.hold(items_.size());
  }

  [[nodiscard]] bool takes_input_when_blocked() const override { return true; }
  [[nodiscard]] bool wants(int, operator_context&) override {
    return !failed_ && (when_full_ != overflow::block || items_.size() < most_);
  }

  progress process(int, chunk_slice& in, operator_context& context) override {
    while (!in.empty() && wants(0, context)) {
      if (items_.size() == most_)
        give(in.size(), context); // so that it does not matter how many come at once
      if (items_.size() == most_ && when_full_ != overflow::drop_oldest) {
        refuse(in, context);
        continue;
      }
      if (items_.size() == most_) {
        items_.pop_front();
        context.release_oldest();
        context.count_dropped("buffer", 1);
      }
      items_.push_back(in.take<T>());
      context.hold();
    }
    return progress::more;
  }

  [[nodiscard]] bool can_give() const override { return !items_.empty(); }
  [[nodiscard]] bool keeps_what_waits() const override { return true; }
  progress give(std::size_t at_most, operator_context& context) override {
    auto& out = context.out<T>();
    for (; at_most > 0 && !items_.empty() && out.has_room() && context.way_open(); --at_most) {
      out.push(std::move(items_.front()));
      items_.pop_front();
      context.release_oldest();
    }
    return ended_ && items_.empty() ? progress::done : progress::more;
  }
  progress finish(operator_context&) override {
    ended_ = true;
    return items_.empty() ? progress::done : progress::more;
  }

  void save(byte_writer& out) const override { save_value(out, items_); }
  void load(byte_reader& in) override { load_value(in, items_); }

 private:
  void refuse(chunk_slice& in, operator_context& context) {
    if (when_full_ == overflow::drop_newest) {
      context.count_dropped("buffer", in.size());
      in.begin = in.end;
      return;
    }
    failed_ = ended_ = true;
    context.fail_stream(std::make_exception_ptr(std::runtime_error(
      "leat::buffer: '" + std::string(context.node_name()) + "' is full: " + std::to_string(most_)
      + " items wait for their consumer; give it more room, or another overflow than fail")));
  }

  std::size_t most_;
  overflow when_full_;
  std::deque<T> items_;
  bool ended_ = false;
  bool failed_ = false;
};

struct buffer_recipe {
  static constexpr const char* kind = "buffer";
  static constexpr bool passes_items = true;
  static constexpr bool sees_keys = true;
  std::size_t most;
  overflow when_full;
  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<T>(
      [r = *this] { return std::make_unique<buffer_operator<T>>(r.most, r.when_full); });
  }
};

/// Room for `n` items between producer and consumer, beside what is on the edges before and behind
/// it. There are never more.
///
///     in                       1 2 3 4 5 6 7|
///     buffer(1, drop_oldest)
///     out                      1            2            3            7|
///     buffer(1, drop_newest)
///     out                      1            2            3            4|
///
/// Here the consumer gives out an item every 13 s. It holds one, and one is on the edge to it.
///
/// When it is full, `overflow::block` lets the producer wait, `drop_oldest` and `drop_newest` drop
/// an item and count it, and `fail` ends the stream with a failure behind the n items, which fails
/// the job if nobody handles it.
///
/// Emits an item as it came, or nothing; in order. Completes when the input has and all items have
/// left. State: up to n items. Time: none. On a keyed stream there is one buffer for all keys. What
/// follows runs in another actor.
///
/// Throws `std::invalid_argument` if `n` is 0. Origin: Pekko buffer.
[[nodiscard]] spec<buffer_recipe>
buffer(std::size_t n, overflow when_full = overflow::block,
       std::source_location where = std::source_location::current());

} // namespace leat
