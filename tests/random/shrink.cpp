// SPDX-License-Identifier: BSD-3-Clause
#include "shrink.hpp"

#include <algorithm>

namespace random_pipelines {

namespace {

/// The pipeline without `n` members of `list`, from `at` on, as long as that differs, too.
template <class List>
bool drop(random_pipeline& p, std::string& difference, const differs& f, List list) {
  bool dropped = false;
  for (std::size_t n = std::max<std::size_t>(list(p).size() / 2, 1); n > 0; n /= 2)
    for (std::size_t at = 0; at + n <= list(p).size();) {
      random_pipeline smaller = p;
      auto& all = list(smaller);
      const auto from = all.begin() + static_cast<std::ptrdiff_t>(at);
      all.erase(from, from + static_cast<std::ptrdiff_t>(n));
      std::optional<std::string> found;
      try {
        found = f(smaller);
      } catch (const left_open&) {
      }
      if (found) {
        p = std::move(smaller);
        difference = *found;
        dropped = true;
      } else {
        ++at;
      }
    }
  return dropped;
}

} // namespace

std::string told(const random_pipeline& p, const std::string& difference, const differs& f) {
  random_pipeline small = p;
  std::string why = difference;
  for (bool smaller = true; smaller;) {
    smaller = drop(
      small, why, f, [](auto& q) -> auto& { return q.steps; });
    smaller |= drop(
      small, why, f, [](auto& q) -> auto& { return q.input.items; });
  }
  return "pipeline " + std::to_string(p.seed) + (p.in_virtual_time ? ", in virtual time" : "")
    + " differs " + difference + to_text(p) + "shrunk, it differs " + why + to_text(small);
}

std::string first_difference(std::uint64_t first_seed, std::uint64_t count, bool in_virtual_time,
                             const differs& f) {
  for (std::uint64_t seed = first_seed; seed < first_seed + count; ++seed) {
    const auto p = random_pipeline_of(seed, in_virtual_time);
    if (const auto found = f(p))
      return told(p, *found, f);
  }
  return {};
}

} // namespace random_pipelines
