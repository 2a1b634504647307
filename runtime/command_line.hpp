// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/address.hpp"
#include "actors/session/tls_channel.hpp"
#include <leat/time.hpp>
#include <leat/usage_error.hpp>

#include <optional>
#include <string>
#include <vector>

namespace leat {

/// What every program with `leat::main` understands of its command line, of the environment where
/// that says nothing, and of a file of options where neither does.
struct command_line {
  bool help = false;
  bool new_token = false;
  bool worker = false;
  socket_address listen;
  std::optional<socket_address> advertise; // port 0: that of `listen`
  std::vector<socket_address> workers;
  std::size_t min_workers = 0; // so many are enough; 0: all
  std::vector<std::string> labels;
  std::string token; // from a file or the environment, never from the command line
  std::optional<tls_files> tls;
  bool insecure = false;
  bool tcp_only = false;
  duration connect_timeout = std::chrono::seconds(10);
  duration link_timeout = std::chrono::seconds(5);
  std::size_t max_item = std::size_t{64} << 20; // bytes of an item that goes to another process
  std::optional<socket_address> health;
  std::optional<std::string> graph; // how to draw the pipeline, instead of running it
  std::vector<std::string> rest;    // for the program

  /// Throws `usage_error`.
  static command_line read(int argc, char** argv);
  /// What it understands, for people.
  [[nodiscard]] static std::string help_text();
};

} // namespace leat
