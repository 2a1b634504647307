// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace leat {

class engine_state;

/// Settings of an engine.
struct engine_options {
  std::size_t threads = 0; ///< worker threads; 0: as many as cores, at least two
  /// How long a thread that has run out of work looks for more before it sleeps, which makes items
  /// that come one by one two to four times as fast. One thread does so at a time and gives way to
  /// all others, and while other programs want all cores none does. 0: none ever does, nor does one
  /// while the environment variable `LEAT_SPIN` is `off`, `0` or `false` when the engine is made.
  duration spin = std::chrono::microseconds(50);
  /// False: each operator is an actor of its own. So it is, whatever stands here, while the
  /// environment variable `LEAT_FUSE` is `off`, `0` or `false` when the engine is made.
  bool fuse = true;
  std::string spill_to = {};         ///< folder for loops' overflow; "": the system's
  bool count_every_operator = false; ///< count drops per operator, at the cost of fusing
};

/// Owner of the actor system that jobs run on in this process. A program needs none: `leat::run(p)`
/// uses one that lives as long as there are jobs. The destructor cancels its jobs and waits for
/// them.
class engine {
 public:
  using options = engine_options;

  engine();
  explicit engine(options with);
  explicit engine(std::shared_ptr<engine_state> state, bool owns_jobs = true);
  engine(engine&&) noexcept = default;
  engine& operator=(engine&& other) noexcept;
  ~engine();

  /// The engine that jobs without one of their own share.
  [[nodiscard]] static engine shared();
  [[nodiscard]] const std::shared_ptr<engine_state>& state() const noexcept { return state_; }

 private:
  std::shared_ptr<engine_state> state_;
  bool owns_jobs_ = true; // they end with this object
};

} // namespace leat
