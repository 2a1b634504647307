// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/attach.hpp>
#include <leat/engine.hpp>
#include <leat/failure.hpp>
#include <leat/metrics.hpp>
#include <leat/pipeline.hpp>
#include <leat/planner.hpp>
#include <leat/progress_display.hpp>

#include <exception>
#include <functional>
#include <iosfwd>
#include <memory>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leat {

/// A job that failed: the whole story. The first failure is the cause.
class job_failed : public std::runtime_error {
 public:
  explicit job_failed(std::vector<failure> failures);
  [[nodiscard]] const std::vector<failure>& failures() const noexcept { return *failures_; }

 private:
  std::shared_ptr<const std::vector<failure>> failures_;
};

/// What a promise of a job says that was cancelled.
class job_cancelled : public std::runtime_error {
 public:
  job_cancelled() : std::runtime_error("leat: the job was cancelled") {}
};

enum class job_state { running,
                       stopping,
                       finished,
                       stopped,
                       cancelled,
                       failed };

/// How a stop went.
struct stop_report {
  bool drained = true; ///< all that had left the sources has arrived
  std::vector<std::string>
    survivors; ///< nodes that had not ended by the deadline, with what they held
};

class job_control;

/// A pipeline that runs. Like `std::jthread`, its destructor cancels it and waits for every actor,
/// so that what its functions refer to may outlive it. All members may be called from any thread;
/// those that wait throw `std::system_error` (resource_deadlock_would_occur) inside a function of a
/// pipeline.
class [[nodiscard]] job {
 public:
  job(std::shared_ptr<job_control> control, std::shared_ptr<engine_state> on);
  job(job&&) noexcept = default;
  job& operator=(job&& other) noexcept;
  ~job();

  /// Waits for the end; throws `job_failed`, each time. Returns after stop and cancel.
  void wait();
  /// Waits at most `d`; true if the job has ended.
  bool wait_for(duration d);
  /// Sources end, the rest runs on to its end; what is not out by the deadline is cancelled and
  /// named. A node with a thread of its own (`.blocking()`) whose function does not come back then
  /// is left to itself: what it refers to must outlive it.
  stop_report stop(duration deadline);
  /// The same without a deadline and without waiting.
  void request_stop();
  void cancel() noexcept;

  [[nodiscard]] job_state state() const noexcept;
  /// Calls `f` at the end, on a thread of the engine (at once if the job has ended), with the
  /// failure, if it failed.
  void on_end(std::function<void(std::exception_ptr)> f);
  /// What each node waits for at this moment, in words.
  [[nodiscard]] std::string diagnose() const;
  [[nodiscard]] metrics_snapshot metrics() const;
  /// Adds a branch to a stream while the job runs: `build` gets a `stream<T>` (or a
  /// `keyed_stream<K, T>`) with the items that the operator of this name gives from one point on,
  /// the same for all its instances, and pipes it into sinks as in a pipeline. One that wants
  /// sources or loops of its own takes a `pipeline&` before the stream.
  ///
  /// The branch is a part of the job: it slows the stream down if it is slower than other readers;
  /// the job ends when it has ended, too, and fails with it, unless it is isolated. Receipts of
  /// inputs do not wait for it. A stream that has ended gives it nothing but the end.
  ///
  /// Throws `std::invalid_argument` if no stream has this name or its items are of another type,
  /// `pipeline_error` with what is wrong with the branch, and `std::logic_error` if the job is not
  /// running any more. Origin: streamz' `connect` and `disconnect`.
  template <class F>
  attachment attach(std::string_view stream, F&& build, attach_options options = {}) {
    return attach_branch(
      detail::build_branch(stream, std::forward<F>(build), std::move(options)));
  }
  /// The pictures of `pipeline`, with what nodes and edges have counted at this moment.
  [[nodiscard]] std::string to_mermaid() const;
  [[nodiscard]] std::string to_dot() const;
  void to_svg(const std::string& path) const;
  /// Shows people how far the job is until it ends or the display is destroyed, and once more then.
  /// A thread of the display writes; `to` must outlive it, and nobody else may write to it
  /// meanwhile.
  progress_display progress(std::ostream& to, progress_options options = {}) const;

 private:
  void end_it() noexcept;
  attachment attach_branch(const detail::branch_request& by);

  std::shared_ptr<engine_state> engine_; // outlives the job
  std::shared_ptr<job_control> control_;
};

/// Starts a pipeline. Throws `pipeline_error` with everything that is wrong with it, before
/// anything runs.
[[nodiscard]] job start(pipeline& p);
[[nodiscard]] job start(pipeline&& p);
[[nodiscard]] job start(pipeline& p, engine& on);
[[nodiscard]] job start(pipeline&& p, engine& on);

/// Runs a pipeline to its end; throws `pipeline_error` and `job_failed`.
void run(pipeline& p);
void run(pipeline&& p);
void run(pipeline& p, engine& on);
void run(pipeline&& p, engine& on);
/// The same; when a stop is requested, sources end and what is under way drains.
void run(pipeline& p, std::stop_token stop);
void run(pipeline& p, engine& on, std::stop_token stop);

} // namespace leat
