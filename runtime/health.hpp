// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/address.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace leat {

/// Answers an orchestrator's probes over HTTP: `GET /live` with 200 while the process serves, `GET
/// /ready` with 200, or 503 and why it is not. One thread; what strangers can make it hold is
/// bounded, and a probe that does what it should is answered whatever they do. All members may be
/// called from any thread.
class health {
 public:
  /// Without an address it answers nobody. Throws what `listen_on` does.
  explicit health(const std::optional<socket_address>& at);
  ~health();

  /// Where it listens, with the port that it has got.
  [[nodiscard]] const std::optional<socket_address>& address() const { return address_; }
  /// Asks at each probe: nothing means that it is ready. What was said before counts no more; when
  /// this returns its function is called no more, either.
  void ask(std::function<std::string()> why_not_ready);
  void ready();
  void not_ready(const std::string& why);

 private:
  class server;
  std::optional<socket_address> address_;
  std::unique_ptr<server> server_;
};

} // namespace leat
