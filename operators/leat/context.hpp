// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace leat {

/// Declares several output streams of an operator: `using output = outputs<int, std::string>`,
/// `c.push<1>("text")`.
template <class... Ts>
struct outputs {};

/// Which of several inputs an item came from.
template <int I>
struct port {};

template <class T>
class held;

namespace detail {

/// What contexts of any output have in common: the host, and what the operator asked for during the
/// call.
class context_core {
 public:
  operator_context& host() { return *host_; }
  virtual void set_timer(std::string_view name, timestamp due) = 0;
  virtual void cancel_timer(std::string_view name) = 0;

  bool finished = false;
  std::size_t held = 0; // items that the program holds

 protected:
  ~context_core() = default;
  operator_context* host_ = nullptr; // from the start of the node on
};

template <class Output>
struct made_items {
  using type = std::tuple<std::vector<Output>>;
};
template <>
struct made_items<void> {
  using type = std::tuple<>;
};
template <class... Ts>
struct made_items<outputs<Ts...>> {
  using type = std::tuple<std::vector<Ts>...>;
};

} // namespace detail

/// What an operator of a program is given with each call. Pushed items go out when the call has
/// returned; those of a call that throws are withdrawn.
template <class Output>
class context {
 public:
  explicit context(detail::context_core& core) : core_(core) {}
  context(const context&) = delete;
  context& operator=(const context&) = delete;

  /// Gives an item out, on output I.
  template <std::size_t I = 0, class U>
  void push(U&& item) {
    std::get<I>(made_).push_back(std::forward<U>(item));
  }
  /// Gives out a held item; it is held no longer.
  template <std::size_t I = 0, class T>
  void push(held<T>&& item) {
    std::get<I>(made_).push_back(std::move(item.value));
    item.release();
  }
  /// Keeps an item to be given out later: counted as held, and probes wait until it is pushed or
  /// destroyed. A state with held items cannot be saved.
  template <class T>
  [[nodiscard]] held<T> hold(T item) {
    return held<T>(std::move(item), core_);
  }

  /// Processing time.
  [[nodiscard]] timestamp now() const { return core_.host().now(); }
  /// `on_timer(name, ...)` is called at `due`, in place of what was set under this name (and key)
  /// before.
  void set_timer(std::string_view name, timestamp due) { core_.set_timer(name, due); }
  void cancel_timer(std::string_view name) { core_.cancel_timer(name); }
  /// The operator needs no more input and has nothing more to give: its streams end.
  void done() { core_.finished = true; }
  /// How many items may be pushed now without being more than fits; pushing more is allowed for
  /// what one item gives.
  [[nodiscard]] std::size_t room() const {
    if constexpr (std::is_void_v<Output>)
      return outlet_base::endless;
    else
      return core_.host().outlet_at(0).room();
  }
  /// Requested when the job stops or is cancelled: for functions that wait.
  [[nodiscard]] std::stop_token stop_token() const { return core_.host().stop_token(); }
  [[nodiscard]] std::string_view node() const { return core_.host().node_name(); }
  [[nodiscard]] std::size_t instance() const { return core_.host().instance(); }

  // -- for the host
  [[nodiscard]] auto& made() { return made_; }
  void withdraw() {
    std::apply([](auto&... items) { (items.clear(), ...); }, made_);
  }

 private:
  detail::context_core& core_;
  typename detail::made_items<Output>::type made_;
};

/// An item that an operator keeps to give it out later. Movable; ends being held when pushed or
/// destroyed.
template <class T>
class held {
 public:
  held(T item, detail::context_core& core)
    : value(std::move(item)), core_(&core), generation_(core.host().hold(1)) {
    ++core.held;
  }
  held(held&& other) noexcept
    : value(std::move(other.value)), core_(std::exchange(other.core_, nullptr)),
      generation_(other.generation_) {}
  held& operator=(held&& other) noexcept {
    std::swap(value, other.value);
    std::swap(core_, other.core_);
    std::swap(generation_, other.generation_);
    return *this;
  }
  ~held() { release(); }

  T value;

 private:
  template <class Output>
  friend class context;
  void release() {
    if (auto* core = std::exchange(core_, nullptr)) {
      core->host().release(generation_, 1);
      --core->held;
    }
  }

  detail::context_core* core_;
  operator_context::generation generation_;
};

/// What a source says after a call of `next`.
class pull {
 public:
  enum class kind { again,
                    after,
                    end };
  [[nodiscard]] static pull again() { return pull(kind::again, {}); }
  [[nodiscard]] static pull after(duration d) { return pull(kind::after, d); }
  [[nodiscard]] static pull end() { return pull(kind::end, {}); }

  [[nodiscard]] kind what() const noexcept { return what_; }
  [[nodiscard]] duration wait() const noexcept { return wait_; }

 private:
  pull(kind what, duration wait) : what_(what), wait_(wait) {}
  kind what_;
  duration wait_;
};

} // namespace leat
