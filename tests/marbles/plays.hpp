// SPDX-License-Identifier: BSD-3-Clause
// How the operators of the marble pictures in the comments of headers are played: a line for each.
#pragma once

#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <functional>
#include <string>
#include <vector>

/// What a picture gives to its operator.
struct given {
  std::vector<leat::testing::marble_lane> in;
  leat::duration length; ///< of the picture
  leat::testing::simulation_options options;
};

struct play {
  std::string shown; ///< the row of the operator
  std::function<leat::testing::marble_lane(const given&)> run;
  std::string output = "out"; ///< the row that it makes
};

/// Functions of the types of streams, not of operators, so that little is compiled.
template <class T, class U>
using of_stream = leat::stream<U> (*)(leat::stream<T>);
template <class A, class B, class U>
using of_two = leat::stream<U> (*)(leat::stream<A>, leat::stream<B>);
template <class U>
using of_pipeline = leat::stream<U> (*)(leat::pipeline&);

template <class T, class U>
auto run_play(of_stream<T, U> f) {
  return [f](const given& g) {
    leat::pipeline p;
    leat::testing::marble_run run;
    run.note(f(run.feed<T>(p, g.in.at(0))));
    return run.run(p, g.options);
  };
}
template <class A, class B, class U>
auto run_play(of_two<A, B, U> f) {
  return [f](const given& g) {
    leat::pipeline p;
    leat::testing::marble_run run;
    auto a = run.feed<A>(p, g.in.at(0));
    run.note(f(std::move(a), run.feed<B>(p, g.in.at(1))));
    auto options = g.options;
    options.calls_end_here = true;
    options.delay_calls = leat::duration::zero();
    return run.run(p, options);
  };
}
template <class U>
auto run_play(of_pipeline<U> f) {
  return [f](const given& g) {
    leat::pipeline p;
    leat::testing::marble_run run;
    run.note(f(p));
    run.stop_at(g.length);
    return run.run(p, g.options);
  };
}

/// A play by a function without captures.
template <class F>
auto by(F f) {
  return run_play(+f);
}

using plays = std::vector<play>;
plays of_items();
plays of_streams();
