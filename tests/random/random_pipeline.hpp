// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "steps.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace random_pipelines {

enum class source { range,
                    generator,
                    coroutine,
                    lines,
                    input };
enum class sink { collect_into,
                  to_vector,
                  for_each,
                  to_stream };

struct used_step {
  std::size_t which; // of all_steps()
  parameters with;
};

/// A pipeline as a value.
struct random_pipeline {
  std::uint64_t seed = 0;
  bool in_virtual_time = false; // then items come at their times, through an input
  source from = source::range;
  sink to = sink::collect_into;
  flow input;
  std::vector<used_step> steps;
};

[[nodiscard]] const std::vector<step>& all_steps();

/// The pipeline of a seed; `in_virtual_time`: one for the simulation alone.
[[nodiscard]] random_pipeline random_pipeline_of(std::uint64_t seed, bool in_virtual_time);

/// What must come out. Throws `left_open`.
[[nodiscard]] flow interpret(const random_pipeline& p);

[[nodiscard]] std::string to_text(const random_pipeline& p);
[[nodiscard]] std::string to_text(const random_pipeline& p, const flow& f);

} // namespace random_pipelines
