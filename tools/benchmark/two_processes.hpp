// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "measure.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>
#include <stdexcept>

/// What the programs have in common that measure from process to process: integers in blocks, and
/// a second process that takes them.
namespace bench {

constexpr std::size_t block_bytes = std::size_t{64} * 1024;
constexpr std::size_t block_items = block_bytes / sizeof(std::uint64_t);
using block = std::array<std::uint64_t, block_items>;

/// Blocks of so many integers at least.
inline std::uint64_t blocks_of(std::uint64_t items) {
  return (items + block_items - 1) / block_items;
}

/// Reports what an item took, if the sum is that of all of them.
inline void report_blocks(std::uint64_t blocks, std::uint64_t sum, clock::time_point begin) {
  const auto n = blocks * block_items;
  if (sum != n * (n - 1) / 2)
    throw std::runtime_error("a wrong sum");
  report("item", nanoseconds_since(begin) / static_cast<double>(n), "ns");
}

/// Starts the receiver in a process of its own, and the sender here with the port that the
/// receiver has named. The receiver must end by itself. Gives the exit status.
inline int run_two(const std::function<void(std::function<void(std::uint16_t)>)>& receive,
                   const std::function<void(std::uint16_t)>& send) {
  std::array<int, 2> pipe_ends{};
  if (pipe(pipe_ends.data()) != 0)
    return 1;
  const pid_t child = fork(); // before anything has threads
  if (child == 0) {
    try {
      receive([&](std::uint16_t port) {
        if (write(pipe_ends[1], &port, sizeof port) != sizeof port)
          std::abort();
      });
      std::_Exit(0);
    } catch (const std::exception& e) {
      std::fprintf(stderr, "receiver: %s\n", e.what());
      std::_Exit(1);
    }
  }
  std::uint16_t port = 0;
  if (read(pipe_ends[0], &port, sizeof port) != sizeof port)
    return 1;
  send(port);
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

} // namespace bench
