// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/context.hpp>
#include <leat/copyable.hpp>
#include <leat/keyed.hpp>
#include <leat/own_states.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leat {

/// Hosts a program's own class as an operator: calls those of its functions that it has, keeps its
/// states (one, or one for each key) and its named timers. K is void without key; Ts are the items
/// of the inputs, none for a source.
template <class O, class K, class... Ts>
class own_operator final : public operator_base, private detail::context_core {
 public:
  using state = detail::own_state<O>;
  using key = std::conditional_t<std::is_void_v<K>, stateless, K>;
  using states = detail::own_states<K, state>;
  static constexpr bool has_state = !std::is_same_v<state, stateless>;
  static constexpr bool is_source = sizeof...(Ts) == 0;

  explicit own_operator(O own) : own_(std::move(own)), context_(*this) {}

  void start(operator_context& host) override {
    host_ = &host;
    const auto loaded = timers_;
    call_if([&](auto& own, auto&... s) -> decltype(own.on_start(s..., context_)) {
      own.on_start(s..., context_);
    });
    for (auto& [id, before] : loaded) // in place of those that on_start set
      if (const auto mine = timers_.find(id); mine != timers_.end()) {
        mine->second.due = before.due;
        host.set_timer(id, before.due);
      }
  }

  progress process(int from, chunk_slice& in, operator_context&) override {
    progress answer = progress::more;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((static_cast<int>(I) == from ? void(answer = take<static_cast<int>(I), Ts>(in)) : void()),
       ...);
    }
    (std::index_sequence_for<Ts...>{});
    return answer;
  }

  [[nodiscard]] bool wants(int from, operator_context&) override {
    if constexpr (requires(const state& s) { own_.wants(from, s); })
      return own_.wants(from, states_.at({}).state);
    else if constexpr (requires { own_.wants(from); })
      return own_.wants(from);
    else
      return true;
  }

  // A port that is refused while all others have ended will never be wanted: the node ends.
  progress port_ended(int which, operator_context& host) override {
    call_if([&](auto& own, auto&... s) -> decltype(own.on_port_end(which, s..., context_)) {
      own.on_port_end(which, s..., context_);
    });
    if (finished)
      return progress::done;
    for (int i = 0; i < static_cast<int>(sizeof...(Ts)); ++i)
      if (!host.port_ended(i) && wants(i, host))
        return progress::more;
    return finish(host);
  }

  void on_watermark(timestamp t, operator_context&) override {
    call_if([&](auto& own, auto&... s) -> decltype(own.on_watermark(t, s..., context_)) {
      own.on_watermark(t, s..., context_);
    });
  }

  progress on_timer(std::uint64_t id, operator_context&) override {
    if (id == wait_timer) {
      waiting_ = false;
      return progress::more;
    }
    const auto found = timers_.find(id);
    if (found == timers_.end())
      return progress::more;
    if (!has_room())
      return progress::again;
    const auto [name, of, due] = found->second;
    timers_.erase(found);
    auto& entry = enter(of);
    entry.timers.erase(name);
    if constexpr (requires(state & s) { own_.on_timer(std::string_view(name), s, context_); })
      guarded([&] { own_.on_timer(std::string_view(name), entry.state, context_); });
    else if constexpr (requires { own_.on_timer(std::string_view(name), context_); })
      guarded([&] { own_.on_timer(std::string_view(name), context_); });
    return finished || (end_told_ && held == 0) ? progress::done : progress::more;
  }

  progress finish(operator_context&) override {
    if (!std::exchange(end_told_, true))
      call_for_all([&](auto& own, auto&... s) -> decltype(own.on_end(s..., context_)) {
        own.on_end(s..., context_);
      });
    return finished || held == 0 ? progress::done
                                 : progress::more; // what is held still goes out by its timers
  }

  progress drain(operator_context&) override {
    call_for_all([&](auto& own, auto&... s) -> decltype(own.on_drain(s..., context_)) {
      own.on_drain(s..., context_);
    });
    return progress::more;
  }

  void save(byte_writer& out) const override {
    if constexpr (has_state)
      states_.save(out);
    out.write_size(timers_.size());
    for (auto& [id, set] : timers_) {
      save_value(out, set.name);
      save_value(out, set.of);
      save_value(out, set.due);
    }
  }
  void load(byte_reader& in) override {
    if constexpr (has_state)
      states_.load(in);
    for (std::size_t n = in.read_size(); n > 0; --n) {
      timer loaded;
      load_value(in, loaded.name);
      load_value(in, loaded.of);
      load_value(in, loaded.due);
      states_.at(loaded.of).timers.emplace(loaded.name, ++last_timer_);
      timers_.emplace(last_timer_, std::move(loaded));
    }
  }

  // -- as a source
  [[nodiscard]] bool can_give() const override { return is_source && (!waiting_ || stopped_); }
  void stop(operator_context&) override { stopped_ = true; }
  progress give(std::size_t at_most, operator_context& host) override {
    if constexpr (is_source)
      for (; at_most > 0 && !stopped_; --at_most) {
        if (!has_room())
          return progress::again;
        pull said = pull::again();
        auto& entry = enter({});
        const bool failed = guarded([&] {
                              if constexpr (has_state)
                                said = own_.next(entry.state, context_);
                              else
                                said = own_.next(context_);
                            })
          != verdict::skip;
        if (failed)
          return progress::again;
        host.count_given(given_);
        if (finished || said.what() == pull::kind::end)
          return progress::done;
        if (said.what() == pull::kind::after) {
          waiting_ = true;
          host.set_timer(wait_timer, host.now() + said.wait());
          return progress::more;
        }
      }
    return stopped_ ? progress::done : progress::more;
  }

 private:
  static constexpr std::uint64_t wait_timer = 0; // of a source; named timers have higher numbers

  struct timer {
    std::string name;
    key of{};
    timestamp due{};
  };

  typename states::entry& enter(const key& k) {
    current_ = k;
    return states_.at(k);
  }

  // Calls a function of the class if it has it, with its state if it takes one.
  template <class F>
  void call_if(F f) {
    auto& entry = states_.at(current_);
    if constexpr (std::is_invocable_v<F&, O&, state&>)
      guarded([&] { f(own_, entry.state); });
    else if constexpr (std::is_invocable_v<F&, O&>)
      guarded([&] { f(own_); });
  }
  template <class F>
  void call_for_all(F f) {
    if constexpr (std::is_invocable_v<F&, O&, state&>)
      states_.for_each([&](const key& k, auto& entry) {
        current_ = k;
        guarded([&] { f(own_, entry.state); });
      });
    else if constexpr (std::is_invocable_v<F&, O&>)
      guarded([&] { f(own_); });
  }

  // -- items

  template <int I, class T>
  progress take(chunk_slice& in) {
    if (in.empty())
      return progress::more;
    auto& items = in.as<T>().values;
    if constexpr (requires(std::span<const T> all) { own_.on_items(all, context_); }) {
      const std::span<const T> all(items.data() + in.begin, in.size());
      if (guarded([&] { own_.on_items(all, context_); }) != verdict::wait)
        in.begin = in.end;
      return finished ? progress::done : progress::more;
    } else {
      for (; !in.empty(); ++in.begin) {
        if (!has_room())
          return progress::again;
        if (finished || !wants(I, *host_))
          break;
        T& item = items[in.begin];
        switch (take_item<I, T>(item)) {
        case verdict::wait:
          return progress::again;
        case verdict::stop:
          ++in.begin;
          return progress::more;
        default:
          break;
        }
      }
      return finished ? progress::done : progress::more;
    }
  }

  template <int I, class T>
  verdict take_item(T& item) {
    if constexpr (std::is_void_v<K>) {
      auto& entry = enter({});
      return guarded([&] { call_on_item<I>(entry.state, item, item); }, &item);
    } else {
      auto& entry = enter(item.key);
      return guarded([&] { call_on_item<I>(entry.state, item, item.value); }, &item.value);
    }
  }

  template <class Whole, class T>
  static consteval bool takes_key() {
    if constexpr (std::is_void_v<K>)
      return false;
    else
      return requires(O & own, const Whole& whole, const T& item, state& s,
                      context<typename O::output>& c) { own.on_item(whole.key, item, s, c); }
    || requires(O & own, const Whole& whole, const T& item,
                context<typename O::output>& c) { own.on_item(whole.key, item, c); };
  }

  template <int I, class Whole, class T>
  void call_on_item(state& s, Whole& whole, T& item) {
    const auto call = [&](auto&&... front) {
      const T& borrowed = item;
      if constexpr (requires { own_.on_item(front..., borrowed, s, context_); })
        own_.on_item(front..., borrowed, s, context_);
      else if constexpr (requires { own_.on_item(front..., borrowed, context_); })
        own_.on_item(front..., borrowed, context_);
      else if constexpr (requires { own_.on_item(front..., std::move(item), s, context_); })
        own_.on_item(front..., std::move(item), s, context_);
      else
        own_.on_item(front..., std::move(item), context_);
    };
    if constexpr (sizeof...(Ts) > 1)
      call(port<I>{});
    else if constexpr (takes_key<Whole, T>())
      call(std::as_const(whole.key));
    else
      call();
  }

  // -- calls of the program's functions: what a call pushes goes out when it has returned

  template <class F, class T = stateless>
  verdict guarded(F f, const T* item = nullptr) {
    try {
      f();
    } catch (...) {
      context_.withdraw();
      failure about;
      about.cause = std::current_exception();
      if (item)
        about.item = describe_item(*item);
      const verdict answer = host_->failed(0, about);
      if constexpr (copyable_item<T>)
        if (item && answer == verdict::letter)
          host_->template out<dead_letter<T>>(host_->letters_outlet(0))
            .push(dead_letter<T>{*item, std::move(about)});
      return answer;
    }
    give_out(std::make_index_sequence<
             std::tuple_size_v<std::remove_cvref_t<decltype(context_.made())>>>{});
    return verdict::skip;
  }

  template <std::size_t... I>
  void give_out(std::index_sequence<I...>) {
    given_ = 0;
    (give_out_of<I>(), ...);
  }
  template <std::size_t I>
  void give_out_of() {
    auto& made = std::get<I>(context_.made());
    using U = typename std::remove_cvref_t<decltype(made)>::value_type;
    for (auto&& item : made)
      if constexpr (std::is_void_v<K>)
        host_->template out<U>(I).push(std::move(item));
      else
        host_->template out<keyed<K, U>>(I).push(keyed<K, U>{current_, std::move(item)});
    given_ += made.size();
    made.clear();
  }

  [[nodiscard]] bool has_room() const {
    constexpr std::size_t n = std::tuple_size_v<
      std::remove_cvref_t<decltype(std::declval<own_operator&>().context_.made())>>;
    for (std::size_t i = 0; i < n; ++i)
      if (!host_->outlet_at(i).has_room())
        return false;
    return true;
  }

  // -- timers

  void set_timer(std::string_view name, timestamp due) override {
    auto& mine = states_.at(current_).timers;
    auto found = mine.find(name);
    if (found == mine.end()) {
      found = mine.emplace(std::string(name), ++last_timer_).first;
      timers_.emplace(last_timer_, timer{std::string(name), current_, due});
    }
    timers_.at(found->second).due = due;
    host_->set_timer(found->second, due);
  }
  void cancel_timer(std::string_view name) override {
    auto& mine = states_.at(current_).timers;
    const auto found = mine.find(name);
    if (found == mine.end())
      return;
    host_->cancel_timer(found->second);
    timers_.erase(found->second);
    mine.erase(found);
  }

  O own_;
  context<typename O::output> context_;
  states states_;
  key current_{};
  std::map<std::uint64_t, timer> timers_;
  std::uint64_t last_timer_ = 0;
  std::size_t given_ = 0; // by the last call
  bool waiting_ = false;
  bool stopped_ = false;
  bool end_told_ = false;
};

} // namespace leat
