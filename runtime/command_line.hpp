// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/address.hpp"
#include <leat/time.hpp>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace leat {

/// A command line that says what cannot be done.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What every program with `leat::main` understands of its command line and environment.
struct command_line {
  bool help = false;
  bool new_token = false;
  bool worker = false;
  socket_address listen;
  std::vector<socket_address> workers;
  std::vector<std::string> labels;
  std::string token; // from a file or the environment, never from the command line
  bool insecure = false;
  duration connect_timeout = std::chrono::seconds(10);
  duration link_timeout = std::chrono::seconds(5);
  std::optional<std::string> graph; // how to draw the pipeline, instead of running it
  std::vector<std::string> rest;    // for the program

  /// Throws `usage_error`.
  static command_line read(int argc, char** argv);
  /// What it understands, for people.
  [[nodiscard]] static std::string help_text();
};

} // namespace leat
