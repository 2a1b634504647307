// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/per_key.hpp>
#include <leat/saved.hpp>
#include <leat/step.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>

namespace leat::detail {

template <class O>
struct own_state_of {
  using type = stateless;
};
template <class O>
requires requires { typename O::state; }
struct own_state_of<O> {
  using type = typename O::state;
};
/// The state that a program's operator declares, or `stateless`.
template <class O>
using own_state = typename own_state_of<O>::type;

/// State and named timers of one key.
template <class State>
struct own_entry {
  State state{};
  std::map<std::string, std::uint64_t, std::less<>> timers;
};

/// One entry for each key, or a single one without key.
template <class K, class State>
class own_states {
 public:
  using entry = own_entry<State>;

  entry& at(const K& key) { return entries_[key]; }
  void save(byte_writer& out) const {
    out.write_size(entries_.size());
    for (auto& [key, entry] : entries_) {
      save_value(out, key);
      save_value(out, entry.state);
    }
  }
  void load(byte_reader& in) {
    for (std::size_t n = in.read_size(); n > 0; --n) {
      K key{};
      load_value(in, key);
      load_value(in, entries_[key].state);
    }
  }
  template <class F>
  void for_each(F f) {
    for (auto& [key, entry] : entries_)
      f(key, entry);
  }

 private:
  key_table<K, entry> entries_;
};
template <class State>
class own_states<void, State> {
 public:
  using entry = own_entry<State>;

  entry& at(const stateless&) { return entry_; }
  void save(byte_writer& out) const { save_value(out, entry_.state); }
  void load(byte_reader& in) { load_value(in, entry_.state); }
  template <class F>
  void for_each(F f) {
    f(stateless{}, entry_);
  }

 private:
  entry entry_;
};

} // namespace leat::detail
