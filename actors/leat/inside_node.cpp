// SPDX-License-Identifier: BSD-3-Clause
#include <leat/inside_node.hpp>

#include <utility>

namespace leat {

namespace {
thread_local bool inside = false;
} // namespace

bool inside_node() noexcept { return inside; }

node_scope::node_scope() noexcept : before_(std::exchange(inside, true)) {}
node_scope::~node_scope() { inside = before_; }

} // namespace leat
