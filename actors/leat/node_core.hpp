// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/held_items.hpp>
#include <leat/host.hpp>
#include <leat/in_edge.hpp>
#include <leat/out_edge.hpp>
#include <leat/probe_gate.hpp>
#include <leat/restart_history.hpp>
#include <leat/timer_heap.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace leat {

/// What every stream node is, whoever hosts it: a state machine around an operator. Packets,
/// credit, timers and commands go in; sends, grants, alarms and reports go out through the host. It
/// has no thread and no clock; the host makes one call at a time.
class node_core final : private operator_context {
 public:
  node_core(node_plan plan, node_host& host);
  ~node_core() override;

  // -- what comes from neighbours
  void on_packet(edge_id along, epoch life, packet what);
  void on_credit(edge_id along, epoch life, const credit& what);
  void on_cancel(edge_id along, epoch life);

  // -- what comes from the host
  void start();
  void on_alarm();
  void on_call_finished(std::uint64_t call);
  void on_wake();
  /// Goes on with what there is to do.
  void run();

  // -- what comes from the coordinator
  /// Sources and heads of loops end; what is under way goes on to its end.
  void stop();
  /// Ends at once; what is under way is dropped.
  void abort();
  void begin_round(std::uint64_t round, bool drain);
  /// The loop is empty: its head ends.
  void end_head();
  void on_probe_done(std::exception_ptr error);
  /// A branch sees what is given out behind this point.
  void begin_branch(const std::shared_ptr<const branch_point>& at);
  /// The branch behind this edge is taken off.
  void end_branch(edge_id edge);
  /// The sender of this input ended before it knew of it.
  void end_input(edge_id edge);

  /// What an operator of the node remembers, for `step_plan::saved` of another job. To be called
  /// when nothing is under way.
  [[nodiscard]] std::vector<std::byte> save(std::size_t step) const;
  [[nodiscard]] node_status status() const;
  void tell_status() {
    host_.tell(status());
    run();
  }
  [[nodiscard]] bool over() const {
    return state_ == node_state::ended || state_ == node_state::failed;
  }
  [[nodiscard]] const node_plan& plan() const { return plan_; }
  [[nodiscard]] const std::vector<in_edge>& inputs() const { return inputs_; }
  [[nodiscard]] const std::vector<out_edge>& outputs() const { return outputs_; }

 private:
  // A call of the operator that is to be made (again).
  struct call {
    enum class kind { process,
                      port_ended,
                      finish,
                      drain,
                      timer,
                      result,
                      give } what;
    std::uint64_t argument = 0; // index of an input, port, timer, call
  };

  // -- operator_context
  [[nodiscard]] timestamp now() const override { return now_; }
  [[nodiscard]] outlet_base& outlet_at(std::size_t i) override { return *outlets_[i]; }
  void set_timer(std::uint64_t id, timestamp due) override { timers_.set(id, due); }
  void cancel_timer(std::uint64_t id) override { timers_.cancel(id); }
  generation hold(std::size_t n) override { return held_.add(n); }
  void release(generation of, std::size_t n) override { held_.release(of, n); }
  void release_oldest(std::size_t n) override { held_.release_oldest(n); }
  [[nodiscard]] bool way_open() const override;
  [[nodiscard]] chunk_slice* front(int port) override;
  [[nodiscard]] bool port_ended(int port) const override;
  void cancel_port(int port) override;
  verdict failed(std::size_t step, failure& about) override;
  [[nodiscard]] std::size_t letters_outlet(std::size_t step) const override {
    return plan_.steps[step].letters_outlet;
  }
  void fail_stream(std::exception_ptr reason) override { stream_failure_ = std::move(reason); }
  [[nodiscard]] std::exception_ptr stream_failure() const override { return stream_failure_; }
  void count_given(std::size_t n) override { counters_.given += n; }
  void count_dropped(std::string_view reason, std::size_t n) override;
  [[nodiscard]] std::shared_ptr<call_port> calls() override;
  [[nodiscard]] std::function<void()> waker() override { return host_.waker(); }
  void begin_probe() override;
  [[nodiscard]] std::stop_token stop_token() const override { return host_.stop_token(); }
  [[nodiscard]] int wake_descriptor() override { return host_.wake_descriptor(); }
  [[nodiscard]] std::uint64_t random() override { return host_.random(); }
  [[nodiscard]] std::string_view spill_directory() const override { return plan_.spill_to; }
  [[nodiscard]] std::string_view node_name() const override { return plan_.name; }
  [[nodiscard]] std::size_t instance() const override { return plan_.instance; }

