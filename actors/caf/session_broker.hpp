// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/session_messages.hpp"
#include "actors/caf/session_registry.hpp"
#include "actors/session/refusal_log.hpp"
#include "actors/session/tls_channel.hpp"
#include <leat/services.hpp>

#include <caf/io/all.hpp>

#include <list>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>

namespace leat::shell {

struct session_settings {
  incarnation self{};
  std::string token;
  session_options options{};
  std::function<void(const std::string&)> log;      // one line for each refusal
  std::shared_ptr<const tls_context> tls = nullptr; // connections are encrypted
  transport by = transport::nearest;                // to other processes
  /// It enters its sessions there.
  std::shared_ptr<session_registry> sessions = std::make_shared<session_registry>();
};

/// The CAF shell of all sessions of a process: sockets become calls of the cores. What it accepts
/// (`listen_message`) belongs to `acceptor`.
class session_broker final : public caf::io::broker {
 public:
  session_broker(caf::actor_config& config, session_settings settings,
                 caf::actor acceptor);

  caf::behavior make_behavior() override;
  void on_exit() override;

 private:
  using connection = caf::io::connection_handle;
  struct session {
    std::shared_ptr<shared_session> shared;
    caf::actor user;
    std::uint64_t key = 0;
    incarnation cluster{};
    std::uint32_t index = 0; // ours, in the cluster
    std::optional<hello> peer{};
    socket_address address{};
    std::optional<connection> on{};
    std::size_t read_at_once = 0; // bytes
    bool begun = false;

    [[nodiscard]] shared_session::access core() const { return shared->core(); }
  };
  /// A connection that has not proved itself yet.
  struct unproved {
    timestamp until;
    std::optional<session_id> opens{}; // ours; else it was accepted
    std::optional<handshake> words{};  // as soon as it is encrypted, if it is to be
    std::size_t heard = 0;             // bytes
    bool refused = false;              // it stays until the other side has read why
  };
  using sessions = std::map<session_id, session>;

  [[nodiscard]] timestamp now() const { return clock_.now(); }
  [[nodiscard]] hello own_hello(const incarnation& cluster, std::uint32_t index);
  session_id add(session_core::side which, caf::actor user, std::uint64_t key);
  void dial_for(sessions::iterator s);
  void on_dialled(dialled_message& m);
  void on_accepted(connection c);
  void begin(connection c, unproved u);
  void speak(connection c, unproved& u);
  void on_data(connection c, const std::vector<char>& bytes);
  void on_words(std::map<connection, unproved>::iterator u, std::span<const std::byte> data);
  void on_tls_fault(connection c, const std::string& why);
  void end(connection c);
  void turn_away(connection c);
  unproved forget(std::map<connection, unproved>::iterator u);
  void on_proved(connection c, unproved u);
  void on_refused(connection c, const unproved& u);
  void on_closed(connection c);
  void carry(sessions::iterator s, connection by, std::span<const std::byte> rest);
  void put(connection c, const std::vector<std::byte>& bytes);
  void put_as_is(connection c, const std::vector<std::byte>& bytes);
  void on_written(connection c, std::size_t left);
  void abort(connection c);
  void part_from(sessions::iterator s);
  void say_last_words(session& s);
  void pump(session& s);
  void hand_over(session_id which, const session& s, session_message what);
  void read_more_or_less(session& s, std::size_t came);
  /// Does what the core wants after whatever happened to it. The session may be gone afterwards.
  void serve(sessions::iterator s);
  void tick();
  void schedule();
  void listen(owned_socket& on);
  void finish_if_closed();

  session_settings settings_;
  caf::actor acceptor_;
  steady_time clock_;
  std::mt19937_64 random_;
  std::uint64_t last_id_ = 0;
  sessions sessions_;
  std::map<connection, session_id> carried_;
  std::map<connection, unproved> unproved_;
  std::map<connection, tls_channel> encrypted_;
  std::list<connection> accepted_;             // of those, the oldest first
  std::map<connection, timestamp> last_words_; // of sessions that are closed, and until when
  std::map<session_id, std::jthread> dialling_;
  refusal_log refusals_;
  std::optional<timestamp> tick_due_;
  std::uint64_t ticks_ = 0;
  bool closing_ = false;
  int doors_opening_ = 0; // in this turn of CAF's loop
};

/// Starts one, in the thread of the system's middleman.
[[nodiscard]] caf::actor spawn_session_broker(caf::actor_system& in, session_settings settings,
                                              caf::actor acceptor = {});

} // namespace leat::shell
