// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/context.hpp>
#include <leat/copyable.hpp>
#include <leat/refused.hpp>
#include <leat/stream.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace leat {

class pipeline;

namespace detail {

template <class>
inline constexpr bool always_false = false;

template <class S>
concept has_tail = requires {
  typename std::remove_cvref_t<S>::tail_type;
};

// -- what kind of recipe

template <class R>
concept source_recipe = requires {
  typename R::source;
};
template <class R>
inline constexpr bool passes_items = requires {
  R::passes_items;
};
template <class R>
inline constexpr bool makes_keys = requires {
  R::makes_keys;
};
template <class R>
inline constexpr bool sees_keys = requires {
  R::sees_keys;
};
/// It makes of a stream's keys what it wants, instead of working on the values of each key.
template <class R, class K, class T>
concept binds_keyed = requires(R r) {
  std::move(r).template bind_keyed<K, T>();
};
template <class X>
concept step_like = requires {
  typename X::input;
  typename X::state;
};
/// Makes an operator that is no step; a node of its own.
template <class X>
concept operator_maker = requires(X x) {
  { x.make() } -> std::convertible_to<std::unique_ptr<operator_base>>;
};

template <class R, class T, class K = void>
consteval bool has_no_fault() {
  if constexpr (requires { R::template keyed_fault<K, T>; })
    return !R::template keyed_fault<K, T>;
  else if constexpr (requires { R::template fault<T>; })
    return static_cast<int>(R::template fault<T>) == 0;
  else
    return true;
}

// -- what comes out

template <class Recipe, class Stream, class Out>
struct result_stream {
  using type = stream<Out>;
};
template <class Recipe, class Stream, class K, class U>
requires(
  makes_keys<Recipe> || (passes_items<Recipe> && !std::is_void_v<typename Stream::key_type>)) struct
  result_stream<Recipe, Stream, keyed<K, U>> {
  using type = keyed_stream<K, U>;
};

/// What a stream of U is behind the recipe.
template <class Recipe, class Stream>
struct results_of {
  template <class U>
  using type = typename result_stream<Recipe, Stream, U>::type;
};

template <class Maker>
std::unique_ptr<operator_base> make_operator(std::span<kept_step* const> steps) {
  return static_cast<kept<Maker>&>(*steps[0]).take().make();
}

/// The outputs of an operator: none, one, or several.
template <class Output>
struct output_list {
  using type = types<Output>;
};
template <>
struct output_list<void> {
  using type = types<>;
};
template <class... Us>
struct output_list<outputs<Us...>> {
  using type = types<Us...>;
};

template <class Output>
inline constexpr bool has_several = false;
template <class... Us>
inline constexpr bool has_several<outputs<Us...>> = true;

template <class Output>
void add_outlets(graph_step& step) {
  [&]<class... Us>(types<Us...>) {
    (step.outlets.push_back(&make_outlet<Us>), ...);
  }(typename output_list<Output>::type{});
}

/// The streams that a node gives: nothing, one, or a tuple of several.
template <class Output, template <class> class Stream = stream>
auto stream_of_output(const std::shared_ptr<graph>& in, std::size_t node) {
  return [&]<class... Us>(types<Us...>) {
    if constexpr (sizeof...(Us) == 1)
      return handle<Stream<Us>..., no_tail>(in, {node, 0});
    else if constexpr (sizeof...(Us) > 1) {
      std::size_t outlet = 0;
      return std::tuple<Stream<Us>...>{Stream<Us>(in, {node, outlet++})...};
    }
  }(typename output_list<Output>::type{});
}

template <class Left>
void end_left(const Left& left) {
  if constexpr (has_tail<Left>)
    static_cast<void>(left.ended());
  else
    left.end_node();
}

/// Appends the step to the node of `left`, if that is a temporary whose node can still grow; else
/// begins a node.
template <bool Grows, class Left>
std::size_t place(const Left& left, graph_step entry) {
  if constexpr (Grows) {
    return left.owner()->grow(std::move(entry), left.position());
  } else { // compiles the run that ends here
    end_left(left);
    return left.owner()->add_node(std::move(entry), left.position());
  }
}

template <class Left>
struct next_tail_of {
  template <class Step>
  using type = typename Left::tail_type::template then<Step>;
};
struct first_tail {
  template <class Step>
  using type = tail<from_input<typename Step::input>, Step>;
};

template <class Letter, bool Keeps, class Step>
auto with_policy(Step step) {
  if constexpr (!std::is_void_v<Letter>) {
    static_assert(
      std::same_as<Letter, typename Step::input>,
      "leat::on_error: the box takes dead letters of another item type than the operator's");
    return with_letters<Step>(std::move(step));
  } else if constexpr (Keeps) {
    static_assert(copyable_item<typename Step::input>,
                  "leat::retry: items that can't be copied can't be tried again");
    return keeping<Step>(std::move(step));
  } else
    return step;
}

template <class Recipe>
bool keeps_all_it_sees(const Recipe& recipe) {
  if constexpr (requires { recipe.unbounded(); })
    return recipe.unbounded();
  else
    return requires { requires Recipe::unbounded; };
}

template <class Left, class Recipe, bool Apart, class Letter, bool Keeps>
auto attach(Left&& left, spec<Recipe, Apart, Letter, Keeps> what) {
  using stream_type = std::remove_cvref_t<Left>;
  using K = typename stream_type::key_type;
  constexpr bool keyed_input = !std::is_void_v<K> && !sees_keys<Recipe>;
  using seen = std::conditional_t<sees_keys<Recipe>, typename stream_type::item_type,
                                  typename stream_type::seen_type>;

  if constexpr (requires { what.recipe.adopt(what.options.on_error); })
    what.recipe.adopt(what.options.on_error);
  const bool unbounded = keeps_all_it_sees(what.recipe);
  auto bound = [&] {
    if constexpr (!keyed_input)
      return std::move(what.recipe).template bind<seen>();
    else if constexpr (binds_keyed<Recipe, K, seen>)
      return std::move(what.recipe).template bind_keyed<K, seen>();
    else
      return std::move(what.recipe).template bind<seen>();
  }();
  graph_step entry;
  entry.kind = Recipe::kind;
  entry.options = std::move(what.options);
  entry.apart = Apart;
  entry.keyed = !std::is_void_v<K>;
  entry.one_instance = requires { Recipe::one_instance; };
  entry.unbounded = unbounded;
  if constexpr (requires { Recipe::budget_behind; })
    entry.budget_behind = Recipe::budget_behind;

  if constexpr (step_like<decltype(bound)>) {
    auto policed = with_policy<Letter, Keeps>(std::move(bound));
    if constexpr (!std::is_void_v<Letter>)
      entry.make_letters = &make_outlet<dead_letter<Letter>>;
    auto step = [&] {
      if constexpr (keyed_input && !binds_keyed<Recipe, K, seen>)
        return per_key<K, decltype(policed)>(std::move(policed));
      else
        return std::move(policed);
    }();
    using Step = decltype(step);
    using alone = tail<from_input<typename Step::input>, Step>;
    entry.stateful = step_remembers<Step>;
    entry.unbounded = unbounded || (keyed_input && !binds_keyed<Recipe, K, seen> && entry.stateful);
    entry.speaks_at_end_only = requires { Recipe::speaks_at_end_only; };
    entry.step = keep_step(std::move(step));
    entry.make_alone = &alone::make;
    constexpr bool grows = [] {
      if constexpr (has_tail<stream_type> && !std::is_lvalue_reference_v<Left> && !Apart)
        return !stream_type::tail_type::closed;
      return false;
    }();
    using next_tail = typename std::conditional_t<grows, next_tail_of<stream_type>,
                                                  first_tail>::template type<Step>;
    if constexpr (std::is_void_v<typename Step::output>) {
      const std::size_t n = place<grows>(left, std::move(entry));
      auto& node = left.owner()->node(n);
      node.ended = true;
      if (node.steps.size() == next_tail::size)
        node.make_fused = &next_tail::make;
    } else {
      using out = typename result_stream<Recipe, stream_type, typename Step::output>::type;
      entry.outlets.push_back(&make_outlet<typename Step::output>);
      const std::size_t n = place<grows>(left, std::move(entry));
      if constexpr (Apart)
        return handle<out, no_tail>(left.owner(), {n, 0});
      else
        return handle<out, next_tail>(left.owner(), {n, 0});
    }
  } else {
    static_assert(operator_maker<decltype(bound)>);
    using Maker = decltype(bound);
    if constexpr (!std::is_void_v<Letter>) {
      static_assert(
        requires { requires std::same_as<Letter, typename Maker::letter>; },
        "leat::on_error: the box takes dead letters of another item type than the operator's");
      entry.make_letters = &make_outlet<dead_letter<Letter>>;
    }
    entry.apart = true;
    entry.stateful = !requires { requires !Maker::keeps_state; };
    entry.options.blocking = entry.options.blocking || requires { requires Maker::blocks; };
    entry.speaks_at_end_only = requires { Recipe::speaks_at_end_only; };
    [[maybe_unused]] const std::size_t outlets = [&] {
      if constexpr (requires { bound.outlets(); })
        return bound.outlets();
      else
        return std::size_t{1};
    }();
    entry.step = keep_step(std::move(bound));
    entry.make_alone = &make_operator<Maker>;
    if constexpr (std::is_void_v<typename Maker::output>) {
      place<false>(left, std::move(entry));
    } else if constexpr (has_several<typename Maker::output>) {
      add_outlets<typename Maker::output>(entry);
      return stream_of_output<typename Maker::output,
                              results_of<Recipe, stream_type>::template type>(
        left.owner(), place<false>(left, std::move(entry)));
    } else if constexpr (requires { bound.outlets(); }) { // as many as it says
      using out = typename result_stream<Recipe, stream_type, typename Maker::output>::type;
      entry.outlets.assign(outlets, &make_outlet<typename Maker::output>);
      const std::size_t n = place<false>(left, std::move(entry));
      std::vector<out> streams;
      for (std::size_t i = 0; i < outlets; ++i)
        streams.emplace_back(left.owner(), stream_position{n, i});
      return streams;
    } else {
      using out = typename result_stream<Recipe, stream_type, typename Maker::output>::type;
      entry.outlets.push_back(&make_outlet<typename Maker::output>);
      const std::size_t n = place<false>(left, std::move(entry));
      return handle<out, no_tail>(left.owner(), {n, 0});
    }
  }
}

template <class Spec>
auto prefixed(Spec what, const std::string& prefix) {
  if (prefix.empty())
    return what;
  if constexpr (is_chain<Spec>)
    what.prefix = what.prefix.empty() ? prefix : prefix + "/" + what.prefix;
  else
    what.options.prefix = what.options.prefix.empty() ? prefix : prefix + "/" + what.options.prefix;
  return what;
}

} // namespace detail

