// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "token.hpp"
#include <leat/budget.hpp>
#include <leat/time.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace property {

/// What stands at a vertex. Every vertex but a sink gives one stream of tokens.
enum class kind {
  source,     // from_range
  input,      // pushed while the job runs
  loop,       // head of a loop; its inputs are `back` vertices behind it
  back,       // map | filter: takes a round off the life of what goes back
  map,        // may fail
  run,        // map | filter | map, fused
  filter,     //
  flat_map,   //
  merge,      //
  zip,        //
  take,       //
  unique,     //
  delay,      //
  rate_limit, //
  partition,  // partition | flatten
  call,       // map_async
  hold,       // an operator of the user's that holds items
  parallel,   // map in several instances
  ordered,    // the same, in order
  keyed,      // key_by | parallel | values
  letters,    // dead letters of its inputs
  sink,       // writes down what comes
};

/// What is done where a function throws.
enum class policy { fail,
                    skip,
                    retry,
                    letters };

struct vertex {
  kind what = kind::map;
  std::vector<std::size_t> inputs{};
  std::size_t n = 1;     // take: items; partition: size; parallel: instances; call: in flight;
                         // flat_map: one less than the most that it gives
  leat::duration time{}; // delay, rate_limit, timeout of a partition (zero: none)
  std::optional<leat::budget> budget{};
  bool in_order = true; // call: ordered
  // -- functions that throw
  std::uint64_t fails_one_in = 0; // 0: never
  policy on_error = policy::fail;
  int retries = 0;
  bool recovers = false;      // the last retry does not throw
  policy last = policy::fail; // after the retries
  // -- sources
  std::vector<token> items{};
};

/// A random pipeline, as a value: vertices in an order in which only loops read what stands behind
/// them.
struct graph {
  std::vector<vertex> vertices;

  [[nodiscard]] std::vector<std::vector<std::size_t>> readers() const;
  [[nodiscard]] bool has(kind what) const;
};

[[nodiscard]] std::string name_of(std::size_t vertex);
[[nodiscard]] std::string to_text(const graph& g);

struct limits {
  std::size_t vertices = 12;
  std::size_t items = 24;     // of one source
  std::size_t handled = 2500; // by all vertices together
  bool loops = false;         // mostly loops, and operators that hold items
};

/// The graph of a seed.
[[nodiscard]] graph random_graph(std::uint64_t seed, const limits& most);

/// Every other graph is small, so that what is found is easy to see; of the large ones every other
/// one is made of loops.
[[nodiscard]] inline limits limits_for(std::uint64_t seed) {
  return {.vertices = seed % 2 == 0 ? 6U : 16U, .loops = seed % 4 == 3};
}

} // namespace property
