// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/seen_urls.hpp>
#include <leat/hash.hpp>

#include <algorithm>
#include <utility>

namespace crawler {
namespace {

/// A second hash, independent of leat::hash_key: FNV-1a (Fowler, Noll, Vo), mixed at the end.
std::uint64_t other_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return leat::hash_key(hash);
}

} // namespace

bool seen_urls::insert(std::string_view url) {
  if (size_ >= table_.size() / 5 * 4)
    grow();
  const fingerprint f{leat::hash_key(url), std::max<std::uint64_t>(other_hash(url), 1)};
  auto& place = place_of(f);
  if (place.low != 0)
    return false;
  place = f;
  ++size_;
  return true;
}

seen_urls::fingerprint& seen_urls::place_of(const fingerprint& f) {
  const std::size_t mask = table_.size() - 1;
  std::size_t at = f.high & mask;
  while (table_[at].low != 0 && table_[at] != f)
    at = (at + 1) & mask;
  return table_[at];
}

void seen_urls::grow() {
  constexpr std::size_t first = 1'024;
  const auto old = std::exchange(table_, {});
  table_.resize(std::max(first, old.size() * 2));
  for (const auto& f : old)
    if (f.low != 0)
      place_of(f) = f;
}

} // namespace crawler
