// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace crawler {

/// The URLs that have been seen: 16 bytes for each, 20 to 40 with the free places, instead of the
/// text. Two URLs are taken for one when all 128 bits of their hashes agree, which among a billion
/// URLs happens with a probability of 10^-21.
class seen_urls {
 public:
  /// True if it was not seen before.
  bool insert(std::string_view url);

  std::size_t size() const { return size_; }

 private:
  struct fingerprint {
    std::uint64_t high = 0;
    std::uint64_t low = 0; // 0: a free place

    friend bool operator==(const fingerprint&, const fingerprint&) = default;
  };

  fingerprint& place_of(const fingerprint& f);
  void grow();

  std::vector<fingerprint> table_; // open addressing; a power of 2, at most 4/5 of it used
  std::size_t size_ = 0;
};

} // namespace crawler
