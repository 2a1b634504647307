// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/encodable.hpp>
#include <leat/loop_head.hpp>
#include <leat/pipe.hpp>
#include <leat/pipeline.hpp>

#include <concepts>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace leat {

/// The sink that feeds a loop. Several streams may be piped into it; the loop's head is their
/// merge.
template <class T>
class loop_back {
 public:
  loop_back(std::shared_ptr<graph> in, std::size_t head) : graph_(std::move(in)), head_(head) {}

  template <stream_like S>
  void attach(S&& s) const {
    constexpr bool same = std::same_as<typename std::remove_cvref_t<S>::item_type, T>;
    static_assert(
      same, "leat::loop: the stream that closes the loop has another item type than p.loop<T>()");
    if constexpr (same) {
      graph_->require_open();
      if (s.owner() != graph_)
        throw std::invalid_argument("leat::loop: the streams belong to different pipelines");
      detail::end_left(s);
      graph_->node(head_).inputs[0].push_back(s.position());
    }
  }

 private:
  std::shared_ptr<graph> graph_;
  std::size_t head_;
};

/// What goes round, and what feeds it: `auto [again, back] = p.loop<T>();`
template <class T>
struct loop_parts {
  stream<T> items;
  loop_back<T> back;
};

namespace detail {

template <class T>
struct loop_maker {
  loop_options options;
  using output = T;
  [[nodiscard]] std::unique_ptr<operator_base> make() const {
    return std::make_unique<loop_head<T>>(options);
  }
};

} // namespace detail

template <item T>
loop_parts<T> pipeline::loop(loop_options options, std::source_location where) {
  static_assert(
    encodable<T>,
    "leat::loop: items that go round a loop may have to wait on disk, so their type needs a "
    "codec: specialise leat::codec<T> or write serialize(archive, T&)");
  graph_step step;
  step.kind = "loop";
  step.options.name = options.name;
  step.options.where = where;
  step.apart = true;
  step.make_alone = &detail::make_operator<detail::loop_maker<T>>;
  step.step =
    keep_step(detail::loop_maker<T>{std::move(options)});
  step.outlets.push_back(&make_outlet<T>);
  graph_node node;
  node.kind = node_kind::loop_head;
  node.ended = true;
  node.steps.push_back(std::move(step));
  node.inputs.emplace_back();
  const std::size_t n = graph_->add_node(std::move(node));
  return {stream<T>(graph_, {n, 0}), loop_back<T>(graph_, n)};
}

} // namespace leat
