// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

/// What every benchmark program needs: a size that the compiler cannot know, a clock, and figures
/// printed as JSON lines.
namespace bench {

using clock = std::chrono::steady_clock;

/// The number given as argument `at`, or `otherwise`. Comes through a volatile, so no loop over it
/// is worked out at compile time. Ends the program with status 2 if it is no positive number.
inline std::uint64_t number(int argc, char** argv, int at, std::uint64_t otherwise) {
  volatile std::uint64_t value = otherwise;
  if (at < argc) {
    char* end = nullptr;
    value = std::strtoull(argv[at], &end, 10);
    if (*end != '\0' || value == 0) {
      std::fprintf(stderr, "%s: '%s' is not a positive number\n", argv[0], argv[at]);
      std::exit(2);
    }
  }
  return value;
}

inline double nanoseconds_since(clock::time_point begin) {
  return std::chrono::duration<double, std::nano>(clock::now() - begin).count();
}

/// Prints one figure, as `tools/bench` reads it.
inline void report(const char* name, double value, const char* unit) {
  std::printf("{\"name\": \"%s\", \"value\": %.6g, \"unit\": \"%s\"}\n", name, value, unit);
  std::fflush(stdout);
}

/// The value below which `part` (0 to 1) of the samples lie; reorders them. There must be one.
inline double quantile(std::vector<double>& samples, double part) {
  auto at = static_cast<std::size_t>(part * static_cast<double>(samples.size() - 1));
  auto place = samples.begin() + static_cast<std::ptrdiff_t>(at);
  std::nth_element(samples.begin(), place, samples.end());
  return *place;
}

/// Bytes of memory that this process has in use (its resident set).
inline double resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  std::uint64_t total = 0;
  std::uint64_t resident = 0;
  statm >> total >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

} // namespace bench
