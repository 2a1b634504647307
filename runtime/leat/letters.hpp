// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/combine.hpp>
#include <leat/pipeline.hpp>

#include <source_location>
#include <utility>

namespace leat {

/// Items that could not be handled, and the box that operators put them into: `auto [letters, box]
/// = p.dead_letters<T>();`
template <class T>
struct letter_parts {
  stream<dead_letter<T>> items;
  letter_box<T> box;
};

template <item T>
letter_parts<T> pipeline::dead_letters(std::source_location where) {
  auto step = detail::combined_step<dead_letter<T>>("dead_letters", where);
  step.apart = true;
  step.make_alone = &detail::make_pass_through;
  graph_node node;
  node.kind = node_kind::letters;
  node.ended = true;
  node.steps.push_back(std::move(step));
  node.inputs.emplace_back();
  const std::size_t n = graph_->add_node(std::move(node));
  return {stream<dead_letter<T>>(graph_, {n, 0}), letter_box<T>(n)};
}

} // namespace leat
