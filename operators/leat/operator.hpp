// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/chunk.hpp>
#include <leat/failure.hpp>
#include <leat/outlet.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace leat {

class byte_reader;
class byte_writer;

/// What an operator says after a call.
enum class progress {
  more,  // ready for what comes next
  again, // it has more to give than there is room: make the same call again when there is
  done,  // it needs no more input and has nothing more to give: the node ends
};

/// Where calls that run elsewhere (`map_async`) say that they have ended. Thread-safe; outlives the
/// node.
class call_port {
 public:
  virtual ~call_port() = default;
  /// A call begins. To be told by the operator, before the call's result can be there.
  virtual void started(std::uint64_t call) = 0;
  /// The call has ended, its result is in place. From any thread.
  virtual void finished(std::uint64_t call) = 0;
  /// For results that nobody announces, as `std::future`s: `ready(d)` waits at most d and says
  /// whether the result is there.
  virtual void watch(std::uint64_t call, std::function<bool(duration)> ready) = 0;
};

/// What the host of an operator lends it for the length of a call.
class operator_context {
 public:
  using generation = std::uint64_t;

  virtual ~operator_context() = default;

  /// Processing time; read once per chunk or timer.
  [[nodiscard]] virtual timestamp now() const = 0;
  [[nodiscard]] virtual outlet_base& outlet_at(std::size_t i) = 0;
  template <class T>
  [[nodiscard]] outlet<T>& out(std::size_t i = 0) {
    return static_cast<outlet<T>&>(outlet_at(i));
  }

  /// `on_timer(id)` will be called at `due`; replaces an earlier due time of the same id.
  virtual void set_timer(std::uint64_t id, timestamp due) = 0;
  virtual void cancel_timer(std::uint64_t id) = 0;

  /// Items that leave by themselves later are told to the host, so that probes wait for them:
  /// `hold` when one is taken in, `release` when it is pushed or given up. Those that leave in the
  /// order they came need not keep the generation.
  virtual generation hold(std::size_t n = 1) = 0;
  virtual void release(generation of, std::size_t n = 1) = 0;
  virtual void release_oldest(std::size_t n = 1) = 0;

  /// Whether one more item would leave at once, as far as edges have credit: for operators that
  /// keep what cannot leave yet, since it may still be dropped.
  [[nodiscard]] virtual bool way_open() const = 0;

  /// What waits at the front of an input, or null.
  [[nodiscard]] virtual chunk_slice* front(int port) = 0;
  [[nodiscard]] virtual bool port_ended(int port) const = 0;
  /// No more is wanted from an input: as soon as the call has returned its producers are told, what
  /// waits there is dropped, and it counts as ended. A node whose inputs are all cancelled or ended
  /// finishes.
  virtual void cancel_port(int port) = 0;

  /// A user's function threw. `step` counts the operators of a fused run. Completes `about` and
  /// says what to do.
  virtual verdict failed(std::size_t step, failure& about) = 0;
  /// Which output the dead letters of a step go to.
  [[nodiscard]] virtual std::size_t letters_outlet(std::size_t step) const = 0;
  /// The node ends with this reason, behind what it has given out: `failing`, `input.fail`,
  /// `timeout`.
  virtual void fail_stream(std::exception_ptr reason) = 0;
  /// Why an input ended early, if one did.
  [[nodiscard]] virtual std::exception_ptr stream_failure() const = 0;
  /// A source made n items.
  virtual void count_given(std::size_t n) = 0;
  /// Items that were dropped, by reason.
  virtual void count_dropped(std::string_view reason, std::size_t n) = 0;

  [[nodiscard]] virtual std::shared_ptr<call_port> calls() = 0;
  /// Makes `on_wake` be called soon; thread-safe, may outlive the node.
  [[nodiscard]] virtual std::function<void()> waker() = 0;
  /// Sends a probe behind all that has been given out; `on_probe_done` is called when every sink
  /// has handled that.
  virtual void begin_probe() = 0;
  [[nodiscard]] virtual std::stop_token stop_token() const = 0;
  /// For an operator with a thread of its own that waits in `poll`: readable when it should return,
  /// since something else is to be done. -1, which `poll` ignores, if there is no such thread.
  [[nodiscard]] virtual int wake_descriptor() = 0;
  [[nodiscard]] virtual std::uint64_t random() = 0;
  /// Folder for what does not fit into memory; "": the system's.
  [[nodiscard]] virtual std::string_view spill_directory() const = 0;
  [[nodiscard]] virtual std::string_view node_name() const = 0;
  [[nodiscard]] virtual std::size_t instance() const = 0;
};

