// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/job.hpp>
#include <leat/metrics.hpp>
#include <leat/pipeline.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leat {

struct job_plan;
struct node_status;
enum class node_id : std::uint32_t;

namespace testing {

/// A push or flush that can never be done: nothing moves any more, at this virtual time.
class stuck : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the operators of a job remember, by name and instance.
using saved_states = std::map<std::pair<std::string, std::size_t>, std::vector<std::byte>>;

struct simulation_options {
  std::uint64_t seed = 0;                    ///< of the schedule; equal seeds replay exactly
  bool fuse = true;                          ///< false: each operator is a node of its own
  duration delay_packets = duration::zero(); ///< fault: any delivery may be late by up to this much
  std::size_t chunk_items = 1024;            ///< the most that travel together
  bool empty_chunks = false;                 ///< fault: chunks of nothing come between others
  bool repeat_grants = false;                ///< fault: grants may come again, behind later ones
  duration delay_calls =
    std::chrono::milliseconds(1);        ///< results of `map_async` come up to this much later
  bool calls_end_here = false;           ///< true: calls end by functions of the pipeline itself
  std::string spill_to = {};             ///< folder for loops' overflow; "": the system's
  saved_states restore = {};             ///< what operators begin with; see `simulation::save`
  duration begins_at = duration::zero(); ///< virtual time of the start
};

/// A pipeline that runs in this thread, in virtual time, under a seeded schedule: the same nodes
/// and the same coordinator as on actors, but every delivery, timer and completion is one step of a
/// single loop. The seed permutes what is free: deliveries between different pairs of nodes, equal
/// timers of different nodes, completions, sizes of chunks.
///
/// Time begins at `timestamp{}` and moves only in `advance` and `finish`. Functions given to
/// `map_async` really run, and the simulation waits for them; their results arrive at seeded times.
/// With `calls_end_here` it waits for none: virtual time goes on while calls are under way, until
/// another function of the pipeline, at its own time, gives a result. `push` and `flush` of inputs
/// step the simulation, or throw `stuck`. `settle`, `advance` and `finish` throw `job_failed` once
/// the job has failed. A job in which nothing can move any more fails at once.
class simulation {
 public:
  using options = simulation_options;

  explicit simulation(pipeline& p, options with = {});
  simulation(const simulation&) = delete;
  simulation& operator=(const simulation&) = delete;
  ~simulation();

  /// Runs until nothing more happens at this time.
  void settle();
  /// Moves time forward; what is due at the new time has happened.
  void advance(duration d);
  /// Runs to the end of the job, however long that takes in virtual time. Throws `stuck` if an open
  /// input keeps it alive.
  void finish();
  /// One step of the schedule; false if nothing happens at this time.
  bool step();

  /// What `job::stop` does: sources end, what is under way goes on.
  void stop();
  void cancel();
  /// Fault: the node dies where it stands.
  void crash(std::string_view node);

  /// What `job::attach` does. `attachment::wait` moves the simulation as `push` does.
  template <class F>
  attachment attach(std::string_view stream, F&& build, attach_options options = {}) {
    return attach_branch(
      leat::detail::build_branch(stream, std::forward<F>(build), std::move(options)));
  }

  /// What each operator remembers now, for `options::restore` of a simulation of the same pipeline,
  /// which goes on from there. To be called after `settle` or `advance`. Throws `std::logic_error`
  /// while items wait on edges, which are not saved, and codec_error for a type without codec.
  [[nodiscard]] saved_states save() const;

  [[nodiscard]] bool finished() const;
  [[nodiscard]] job_state state() const;
  [[nodiscard]] timestamp now() const;
  [[nodiscard]] std::string diagnose() const;
  [[nodiscard]] metrics_snapshot metrics() const;

  // -- for tests of the engine itself
  [[nodiscard]] const job_plan& plan() const;
  [[nodiscard]] std::vector<node_status> status() const;
  [[nodiscard]] node_status status(node_id of) const;
  /// Calls `f` after each step, with the node that made it (none: the coordinator). What it throws
  /// leaves the function that stepped.
  void after_each_step(std::function<void(std::optional<node_id>)> f);

 private:
  attachment attach_branch(const leat::detail::branch_request& by);

  class world;
  std::unique_ptr<world> world_;
};

} // namespace testing
} // namespace leat
