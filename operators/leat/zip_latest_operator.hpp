// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>
#include <leat/saved.hpp>

#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

namespace leat {

/// Each item of the first input with the newest ones of the others; see `zip_latest`.
template <class First, class... Others>
class zip_latest_operator final : public operator_base {
 public:
  using output = std::tuple<First, Others...>;

  [[nodiscard]] bool wants(int port, operator_context&) override {
    return port > 0 || all_have_spoken(others{});
  }

  progress process(int port, chunk_slice& in, operator_context& context) override {
    if (port > 0) {
      take_newest(port, in, others{});
      return progress::more;
    }
    auto& out = context.out<output>();
    for (; !in.empty(); give(in, out, others{}))
      if (!out.has_room())
        return progress::again;
    return progress::more;
  }

  /// When the first one has ended, or one that has said nothing, no more can come.
  progress port_ended(int port, operator_context&) override {
    return port == 0 || !has_spoken(port, others{}) ? progress::done : progress::more;
  }

  void save(byte_writer& out) const override { save_value(out, newest_); }
  void load(byte_reader& in) override { load_value(in, newest_); }

 private:
  using others = std::index_sequence_for<Others...>;

  static constexpr bool is_at(std::size_t place, int port) {
    return static_cast<int>(place) + 1 == port;
  }
  template <std::size_t... I>
  [[nodiscard]] bool all_have_spoken(std::index_sequence<I...>) const {
    return (std::get<I>(newest_).has_value() && ...);
  }
  template <std::size_t... I>
  [[nodiscard]] bool has_spoken(int port, std::index_sequence<I...>) const {
    return ((is_at(I, port) && std::get<I>(newest_)) || ...);
  }
  template <std::size_t... I>
  void take_newest(int port, chunk_slice& in, std::index_sequence<I...>) {
    if (in.empty())
      return;
    in.begin = in.end - 1;
    ((is_at(I, port) ? void(std::get<I>(newest_).emplace(in.take<Others>())) : void()), ...);
  }
  template <std::size_t... I>
  void give(chunk_slice& in, outlet<output>& out, std::index_sequence<I...>) {
    out.push(in.take<First>(), *std::get<I>(newest_)...);
  }

  std::tuple<std::optional<Others>...> newest_;
};

} // namespace leat