  // -- work
  bool load(std::size_t step); // false: it had ended by then
  bool advance();
  bool advance_inputs();
  bool finish_if_due();
  bool advance_in_turn();
  bool take_front(std::size_t input);
  bool make(call what);
  progress invoke(const call& what);
  template <class F>
  void attempt(F f);
  bool settle_failure();
  progress give();
  void settle_after_call();
  void flush_when_idle();
  void dispatch();
  bool dispatch_data(std::size_t outlet);
  bool route(std::size_t outlet);
  bool deal(std::size_t outlet);
  [[nodiscard]] bool blocked() const;
  [[nodiscard]] bool may_give() const;
  [[nodiscard]] bool nobody_listens() const;
  void leave_unheard();
  void give_credit();
  void arm();
  void watch_for_stall(bool advanced);

  // -- restart
  void step_over(std::size_t input, std::size_t since);
  [[nodiscard]] bool bears_a_crash();
  void give_up_operator(duration wait);
  void begin_afresh();
  void take_renewal(const renewal& what);

  // -- signals
  void take_signal(std::size_t input, packet what);
  void emit(packet signal);
  void send_signal_on_edges(const packet& signal);
  [[nodiscard]] bool concerns(const edge_plan& edge, const packet& signal) const;
  void take_watermark(std::size_t input, timestamp time);
  void take_barrier(std::size_t input, barrier what);
  void align_barrier();
  void take_end(std::size_t input, std::exception_ptr reason);
  void leave_unwanted();
  [[nodiscard]] bool goes_on_without();
  void take_refused_probes();
  void recheck_probes();
  [[nodiscard]] std::vector<edge_id> expected_edges(const probe& what) const;
  void probe_arrived(const probe& what);
  void pass_probes();
  void pass(const probe& what);
  void pass_turn();
  void update_watermark();
  void take_branch_point(std::size_t input, std::shared_ptr<const branch_point> point);
  void align_branch_points();
  void open_branches(const branch_point& at);

  // -- end
  void describe(failure& about, std::size_t step) const;
  void begin_end();
  void end_now(node_state as);
  void tell_outer_end(in_edge& edge);
  void tell_outer_ends();
  [[nodiscard]] std::size_t input_at(edge_id id) const;

  node_plan plan_;
  node_host& host_;
  std::unique_ptr<operator_base> operator_;
  std::vector<std::unique_ptr<outlet_base>> outlets_;
  std::vector<in_edge> inputs_;
  std::vector<out_edge> outputs_;
  std::vector<std::vector<std::size_t>> edges_of_outlet_;
  std::vector<std::vector<std::size_t>> branches_of_outlet_; // attached ones, which get all
  std::vector<std::size_t> dealt_;                           // next edge of each outlet that deals

  node_state state_ = node_state::created;
  timestamp now_{};
  std::optional<call> again_; // the call to repeat when there is room
  fifo<call> due_calls_;      // results that have come
  fifo<packet> signals_;      // wait until what was given out before them has left the outlets
  timer_heap timers_;
  held_items held_;
  probe_gate probes_;
  fifo<probe_gate::waiting> waiting_probes_; // have come on all ports; wait for what is held
  std::optional<timestamp> retry_at_;
  int attempts_ = 0;
  std::optional<restart_history> crashes_;
  std::optional<timestamp> restart_at_; // until then there is no operator that does anything
  std::vector<renewal> renewals_;       // the last one of each origin
  bool told_to_stop_ = false;
  std::size_t last_input_ = 0;
  bool timer_was_last_ = false;
  std::uint64_t returned_ = 0; // items that came back and were not before the round's probe
  std::optional<probe> round_; // of which this head waits for the return
  std::uint64_t early_home_ =
    0; // a round whose probe, from other heads, was here before the round was begun here
  std::uint64_t next_probe_ = 1;
  std::size_t probes_out_ = 0; // that began here and are under way; it waits for them
  std::vector<passed_probe> passed_;
  std::exception_ptr stream_failure_;
  std::optional<timestamp> watermark_;
  std::optional<timestamp> alarm_;
  std::optional<timestamp> tell_stall_at_; // while it is stuck
  duration stuck_for_{};                   // from one such word to the next
  bool runs_later_ = false;                // it has more to do, and lets others go first
  bool finishing_ = false;                 // all inputs have ended
  bool finish_due_ = false;                // `finish` is to be called
  std::optional<failure> failure_;         // the node has failed
  std::size_t slice_ =
    1024; // items that a source makes at once; grows and shrinks with the time it takes
  node_counters counters_;
};

template <class F>
void node_core::attempt(F f) {
  try {
    f();
  } catch (
    ...) { // an operator's own fault, or memory ran out: no policy can know the state it left
    failure about;
    about.cause = std::current_exception();
    describe(about, 0);
    failure_ = std::move(about);
  }
}

} // namespace leat
