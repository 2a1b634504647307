// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/saved.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <memory>
#include <source_location>

namespace leat {

/// Takes items even while nothing can be given out, and keeps the newest.
class latest_slice : public operator_base {
 public:
  void start(operator_context& context) override;
  [[nodiscard]] bool takes_input_when_blocked() const override { return true; }
  progress process(int, chunk_slice& in, operator_context& context) override;
  [[nodiscard]] bool can_give() const override { return !newest_.empty(); }
  [[nodiscard]] bool keeps_what_waits() const override { return true; }
  progress give(std::size_t, operator_context& context) override;
  progress finish(operator_context&) override;

 protected:
  chunk_slice newest_; // one item, or none

 private:
  operator_context::generation held_ = 0;
  bool ended_ = false;
};

/// The same with the type of the items, which only saving needs.
template <class T>
class latest_operator final : public latest_slice {
 public:
  void save(byte_writer& out) const override { save_items<T>(out, newest_); }
  void load(byte_reader& in) override { newest_ = load_items<T>(in); }
};

struct latest_recipe {
  static constexpr const char* kind = "latest";
  static constexpr bool passes_items = true;
  static constexpr bool sees_keys = true;
  static constexpr budget budget_behind = items(1);
  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<T>([] { return std::make_unique<latest_operator<T>>(); });
  }
};

/// The newest item, whenever the consumer can take one: for consumers that are too slow and care
/// for the present only. The producer never waits.
///
///     in       1 2 3 4 5 6 7|
///     latest
///     out      1            2            3            7|
///
/// Here the consumer gives out an item every 13 s. It holds one, and one is on the edge to it.
///
/// One slot: an item drives out one that has not left yet, which is dropped and counted. The last
/// one always arrives. What has left is on the edge to the consumer, one item if `.budget` of the
/// consumer says nothing else.
///
/// Emits an item as it came, or nothing; in order. Completes when the input has and the last item
/// has left. State: an item. Time: none. On a keyed stream there is one slot for all keys. What
/// follows runs in another actor. Origin: streamz latest.
[[nodiscard]] spec<latest_recipe>
latest(std::source_location where = std::source_location::current());

} // namespace leat