/// A class that turns chunks of items into chunks of items. It has no thread, no clock and no lock:
/// whoever hosts it calls it, one call at a time. A call that returns `progress::again` is made
/// again, with the same arguments, when there is room.
class operator_base {
 public:
  virtual ~operator_base() = default;

  /// Uses up items of `in` (by moving `in.begin`) and pushes what comes out.
  virtual progress process(int port, chunk_slice& in, operator_context& context) = 0;

  virtual void start(operator_context&) {}
  /// False leaves the packets of this input where they are; the missing credit slows their
  /// producer.
  [[nodiscard]] virtual bool wants(int /*port*/, operator_context&) { return true; }
  /// An input has ended and is used up. Not called for the last one: see `finish`.
  virtual progress port_ended(int /*port*/, operator_context&) { return progress::more; }
  /// All inputs have ended: gives out what is still held. `more`: it still waits for something of
  /// its own (timers, calls).
  virtual progress finish(operator_context&) { return progress::done; }
  /// Gives out what is held for the end while more may come (last round of a loop).
  virtual progress drain(operator_context&) { return progress::more; }
  virtual progress on_timer(std::uint64_t /*id*/, operator_context&) { return progress::more; }
  virtual progress on_call_finished(std::uint64_t /*call*/, operator_context&) {
    return progress::more;
  }
  virtual void on_watermark(timestamp, operator_context&) {}

  // -- sources, and operators that give what they queued
  /// True while `give` has something to do now.
  [[nodiscard]] virtual bool can_give() const { return false; }
  /// True if `give` gives only what leaves at once (`operator_context::way_open`), and is to be
  /// called only then.
  [[nodiscard]] virtual bool keeps_what_waits() const { return false; }
  /// Pushes what there is, as far as there is room and the slice of time lasts.
  virtual progress give(std::size_t /*at_most*/, operator_context&) { return progress::more; }
  virtual void on_wake(operator_context&) {}
  virtual void on_probe_done(const std::exception_ptr&, operator_context&) {}
  /// The node has ended in order: all has left it, or nobody wants more. (A failed or cancelled job
  /// just destroys it.)
  virtual void ended_in_order() {}
  /// The job was asked to stop: a source gives what it has taken in, and no more.
  virtual void stop(operator_context&) {}
  /// True for heads of loops: input is taken even while nothing can be given out.
  [[nodiscard]] virtual bool takes_input_when_blocked() const { return false; }
  /// True while something outside may bring this operator to speak: an open input, a call. When it
  /// is `blocked`, for want of room, what has come already counts no longer.
  [[nodiscard]] virtual bool is_live(bool /*blocked*/) const { return false; }
  /// The text for `diagnose`, if there is more to say than what the host knows.
  [[nodiscard]] virtual std::string state_text() const { return {}; }

  /// Writes all that items have changed; configuration is not saved. Sources write where they
  /// stand.
  virtual void save(byte_writer&) const {}
  /// What another operator of the same recipe has saved. Called before `start`, which sets the
  /// timers of what was loaded and tells the host what is held.
  virtual void load(byte_reader&) {}
  /// The same for one operator of a fused run, by its number: what is saved goes by operators, so
  /// that fusing changes nothing.
  virtual void save_step(std::size_t /*step*/, byte_writer& out) const { save(out); }
  virtual void load_step(std::size_t /*step*/, byte_reader& in) { load(in); }
};

/// An operator without inputs: `give` is what it has to do.
class source_operator : public operator_base {
 public:
  progress process(int, chunk_slice&, operator_context&) final { return progress::done; }
  progress give(std::size_t at_most, operator_context& context) override = 0;
};

} // namespace leat
