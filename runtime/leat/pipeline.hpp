// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/loop_head.hpp>
#include <leat/pipe.hpp>
#include <leat/redeploy.hpp>

#include <memory>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace leat {

template <class T>
struct loop_parts;
template <class T>
struct letter_parts;
template <class T>
struct input_parts;

/// The graph under construction: a plain value without threads. It runs once (`leat::run`,
/// `leat::start`); streams and inputs made from it stay valid when it is moved. Not to be used from
/// several threads at once.
class pipeline {
 public:
  pipeline();
  pipeline(pipeline&&) = default;
  pipeline& operator=(pipeline&&) = default;
  ~pipeline() = default;

  /// Feedback: a stream, and a sink that feeds it (several streams may be piped into it). Ends by
  /// itself when nothing is left that goes round. What waits beyond `options.memory` goes to disk,
  /// so T needs a codec.
  template <item T>
  [[nodiscard]] loop_parts<T> loop(loop_options options = {},
                                   std::source_location where = std::source_location::current());

  /// A stream of items that could not be handled, and the box for `.on_error(box)`.
  template <item T>
  [[nodiscard]] letter_parts<T>
  dead_letters(std::source_location where = std::source_location::current());

  /// A stream that the program pushes into, from any thread. The budget is the most that waits in
  /// it.
  template <item T>
  [[nodiscard]] input_parts<T> input(budget most = {},
                                     std::source_location where = std::source_location::current());

  /// What becomes of the job when it runs on workers and one of them is lost; without this call it
  /// fails.
  void on_worker_loss(redeploy how) { graph_->on_worker_loss(how); }

  /// Pictures of what runs: nodes, with the operators that are fused into one in a frame, and the
  /// streams between them. They may be drawn at any time, and of a pipeline with faults, too, which
  /// are said in them. The first two are text for Mermaid (Markdown pages show it) and for
  /// Graphviz; the third is a file that Graphviz writes: throws `std::runtime_error` if its program
  /// `dot` is not installed or does not succeed.
  [[nodiscard]] std::string to_mermaid() const;
  [[nodiscard]] std::string to_dot() const;
  void to_svg(const std::string& path) const;

  [[nodiscard]] const std::shared_ptr<leat::graph>& graph() const noexcept { return graph_; }

 private:
  std::shared_ptr<leat::graph> graph_;
};

namespace detail {

template <class Recipe, bool Apart, class Letter, bool Keeps>
auto attach_source(pipeline& p, spec<Recipe, Apart, Letter, Keeps> what) {
  p.graph()->require_open();
  graph_step entry;
  entry.kind = Recipe::kind;
  entry.options = std::move(what.options);
  entry.apart = Apart;
  entry.replays = !requires { requires !Recipe::replays; };
  auto source = std::move(what.recipe).bind();
  using Source = decltype(source);
  using out = typename Source::output;
  entry.step = keep_step(std::move(source));
  entry.outlets.push_back(&make_outlet<out>);
  graph_node node;
  if constexpr (step_gives<Source>) {
    entry.make_alone = &tail<Source>::make;
    node.steps.push_back(std::move(entry));
    const std::size_t n = p.graph()->add_node(std::move(node));
    return handle<stream<out>, std::conditional_t<Apart, no_tail, tail<Source>>>(p.graph(), {n, 0});
  } else {
    entry.apart = true;
    entry.make_alone = &make_operator<Source>;
    node.steps.push_back(std::move(entry));
    const std::size_t n = p.graph()->add_node(std::move(node));
    return handle<stream<out>, no_tail>(p.graph(), {n, 0});
  }
}

} // namespace detail

template <class Right>
auto operator|(pipeline& p, Right&& right) {
  using right_type = std::remove_cvref_t<Right>;
  if constexpr (detail::is_chain<right_type>) {
    right_type chain(std::forward<Right>(right));
    return (p | detail::prefixed(std::move(chain.first), chain.prefix))
      | detail::prefixed(std::move(chain.second), chain.prefix);
  } else if constexpr (detail::is_spec<right_type>) {
    if constexpr (detail::source_recipe<decltype(right_type::recipe)>) {
      return detail::attach_source(p, right_type(std::forward<Right>(right)));
    } else {
      static_assert(detail::always_false<Right>,
                    "leat: a pipeline takes a source: p | leat::from_...(...)");
      return refused{};
    }
  } else if constexpr (std::same_as<right_type, refused>) {
    return refused{};
  } else if constexpr (std::is_invocable_v<Right, pipeline&>) {
    return std::forward<Right>(right)(p);
  } else {
    static_assert(detail::always_false<Right>,
                  "leat: a pipeline takes a source: p | leat::from_...(...)");
    return refused{};
  }
}

} // namespace leat
