// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/cluster/worker_core.hpp"
#include "actors/session/handshake.hpp"
#include "actors/session/session_core.hpp"
#include "actors/session/session_id.hpp"
#include "budget_watch.hpp"
#include "schedule.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class simulated_process;
class simulated_part;
class connection;

/// Where processes are reached, and what lies between them.
class network {
 public:
  explicit network(schedule& time) : time(time) {}

  schedule& time;
  std::map<std::uint32_t, simulated_process*> there; // by address

  // -- what nobody in it sees
  std::map<leat::job_key, std::map<leat::process_id, simulated_part*>> parts;
  budget_watch budgets;

  // -- faults
  /// Nothing comes through between the two until then; what is sent waits.
  void block(std::uint32_t a, std::uint32_t b, leat::timestamp until);
  [[nodiscard]] leat::timestamp open_at(std::uint32_t a, std::uint32_t b) const;
  leat::duration slow = std::chrono::microseconds(200); // up to
  /// Ends a connection, drawn among all, at whatever byte; or lets noise follow.
  void cut_one();
  void garble_one();

  std::map<std::uint64_t, std::shared_ptr<connection>> connections; // that stand
  std::uint64_t last_connection = 0;

 private:
  [[nodiscard]] std::shared_ptr<connection> draw_one();
  std::map<std::pair<std::uint32_t, std::uint32_t>, leat::timestamp> blocked_;
};

/// A life of a process, with its sessions: what a session broker does, without sockets and proofs.
class simulated_process {
 public:
  simulated_process(network& in, std::uint32_t address, leat::session_options options);
  simulated_process(const simulated_process&) = delete;
  simulated_process& operator=(const simulated_process&) = delete;
  virtual ~simulated_process();

  [[nodiscard]] life_id life() const { return life_; }
  [[nodiscard]] std::uint32_t address() const { return address_; }
  [[nodiscard]] const leat::incarnation& self() const { return self_; }
  [[nodiscard]] leat::timestamp now() const { return in_.time.now() + ahead_; }
  /// Its clock goes on from later.
  void jump(leat::duration d);

 protected:
  void open_session(std::uint64_t key, std::uint32_t to, const leat::incarnation& cluster,
                    std::uint32_t index);
  void send(leat::session_id on, leat::lane by, leat::channel in, std::vector<std::byte> bytes);
  void close_session(leat::session_id which, const std::string& why);

  virtual void on_begun(std::uint64_t key, leat::session_id which, const leat::hello& peer) = 0;
  virtual void on_received(leat::session_id from, leat::session_message m) = 0;
  virtual void on_over(std::uint64_t key, leat::session_id which, leat::session_core::state how,
                       const std::string& why) = 0;
  /// Its clock has jumped.
  virtual void on_jump() = 0;

  network& in_;

 private:
  friend class connection;
  friend class network;
  struct session {
    leat::session_core core;
    std::uint64_t key = 0;
    leat::incarnation cluster{};
    std::uint32_t index = 0;
    std::uint32_t to = 0; // address
    std::optional<leat::hello> peer{};
    std::shared_ptr<connection> on{};
    bool begun = false;
  };
  using sessions = std::map<leat::session_id, session>;

  sessions::iterator add(leat::session_core::side which, std::uint64_t key);
  void dial(sessions::iterator s);
  void on_dialled(leat::session_id id, std::uint32_t to);
  void carry(sessions::iterator s, std::shared_ptr<connection> by, const leat::hello& peer);
  void accept(std::shared_ptr<connection> by, const leat::hello& peer);
  void received(const connection& by, std::span<const std::byte> bytes);
  void gone(const connection& by);
  void written(const connection& by);
  void pump(session& s);
  void serve(sessions::iterator s);
  sessions::iterator session_on(const connection& c);
  void schedule_tick();

  const std::uint32_t address_;
  const life_id life_;
  const leat::session_options options_;
  leat::incarnation self_{};
  leat::duration ahead_{};
  sessions sessions_;
  std::uint64_t last_id_ = 0;
  std::optional<leat::timestamp> tick_due_;
};
