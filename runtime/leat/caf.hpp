// SPDX-License-Identifier: BSD-3-Clause
// The bridge for programs that have an actor system of their own: the only public header that
// includes CAF.
#pragma once

#include <leat/engine.hpp>

#include <caf/actor_system.hpp>

namespace leat {

/// An engine on the actor system of the program, which must outlive it. The system keeps its own
/// scheduler settings: policy `sharing` and a max-throughput of about 16 suit pipelines best.
/// `options::threads` and `options::spin` have no effect there.
[[nodiscard]] engine engine_on(caf::actor_system& system, engine::options with = {});

} // namespace leat
