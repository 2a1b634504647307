// SPDX-License-Identifier: BSD-3-Clause
#include <leat/outlet.hpp>

#include <utility>

namespace leat {

outlet_base::outlet_base() = default;
outlet_base::~outlet_base() = default;

void outlet_base::add_sealed(std::size_t edge, chunk_slice items) {
  if (!discards_)
    sealed_.push_back({edge, std::move(items)});
}

void outlet_base::drop_sealed() { sealed_.clear(); }

std::size_t outlet_base::sealed_items() const noexcept {
  std::size_t n = 0;
  for (auto& waiting : sealed_)
    n += waiting.items.size();
  return n;
}

outlet_base::sealed_chunk outlet_base::take_sealed() {
  sealed_chunk first = std::move(sealed_.front());
  sealed_.pop_front();
  return first;
}

} // namespace leat
