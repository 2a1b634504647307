// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/cluster/cluster_core.hpp"
#include "actors/cluster/worker_core.hpp"
#include "simulated_part.hpp"
#include "simulated_process.hpp"
#include <leat/coordinator_core.hpp>
#include <leat/pipeline.hpp>
#include <leat/restart_history.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// Builds the pipeline, as each process does; what sinks get concerns the coordinator's alone.
using build_pipeline = std::function<void(leat::pipeline&)>;

class simulated_worker final : public simulated_process, private leat::worker_host {
 public:
  simulated_worker(network& in, std::uint32_t address, leat::session_options options,
                   build_pipeline build);

  /// Jobs that it has nodes of.
  [[nodiscard]] std::size_t jobs() const { return parts_.size(); }
  /// Sessions with other workers that it has opened.
  [[nodiscard]] std::size_t opened() const { return opened_; }

 private:
  struct kept_plan {
    leat::pipeline pipeline;
    leat::job_plan plan;
  };

  // -- simulated_process
  void on_begun(std::uint64_t key, leat::session_id which, const leat::hello& peer) override;
  void on_received(leat::session_id from, leat::session_message m) override;
  void on_over(std::uint64_t key, leat::session_id which, leat::session_core::state how,
               const std::string& why) override;
  void on_jump() override;

  // -- worker_host
  [[nodiscard]] leat::built_job build(const leat::deploy_order& from) override;
  bool open(std::uint64_t key, const std::string& address, const leat::incarnation& cluster,
            std::uint32_t index) override;
  void say(leat::session_id to, leat::job_id of, const leat::order& what) override;
  void close(leat::session_id which, const std::string& why) override;
  void log(const std::string&) override {}
  void make_nodes(const leat::job_key& of, const leat::part_plan& from) override;
  bool deliver(const leat::job_key& to, leat::order& what) override;
  void end_nodes(const leat::job_key& of) override;

  build_pipeline build_;
  leat::worker_core core_;
  std::map<leat::job_key, std::unique_ptr<simulated_part>> parts_;
  std::size_t opened_ = 0;
};

/// What becomes of a job, from one attempt to the next.
enum class phase { searching,       // for workers
                   finding,         // the first that was missing is there
                   deploying,       // all orders have been sent, and nobody has answered
                   partly_deployed, // some have
                   deployed,        // all have, and nothing has moved
                   flowing,         // items do
                   ending };        // nodes do: the attempt has lost a process, or is over

/// Runs one job, and starts it over as often as it may.
class simulated_coordinator final : public simulated_process,
                                    private leat::cluster_host,
                                    private leat::coordinator_host {
 public:
  simulated_coordinator(network& in, std::uint32_t address, leat::session_options options,
                        std::vector<std::uint32_t> workers, const build_pipeline& build,
                        leat::restart_limit restarts);

  [[nodiscard]] const std::optional<leat::job_result>& result() const { return result_; }
  [[nodiscard]] std::size_t attempts() const { return attempts_; }
  [[nodiscard]] phase now_is() const;

 private:
  // -- simulated_process
  void on_begun(std::uint64_t key, leat::session_id which, const leat::hello& peer) override;
  void on_received(leat::session_id from, leat::session_message m) override;
  void on_over(std::uint64_t key, leat::session_id which, leat::session_core::state how,
               const std::string& why) override;
  void on_jump() override;

  // -- cluster_host
  void open(std::uint32_t process) override;
  void say(leat::session_id to, leat::job_id of, const leat::order& what) override;
  void close(leat::session_id which, const std::string& why) override;
  void be_patient(leat::duration d, std::uint64_t search) override;
  void expect_parts(leat::duration d, leat::job_id of) override;
  bool deliver(leat::job_id to, leat::order& what) override;
  void deployed(leat::job_id which) override;
  void process_lost(leat::job_id of, std::optional<leat::process_id> which,
                    const std::string& why, bool lost) override;

  // -- coordinator_host
  void tell(leat::node_id whom, leat::node_command what) override;
  void job_ended(leat::job_result result) override;
  void status_known(const std::vector<leat::node_status>&) override {}
  void branch_ended(leat::branch_id, const leat::job_result&) override {}
  void item_failed(const leat::failure&) override {}

  void find_workers(std::size_t least, leat::duration patience);
  void deploy(const leat::present_workers& workers);
  void attempt_over(leat::job_result result);

  const std::vector<std::uint32_t> addresses_;
  leat::pipeline pipeline_;
  leat::cluster_core cluster_;
  leat::restart_history losses_;
  std::size_t attempts_ = 0;
  bool has_found_ = false; // a worker since the search began

  // -- of the attempt that runs
  leat::job_id job_{};
  std::shared_ptr<const leat::job_plan> plan_;
  leat::sessions_by_process along_;
  std::unique_ptr<simulated_part> part_;
  std::unique_ptr<leat::coordinator_core> core_;
  bool waits_ = false;
  bool ending_ = false;
  std::size_t answers_ = 0; // of those that have made their parts

  std::optional<leat::job_result> result_;
};
