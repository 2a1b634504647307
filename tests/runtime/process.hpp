// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

/// What this process has of the system.
struct process {
  std::size_t threads = 0;
  std::size_t descriptors = 0;
  std::size_t resident = 0; // bytes

  [[nodiscard]] static process now() {
    const auto entries = [](const char* folder) {
      const std::filesystem::directory_iterator all(folder);
      return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    };
    std::size_t pages = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return {entries("/proc/self/task"), entries("/proc/self/fd"),
            resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))};
  }
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true; // memory and threads are not the program's alone
#else
constexpr bool sanitized = false;
#endif
