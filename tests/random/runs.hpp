// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "random_pipeline.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace random_pipelines {

/// The engines on which pipelines run, with 1 and 4 threads, fused and unfused.
class actors {
 public:
  actors();
  actors(const actors&) = delete;
  actors& operator=(const actors&) = delete;
  ~actors();

  /// How the pipeline's result differs from the interpreter's, on the first engine where it does.
  [[nodiscard]] std::optional<std::string> difference(const random_pipeline& p);

 private:
  struct one;
  std::vector<one> all_;
};

/// The same in the simulation, under ten schedules, half of them fused.
[[nodiscard]] std::optional<std::string> simulated_difference(const random_pipeline& p);

} // namespace random_pipelines
