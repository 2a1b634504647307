// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>
#include <leat/saved.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <utility>

namespace leat {

/// The newest item of each input, whenever one of certain inputs speaks; see `combine_latest`.
template <class... Ts>
class combine_latest_operator final : public operator_base {
 public:
  using output = std::tuple<Ts...>;
  using places = std::array<bool, sizeof...(Ts)>;

  explicit combine_latest_operator(places emits) : emits_(emits) {}

  progress process(int port, chunk_slice& in, operator_context& context) override {
    return take_from(port, in, context, std::index_sequence_for<Ts...>{});
  }

  /// Without an item of each input, or without those that make it emit, nothing more will come.
  progress port_ended(int port, operator_context& context) override {
    bool speaks = false;
    for (int other = 0; other < static_cast<int>(sizeof...(Ts)); ++other)
      speaks = speaks || (emits_[static_cast<std::size_t>(other)] && !context.port_ended(other));
    return speaks && has(port, std::index_sequence_for<Ts...>{}) ? progress::more : progress::done;
  }

  void save(byte_writer& out) const override { save_value(out, newest_); }
  void load(byte_reader& in) override { load_value(in, newest_); }

 private:
  template <std::size_t... I>
  progress take_from(int port, chunk_slice& in, operator_context& context,
                     std::index_sequence<I...>) {
    auto& out = context.out<output>();
    const bool emits = emits_[static_cast<std::size_t>(port)];
    while (!in.empty()) {
      if (!out.has_room())
        return progress::again;
      ((static_cast<int>(I) == port ? void(std::get<I>(newest_).emplace(in.take<Ts>())) : void()),
       ...);
      if (emits && (std::get<I>(newest_).has_value() && ...))
        out.push(*std::get<I>(newest_)...);
    }
    return progress::more;
  }

  template <std::size_t... I>
  [[nodiscard]] bool has(int port, std::index_sequence<I...>) const {
    return ((static_cast<int>(I) == port && std::get<I>(newest_)) || ...);
  }

  places emits_;
  std::tuple<std::optional<Ts>...> newest_;
};

} // namespace leat
