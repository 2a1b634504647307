// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/frame.hpp"
#include "actors/session/outgoing_bytes.hpp"
#include "actors/session/received_bytes.hpp"
#include "actors/session/turns.hpp"
#include <leat/time.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace leat {

struct session_options {
  duration link_timeout = std::chrono::seconds(5);     // silence, or no connection
  duration connect_timeout = std::chrono::seconds(10); // until the first connection
  std::size_t most_item_bytes = std::size_t{64} * 1024 * 1024;
};

struct session_message {
  lane on{};
  channel in{};
  received_bytes bytes;
};

/// What two processes have in common, beyond one connection: messages go out in parts, are kept
/// until the other side has them and sent again on the next connection. A state machine: bytes and
/// time go in; bytes, messages and a state come out. Its host carries the bytes, opens connections
/// and proves them (`handshake`).
class session_core {
 public:
  enum class side { connects,
                    listens };
  enum class state {
    down,    // no connection; another is tried, or waited for
    up,      // a connection carries it
    closed,  // by intention, ours or theirs
    lost,    // no connection for longer than the timeout
    died,    // the process is another one now, or refuses connections
    broken,  // it says what no session says
    refused, // it does not want us, or we not it
  };
  using random_source = std::function<std::uint64_t()>;

  session_core(side which, session_options options, timestamp now, random_source random);

  // -- what the host says

  /// A connection that has been proved carries it from now on; the one before is given up.
  void connected(timestamp now);
  /// The connection is gone.
  void disconnected(timestamp now);
  /// A connection was tried, and there is none.
  void not_connected(timestamp now, bool refused);
  /// The other process is not the one it was.
  void peer_changed();
  /// A connection could not be proved: there is no use in trying again.
  void refuse(const std::string& why);
  void receive(std::span<const std::byte> bytes, timestamp now);
  void on_time(timestamp now);
  /// Sends what waits, and a word; then the session is closed.
  void close(const std::string& why);

  // -- what its user says

  void send(lane on, channel in, std::vector<std::byte> message);

  // -- what is to be done

  /// Appends what is to be written now: as many frames as begin within `most` bytes.
  void write(outgoing_bytes& to, std::size_t most, timestamp now);
  void write(write_buffer& to, std::size_t most, timestamp now);
  [[nodiscard]] bool has_output() const;
  [[nodiscard]] std::optional<session_message> next_message();
  /// The host is to try a connection now; it answers with `connected` or `not_connected`.
  [[nodiscard]] bool wants_connection(timestamp now);
  /// The host is to give the connection up, with what it has not carried yet.
  [[nodiscard]] bool wants_disconnection() const { return wants_disconnection_; }
  /// When `on_time` is to be called, and `wants_connection` to be asked again.
  [[nodiscard]] std::optional<timestamp> due() const;
  [[nodiscard]] state now_is() const noexcept { return state_; }
  [[nodiscard]] bool over() const noexcept { return state_ > state::up; }
  /// What has been written and may have to be written again.
  [[nodiscard]] std::size_t unacknowledged_parts() const noexcept { return unacknowledged_.size(); }
  /// Of a session that is over: what was written last is for the other side, which is told why.
  [[nodiscard]] bool has_last_words() const noexcept { return has_last_words_; }
  /// Of a session that is over: why, in words.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

 private:
  void handle(frame f);
  void acknowledge();
  void take_part(const part_header& h, std::vector<std::byte> part);
  void resume_at(const resumption& where);
  void acknowledged_up_to(std::uint64_t number);
  void end(state as, std::string why);
  void retry_after(timestamp now);
  [[nodiscard]] duration down_at_most() const {
    return was_up_ ? options_.link_timeout : options_.connect_timeout;
  }
  [[nodiscard]] std::size_t most_bytes(lane on) const {
    return on == lane::orders ? most_order_bytes : options_.most_item_bytes + most_beside_item;
  }

  side side_;
  session_options options_;
  random_source random_;
  state state_ = state::down;
  std::string reason_;

  std::uint64_t number_;                // ours of this session
  std::optional<std::uint64_t> theirs_; // so that neither takes another one for it

  // -- of the connection
  frame_reader reader_;
  bool resumed_ = false;     // both sides know what the other has
  write_buffer session_out_; // frames that go before all parts
  timestamp heard_, said_;
  bool wants_disconnection_ = false;

  // -- of the search for one
  timestamp down_since_;
  std::optional<timestamp> try_at_;
  bool trying_ = false;
  bool was_up_ = false;
  int tries_ = 0;
  int refusals_ = 0;

  // -- what goes out
  turns waiting_;
  std::deque<outgoing_part> unacknowledged_;
  std::size_t resend_from_ = 0; // of them: those from here on are to be written (again)
  std::uint64_t next_number_ = 0;

  // -- what comes in
  std::uint64_t received_ = 0;
  std::uint64_t acknowledged_ = 0; // of what was received, what the other side has been told
  std::size_t bytes_since_ = 0;    // that acknowledgement
  /// Messages of which not all parts have come.
  std::map<std::pair<lane, channel>, received_bytes> begun_;
  std::deque<session_message> messages_;
  bool closing_ = false;
  state closing_as_ = state::closed;
  std::string close_text_;
  bool has_last_words_ = false;
};

} // namespace leat
