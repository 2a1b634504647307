// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/constant.hpp>
#include <leat/copyable.hpp>
#include <leat/operator.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leat {

/// What `zip` runs. Its ports count the places that are no constants; there must be one.
template <class... Ts>
class zip_operator final : public operator_base {
 public:
  using output = std::tuple<Ts...>;
  using constants = std::tuple<std::optional<Ts>...>; // empty: this place has a port

  explicit zip_operator(constants fixed) : constants_(std::move(fixed)) {
    std::size_t place = 0;
    std::apply([&](auto&... c) { ((port_of_[place++] = c ? -1 : ports_++), ...); }, constants_);
  }

  [[nodiscard]] bool wants(int, operator_context& context) override {
    return fronts(context).ready > 0;
  }

  progress process(int, chunk_slice&, operator_context& context) override {
    auto& out = context.out<output>();
    const inputs from = fronts(context);
    for (std::size_t left = from.ready; left > 0; --left) {
      if (!out.has_room())
        return progress::again;
      out.push(next_tuple(from, std::index_sequence_for<Ts...>{}));
    }
    return progress::more;
  }

  progress port_ended(int, operator_context&) override { return progress::done; }

 private:
  struct inputs {
    std::array<chunk_slice*, sizeof...(Ts)> at{}; // by port
    std::size_t ready = outlet_base::endless;
  };

  inputs fronts(operator_context& context) const {
    inputs all;
    for (int port = 0; port < ports_; ++port) {
      chunk_slice* front = all.at[static_cast<std::size_t>(port)] = context.front(port);
      all.ready = std::min(all.ready, front ? front->size() : 0);
    }
    return all;
  }

  template <std::size_t... I>
  output next_tuple(const inputs& from, std::index_sequence<I...>) {
    return output{next_at<I>(from)...};
  }
  template <std::size_t I>
  auto next_at(const inputs& from) -> std::tuple_element_t<I, output> {
    using T = std::tuple_element_t<I, output>;
    if constexpr (copyable_item<T>)
      if (const auto& fixed = std::get<I>(constants_))
        return *fixed;
    return from.at[static_cast<std::size_t>(port_of_[I])]->template take<T>();
  }

  constants constants_;
  std::array<int, sizeof...(Ts)> port_of_{};
  int ports_ = 0;
};

} // namespace leat
