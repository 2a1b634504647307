// SPDX-License-Identifier: BSD-3-Clause
// Feeds the cases of all operators, and says what came out.
#pragma once

#include "tests/runtime/probe_cases.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace contract {

/// Items that come at one moment.
struct burst {
  leat::duration at;
  std::vector<int> items;
};

/// Twelve items in five bursts, at moments at which no timer of a case is due, with a pause in
/// which windows close.
const std::vector<burst>& bursts();

struct outcome {
  std::vector<shown> out;
  std::size_t ends = 0;
  bool items_after_end = false;
  leat::duration over_at{};
};

/// The bursts [from, to); time is moved up to the last of them.
void push(probe_trial& t, const leat::input<int>& in, std::size_t from, std::size_t to);

/// Runs a case to its end.
outcome feed(const probe_case& what, const leat::testing::simulation_options& options,
             const std::function<void(probe_trial&)>& prepare = {},
             const std::function<void()>& at_end = {});

/// The same, but after so many bursts all operators are saved and others go on from there. Nothing,
/// if items wait on edges then.
std::optional<outcome> feed_and_restore(const probe_case& what, std::size_t after,
                                        leat::testing::simulation_options options);

/// What came out, without what a schedule may change: the order, or for some cases the times.
std::vector<shown> comparable(const probe_case& what, std::vector<shown> out);

[[nodiscard]] std::string name_of(const probe_case& what);
[[nodiscard]] std::string text_of(const std::vector<shown>& out);

} // namespace contract
