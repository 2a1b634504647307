// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace property {

/// What travels in random graphs. Its identity tells the way it has come, so that what arrives can
/// be compared with what a plain model computes.
struct token {
  std::uint64_t id = 0;   // of where it began and what was done to it since
  std::uint32_t root = 0; // number of the item that it was made from
  std::uint32_t life = 0; // times that it may still go round a loop
  bool late = false;      // no receipt waits for it: it went round a loop, or waited for a partner
  std::string ballast;    // so that weights differ

  friend auto operator<=>(const token&, const token&) = default;
};

/// A number that depends on both and looks random (the finaliser of SplitMix64).
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a + 0x9e3779b97f4a7c15U * (b + 1);
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

} // namespace property
