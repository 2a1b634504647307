// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/orders.hpp"
#include "actors/session/session_id.hpp"
#include <leat/time.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace leat {

/// A worker, as a coordinator knows it.
struct known_worker {
  session_id along{};
  worker_order info;
};

/// The workers of a cluster, each at its index if it is there.
using present_workers = std::vector<std::optional<known_worker>>;
/// Takes them, or why there are not enough.
using use_workers = std::function<void(present_workers, std::string)>;

struct cluster_settings {
  std::vector<std::string> workers; // where they are reached
  std::string program;              // workers run the same
  std::size_t most_item_bytes = 0;  // and take the same
  duration connect_within{};        // then one is given up that is not there
  duration deploy_within{};         // then one that has not answered is lost
};

/// What a cluster core needs from the world.
class cluster_host {
 public:
  virtual ~cluster_host() = default;
  /// A session with the worker; its key is the worker's process.
  virtual void open(std::uint32_t process) = 0;
  virtual void say(session_id to, job_id of, const order& what) = 0;
  virtual void close(session_id which, const std::string& why) = 0;
  /// `on_patience_end(search)` later.
  virtual void be_patient(duration d, std::uint64_t search) = 0;
  /// `on_deploy_deadline(job)` later.
  virtual void expect_parts(duration d, job_id of) = 0;

  // -- of a job that was deployed and is not over
  /// To the coordinator or the nodes of this process; true if it was something for them.
  virtual bool deliver(job_id to, order& what) = 0;
  /// All workers have made their parts.
  virtual void deployed(job_id which) = 0;
  /// A process of it, or all others, are gone or have refused.
  virtual void process_lost(job_id of, std::optional<process_id> which, const std::string& why,
                            bool lost) = 0;
};

/// The coordinator's side of its sessions with workers: looks who is there, deploys jobs in
/// acknowledged steps, and tells them apart that have lost a process. Serves all jobs of an engine.
/// A state machine without CAF.
class cluster_core {
 public:
  cluster_core(cluster_settings settings, cluster_host& host);

  /// To be answered when all workers are there; or some, of which `least` are enough, and the
  /// others can't be reached, or have not been when the patience ends. If those are too few then,
  /// they have as long again as a connection has.
  void find(std::size_t least, duration patience, use_workers then);
  void on_patience_end(std::uint64_t search);
  /// Those that have a part make it; `order` lacks for whom it is, and where they are.
  void deploy(job_id id, const std::vector<bool>& have_part, deploy_order order);
  void on_deploy_deadline(job_id of);
  void job_over(job_id which);
  /// Nobody is searched for any more.
  void end();

  // -- from the sessions
  void on_begun(std::uint32_t process, session_id along);
  void on_message(session_id from, std::span<const std::byte> message);
  /// `for_good`: it was closed or refused, so there is no use in another one.
  void on_over(std::uint32_t process, session_id which, bool for_good, const std::string& why);
  /// None of them can be reached any more from this process.
  void all_over(const std::string& why);

 private:
  struct worker {
    std::optional<session_id> along{}; // that stands
    bool opening = false;
    std::optional<worker_order> info{};
    [[nodiscard]] bool ready() const { return along && info; }
    [[nodiscard]] bool may_come() const { return opening || along; }
  };
  struct search {
    std::size_t least = 0;
    duration patience{};
    use_workers then;
    bool patient = true; // all may still come
    bool hopeful = true; // enough may, and what breaks in between is tried again
    bool over = false;   // nobody is waited for any more
  };
  struct job_there {
    std::set<std::uint32_t> members; // processes that have a part
    std::set<std::uint32_t> missing; // that have not said that they are ready
  };

  void open(std::size_t worker);
  void answer();
  [[nodiscard]] bool answer(search& of);
  [[nodiscard]] std::string misfit(const worker_order& info) const;
  void on_order(std::uint32_t who, job_id of, order& what);
  void lose(job_id id, job_there& job, std::uint32_t who, const std::string& why);
  void fail(job_id id, job_there& job, const std::string& why, bool lost);
  [[nodiscard]] std::vector<std::string> addresses() const;
  [[nodiscard]] std::string name_of(std::uint32_t process) const;

  cluster_settings settings_;
  cluster_host& host_;
  std::vector<worker> workers_;
  std::map<session_id, std::uint32_t> peers_;
  std::map<job_id, job_there> jobs_;
  std::map<std::uint64_t, search> searches_;
  std::uint64_t last_search_ = 0;
  std::string last_fault_; // why a worker is not there
};

} // namespace leat
