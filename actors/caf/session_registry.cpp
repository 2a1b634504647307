// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/session_registry.hpp"

#include <utility>

namespace leat::shell {

namespace {

std::shared_ptr<shared_session> one_that_is_over() {
  session_core core(session_core::side::listens, {}, {}, [] { return 0; });
  core.close("it is gone");
  return std::make_shared<shared_session>(std::move(core), steady_time(), [] {});
}

} // namespace

void session_registry::enter(session_id which, std::shared_ptr<shared_session> session) {
  const std::lock_guard alone(mutex_);
  sessions_.emplace(which, std::move(session));
}

void session_registry::remove(session_id which) {
  const std::lock_guard alone(mutex_);
  sessions_.erase(which);
}

std::shared_ptr<shared_session> session_registry::find(session_id which) const {
  const std::lock_guard alone(mutex_);
  const auto found = sessions_.find(which);
  return found == sessions_.end() ? one_that_is_over() : found->second;
}

} // namespace leat::shell
