// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/operator.hpp>
#include <leat/saved.hpp>

#include <string>
#include <utility>
#include <vector>

namespace leat {

/// Holds the items of its first input until the second one has an item; see `collect`.
template <class T>
class collect_operator final : public operator_base {
 public:
  using output = std::vector<T>;

  explicit collect_operator(budget capacity) : held_(capacity) {}

  [[nodiscard]] bool wants(int port, operator_context&) override {
    return port == 1 || !held_.full();
  }

  progress process(int port, chunk_slice& in, operator_context& context) override {
    if (port == 0)
      while (!in.empty() && !held_.full()) {
        held_.add(held_.weight(in, in.begin));
        items_.push_back(in.take<T>());
      }
    else
      for (; !in.empty(); ++in.begin)
        if (!give(context))
          return progress::again;
    return progress::more;
  }

  progress finish(operator_context& context) override {
    return items_.empty() || give(context) ? progress::done : progress::again;
  }
  progress drain(operator_context& context) override {
    return items_.empty() || give(context) ? progress::more : progress::again;
  }

  [[nodiscard]] std::string state_text() const override {
    return held_.full() ? "holds its capacity and waits for its trigger; raise .capacity"
                        : std::string();
  }

  void save(byte_writer& out) const override {
    save_value(out, items_);
    save_value(out, held_.held());
  }
  void load(byte_reader& in) override {
    load_value(in, items_);
    held_.add(load_value<std::size_t>(in));
  }

 private:
  bool give(operator_context& context) {
    if (!context.out<output>().has_room())
      return false;
    context.out<output>().push(std::exchange(items_, {}));
    held_.remove(held_.held());
    return true;
  }

  held_weight held_;
  std::vector<T> items_;
};

} // namespace leat
