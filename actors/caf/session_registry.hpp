// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/shared_session.hpp"
#include "actors/session/session_id.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace leat::shell {

/// The sessions of a process. The broker enters them; who sends looks them up. Thread-safe.
class session_registry {
 public:
  void enter(session_id which, std::shared_ptr<shared_session> session);
  void remove(session_id which);
  /// Never null: one that is gone is found as one that is over.
  [[nodiscard]] std::shared_ptr<shared_session> find(session_id which) const;

 private:
  mutable std::mutex mutex_;
  std::map<session_id, std::shared_ptr<shared_session>> sessions_;
};

} // namespace leat::shell
