// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

namespace leat {

/// Gives what comes, from whichever input: what `merge` does, and the nodes that deal to and gather
/// from parallel instances. Chunks are passed on as they are.
class pass_through final : public operator_base {
 public:
  progress process(int, chunk_slice& in, operator_context& context) override {
    context.outlet_at(0).forward(in);
    return in.empty() ? progress::more : progress::again;
  }
};

} // namespace leat
