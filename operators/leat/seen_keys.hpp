// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/codec.hpp>
#include <leat/hash.hpp>
#include <leat/time.hpp>

#include <cstddef>
#include <limits>
#include <list>
#include <unordered_map>
#include <utility>

namespace leat {

/// How long keys are remembered.
struct key_memory {
  static constexpr std::size_t all = std::numeric_limits<std::size_t>::max();
  static constexpr duration for_ever = duration::max();

  std::size_t most = all;      // beyond that the least recently seen is forgotten
  duration at_most = for_ever; // since a key was last seen
  [[nodiscard]] bool expires() const { return at_most != for_ever; }
  [[nodiscard]] bool forgets() const { return most != all || expires(); }
};

/// Keys that were seen, as far as they are remembered.
template <class K>
class seen_keys {
 public:
  seen_keys() = default;
  seen_keys(seen_keys&&) = default;
  seen_keys& operator=(seen_keys&&) = default;
  seen_keys(const seen_keys&) = delete; // they refer to each other
  seen_keys& operator=(const seen_keys&) = delete;
  ~seen_keys() = default;

  /// Sees a key; true if it was not known.
  bool see(K key, const key_memory& memory, timestamp now) {
    while (!by_age_.empty() && now - by_age_.front().last >= memory.at_most)
      forget_oldest();
    const auto [at, fresh] = known_.try_emplace(std::move(key));
    if (!memory.forgets())
      return fresh;
    if (fresh) {
      at->second = by_age_.insert(by_age_.end(), {&at->first, now});
    } else {
      by_age_.splice(by_age_.end(), by_age_, at->second);
      at->second->last = now;
    }
    if (by_age_.size() > memory.most)
      forget_oldest();
    return fresh;
  }
  [[nodiscard]] std::size_t size() const { return known_.size(); }

 private:
  friend codec<seen_keys>;
  struct sight {
    const K* key;
    timestamp last;
  };
  using sights = std::list<sight>; // the least recent first

  void forget_oldest() {
    known_.erase(known_.find(*by_age_.front().key));
    by_age_.pop_front();
  }

  std::unordered_map<K, typename sights::iterator, key_hash> known_;
  sights by_age_; // empty where nothing is forgotten
};

template <encodable K>
struct codec<seen_keys<K>> {
  static void encode(const seen_keys<K>& x, byte_writer& out) {
    out.write_size(x.known_.size());
    codec<bool>::encode(x.by_age_.empty(), out);
    if (x.by_age_.empty())
      for (auto& [key, at] : x.known_)
        codec<K>::encode(key, out);
    for (auto& [key, last] : x.by_age_) {
      codec<K>::encode(*key, out);
      codec<timestamp>::encode(last, out);
    }
  }
  static seen_keys<K> decode(byte_reader& in) {
    seen_keys<K> x;
    const std::size_t n = in.read_size();
    const bool ageless = codec<bool>::decode(in);
    for (std::size_t i = 0; i < n; ++i) {
      const auto [at, fresh] = x.known_.try_emplace(codec<K>::decode(in));
      if (!fresh)
        throw codec_error("leat::unique: an encoding has a key twice");
      if (!ageless)
        at->second = x.by_age_.insert(x.by_age_.end(), {&at->first, codec<timestamp>::decode(in)});
    }
    return x;
  }
};

} // namespace leat
