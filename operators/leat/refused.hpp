// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace leat {

/// What a refused pipe or source gives: it swallows the rest, so that one mistake is one error.
struct refused {
  template <class R>
  friend refused operator|(refused, R&&) {
    return {};
  }
};

} // namespace leat
