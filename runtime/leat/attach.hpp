// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/combine.hpp>
#include <leat/pipeline.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace leat {

class branch_control;

struct attach_options {
  std::string name = {};  ///< stands before the operators' names; "": "branch", "branch#2", …
  bool isolated = false;  ///< a failure in the branch ends the branch, not the job
  std::size_t outlet = 0; ///< which stream of the operator, where it gives several (`partition`)
};

/// A branch that was attached to a running job. It lives as long as the job, or until it is taken
/// off or fails; this is only a handle. Thread-safe.
class attachment {
 public:
  explicit attachment(std::shared_ptr<branch_control> of) : control_(std::move(of)) {}

  /// Takes the branch off: it gets no further items, handles what it has got, and ends. Other
  /// readers of the stream notice nothing. Does not wait.
  void detach();
  /// Waits until the branch has ended. Throws `job_failed` if it, or the job, failed, and
  /// `job_cancelled` if the job was cancelled; `std::system_error` inside a function of a pipeline.
  void wait();
  [[nodiscard]] bool wait_for(duration d);
  [[nodiscard]] bool ended() const;

 private:
  std::shared_ptr<branch_control> control_;
};

namespace detail {

/// A branch as the program wants it, without types.
struct branch_request {
  std::string_view stream;
  std::shared_ptr<leat::graph> graph; // its first node is where the branch begins
  const std::type_info& item;
  attach_options options;
};

template <class R, class S>
S branch_head(std::function<R(S)>);
template <class R, class S>
S branch_head(std::function<R(pipeline&, S)>);
template <class F>
concept builds_branch = requires(F f) { branch_head(std::function(f)); };

/// The graph that the function builds onto a stream.
template <class F>
branch_request build_branch(std::string_view stream, F&& build, attach_options options) {
  static_assert(builds_branch<std::remove_cvref_t<F>>,
                "leat::attach: a branch is built by a function that takes a leat::stream<T> or "
                "leat::keyed_stream<K, T>: [](leat::stream<int> s) { s | ...; }; a leat::pipeline& "
                "may stand before it");
  using S = std::remove_cvref_t<decltype(branch_head(std::function(build)))>;
  using T = typename S::item_type;
  static_assert(copyable_item<T>,
                "leat::attach: items that cannot be copied go one way, so their stream takes no "
                "branches");
  pipeline p;
  auto step = combined_step<T>("branch", {});
  step.apart = true;
  step.make_alone = &make_pass_through;
  graph_node head;
  head.ended = true;
  head.steps.push_back(std::move(step));
  head.inputs.emplace_back();
  S s(p.graph(), {p.graph()->add_node(std::move(head)), 0});
  if constexpr (std::is_invocable_v<F, pipeline&, S&>)
    std::forward<F>(build)(p, s);
  else
    std::forward<F>(build)(s);
  return {stream, p.graph(), typeid(T), std::move(options)};
}

} // namespace detail
} // namespace leat
