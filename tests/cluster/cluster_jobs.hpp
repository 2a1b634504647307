// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/leat.hpp>

#include <array>
#include <cstdint>
#include <vector>

struct numbered {
  std::uint32_t attempt = 0;
  std::uint32_t value = 0;
};

/// What the coordinator's sinks have got in the attempt that runs.
struct results {
  std::uint32_t attempt = 0;
  std::vector<std::uint32_t> got;
  bool stale = false; // something of an earlier attempt came

  void take(std::uint32_t of, std::uint32_t value) {
    stale = stale || of != attempt;
    got.push_back(value);
  }
  void begin_with(leat::pipeline& p) {
    p.graph()->on_start_over([this] {
      ++attempt;
      got.clear();
    });
  }
};

/// A job, and whether what it has given is right.
struct job {
  const char* name;
  void (*build)(leat::pipeline&, results&);
  bool (*is_right)(std::vector<std::uint32_t>);
};

/// Jobs on all workers, of a few seconds each, whose sources give their items again.
extern const std::array<job, 4> jobs;