/// True if `S | X` compiles to something else than a refusal.
template <class S, class X>
concept pipes_into = stream_like<S> && [] {
  using what = std::remove_cvref_t<X>;
  if constexpr (detail::is_spec<what>)
    return detail::has_no_fault<decltype(what::recipe), typename std::remove_cvref_t<S>::seen_type,
                                typename std::remove_cvref_t<S>::key_type>();
  else
    return spec_like<X> || std::is_invocable_v<X, S> || requires(X x, S s) {
      x.attach(std::move(s));
    };
}();

template <stream_like Left, class Right>
auto operator|(Left&& left, Right&& right) {
  using stream_type = std::remove_cvref_t<Left>;
  using right_type = std::remove_cvref_t<Right>;
  if constexpr (std::is_lvalue_reference_v<
                  Left> && !copyable_item<typename stream_type::item_type>) {
    static_assert(detail::always_false<Left>,
                  "leat: items of this type can't be copied, so their stream goes one way only: "
                  "std::move(stream) | ...");
    return refused{};
  } else if constexpr (detail::is_chain<right_type>) {
    right_type chain(std::forward<Right>(right));
    return (std::forward<Left>(left) | detail::prefixed(std::move(chain.first), chain.prefix))
      | detail::prefixed(std::move(chain.second), chain.prefix);
  } else if constexpr (detail::is_spec<right_type>) {
    using recipe = decltype(right_type::recipe);
    using seen = std::conditional_t<detail::sees_keys<recipe>, typename stream_type::item_type,
                                    typename stream_type::seen_type>;
    if constexpr (detail::source_recipe<recipe>) {
      static_assert(detail::always_false<recipe>,
                    "leat: a source begins a pipe: p | leat::from_...(...)");
      return refused{};
    } else if constexpr (!detail::has_no_fault<recipe, seen, typename stream_type::key_type>()) {
      recipe::template refuse<seen>();
      return refused{};
    } else if constexpr (requires(recipe r) { std::move(r).template result<seen>(); }) {
      right_type what(std::forward<Right>(right));
      return std::move(what.recipe)
        .template result<seen>()
        .attach(std::forward<Left>(left), std::move(what.options));
    } else {
      return detail::attach(std::forward<Left>(left), right_type(std::forward<Right>(right)));
    }
  } else if constexpr (requires { std::forward<Right>(right).attach(std::forward<Left>(left)); }) {
    return std::forward<Right>(right).attach(std::forward<Left>(left));
  } else if constexpr (std::same_as<right_type, refused>) {
    return refused{};
  } else if constexpr (std::is_invocable_v<Right, Left>) {
    return std::forward<Right>(right)(std::forward<Left>(left));
  } else {
    static_assert(
      detail::always_false<Right>,
      "leat: what stands right of | is no operator, no sink and no function of a stream");
    return refused{};
  }
}

namespace detail {
template <class S>
inline constexpr bool is_pipeline = std::derived_from<std::remove_cvref_t<S>, pipeline>;
/// Neither a pipeline, a stream nor a spec, nor what came of a refusal.
template <class S>
concept stranger = !stream_like<S> && !spec_like<S> && !is_pipeline<S> && !std::same_as<S, refused>;
} // namespace detail

template <detail::stranger Left, spec_like Right>
refused operator|(Left&&, Right&&) {
  static_assert(detail::always_false<Left>,
                "leat: what stands left of | is neither a pipeline nor a stream; for a range "
                "write p | leat::from_range(range) | ...");
  return {};
}

} // namespace leat
