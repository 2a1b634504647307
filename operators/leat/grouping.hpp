// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/batch.hpp>
#include <leat/chunk.hpp>
#include <leat/key_function.hpp>
#include <leat/keyed.hpp>

#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace leat {

// How items are gathered into vectors: what belongs together, what goes into the batch that becomes
// a vector, and what goes out.

/// All items together.
template <class T>
struct group_all {
  using input = T;
  using key = std::monostate;
  using value = T;
  using batch = plain_batch<T>;
  using output = std::vector<T>;
  static constexpr bool one_group = true;

  static key key_of(const input&) { return {}; }
  static value take(chunk_slice& in) { return in.take<input>(); }
  static output finish(const key&, std::vector<value>&& values) { return std::move(values); }
};

/// Those for which a function gives the same key.
template <class F, class T>
struct group_by_function {
  using input = T;
  using key = key_given_by<F, T>;
  using value = T;
  using batch = plain_batch<T>;
  using output = std::vector<T>;
  static constexpr bool one_group = false;
  F f;

  key key_of(const input& x) { return leat::key_of<T>(f, x); }
  static value take(chunk_slice& in) { return in.take<input>(); }
  static output finish(const key&, std::vector<value>&& values) { return std::move(values); }
};

/// Those of one key of a keyed stream.
template <class K, class T>
struct group_by_stream_key {
  using input = keyed<K, T>;
  using key = K;
  using value = T;
  using batch = plain_batch<T>;
  using output = keyed<K, std::vector<T>>;
  static constexpr bool one_group = false;

  static const key& key_of(const input& x) { return x.key; }
  static value take(chunk_slice& in) { return in.take<input>().value; }
  static output finish(const key& k, std::vector<value>&& values) { return {k, std::move(values)}; }
};

} // namespace leat
