// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cluster.hpp"
#include <leat/engine.hpp>
#include <leat/pipeline.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace leat {

class engine_state;

struct worker_options {
  socket_address listen;
  std::vector<std::string> labels;
  std::optional<socket_address> advertise; // to other workers; port 0: that of `listen`
  process_options process;
  bool insecure = false; // beyond this machine without encryption
};

/// Hosts nodes of jobs, in this process, for whoever knows the token.
class worker {
 public:
  using build = std::function<void(pipeline&, std::span<const std::string>)>;

  /// Throws `std::system_error` if it cannot listen, and `std::invalid_argument` if strangers could
  /// come: beyond this machine it needs a token, and TLS or `insecure`.
  worker(worker_options options, build how);
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;
  /// Ends what runs here.
  ~worker();

  /// Where it listens, with the port that it has got.
  [[nodiscard]] const socket_address& address() const { return address_; }

 private:
  socket_address address_;
  std::shared_ptr<engine_state> on_;
  caf::actor actor_;
};

} // namespace leat
