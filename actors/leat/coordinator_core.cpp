// SPDX-License-Identifier: BSD-3-Clause
#include <leat/coordinator_core.hpp>
#include <leat/diagnosis.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace leat {

namespace {

template <class... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>; // clang 16 does not find it by itself

} // namespace

std::vector<node_status> first_status(const job_plan& plan) {
  std::vector<node_status> all;
  for (auto& node : plan.nodes) {
    node_status status;
    status.id = node.id;
    status.name = node.name;
    status.instance = node.instance;
    all.push_back(std::move(status));
  }
  return all;
}

coordinator_core::coordinator_core(const job_plan& plan, coordinator_host& host)
  : host_(host), plan_(&plan), receipts_(plan) {
  add_nodes(0);
}

/// The nodes of the plan from this one on, and the components that are new.
void coordinator_core::add_nodes(std::size_t from) {
  for (std::size_t n = from; n < plan_->nodes.size(); ++n)
    nodes_.push_back({.name = plan_->nodes[n].name});
  running_ += plan_->nodes.size() - from;
  auto known = first_status(*plan_);
  std::move(known.begin() + static_cast<std::ptrdiff_t>(from), known.end(),
            std::back_inserter(status_));
  for (std::size_t c = components_.size(); c < plan_->components.size(); ++c) {
    auto& component = plan_->components[c];
    components_.push_back({.plan = component,
                           .outer_left = component.outer_edges,
                           .heads = {component.heads.begin(), component.heads.end()}});
  }
}

void coordinator_core::begin() {
  for (std::size_t n = 0; n < nodes_.size(); ++n)
    host_.tell(node_id(n), command::start{});
  for (auto& c : components_)
    if (c.outer_left == 0)
      begin_round(c, false);
  finish_if_over();
}

void coordinator_core::on_report(node_id from, report what) {
  if (over_)
    return;
  std::visit(
    overloaded{
      [&](node_ended& e) {
        if (e.reason)
          fail({.node = nodes_[index(from)].name, .what = message_of(e.reason), .cause = e.reason},
               from);
        node_over(from, std::move(e.last), std::move(e.passed));
      },
      [&](node_failed& f) {
        const bool first = !aborting_;
        fail(std::move(f.why), from);
        if (f.all && first && aborting_)
          crash_ = {std::move(f.node), *f.all};
      },
      [&](item_failed& f) { host_.item_failed(f.why); },
      [&](outer_edge_ended& e) {
        auto& c = components_[index(e.component)];
        if (c.outer_left > 0 && --c.outer_left == 0)
          begin_round(c, false);
      },
      [&](round_done& r) {
        auto& c = components_[index(r.component)];
        if (r.round != c.round)
          return;
        c.clean = c.clean && r.clean;
        c.waited_for.erase(from);
        round_over(c);
      },
      [&](probe_begun& p) {
        receipts_.begun(from, p.id);
        tell_receipts();
      },
      [&](probe_passed& p) {
        receipts_.passed(from, p.origin, p.id);
        tell_receipts();
      },
      [&](branch_opened& b) {
        for (auto& branch : branches_)
          if (branch.unopened.erase(b.along) > 0)
            leave_branch(branch);
      },
      [&](node_stalled&) { judge(); },
      [&](node_status& s) {
        status_[index(from)] = std::move(s);
        answered_by(from);
      },
      [&](node_crashed& c) {
        fail({.node = nodes_[index(from)].name, .what = "the actor died: " + c.reason}, from);
        node_over(from, status_[index(from)], {});
      },
    },
    what);
  finish_if_over();
}

void coordinator_core::node_over(node_id which, node_status last,
                                 std::vector<passed_probe> passed) {
  auto& facts = nodes_[index(which)];
  if (std::exchange(facts.ended, true))
    return;
  --running_;
  status_[index(which)] = std::move(last);
  for (auto& c : components_)
    if (c.heads.erase(which) > 0) {
      c.waited_for.erase(which);
      round_over(c);
    }
  receipts_.ended(which, std::move(passed));
  tell_receipts();
  sender_ended(which);
  branch_node_ended(which);
  answered_by(which); // it will answer no more
}

// -- receipts

void coordinator_core::tell_receipts() {
  for (auto origin : receipts_.take_complete())
    host_.tell(origin, command::probe_done{});
}

// -- loops

void coordinator_core::begin_round(component_state& c, bool drain) {
  if (c.heads.empty() || aborting_)
    return;
  ++c.round;
  c.under_way = c.clean = true;
  c.drain = drain;
  c.waited_for = c.heads;
  for (auto head : c.heads)
    host_.tell(head, command::begin_round{c.round, drain});
}

void coordinator_core::round_over(component_state& c) {
  if (!c.under_way || !c.waited_for.empty())
    return;
  c.under_way = false;
  if (!c.clean)
    return begin_round(c, false);
  if (!c.drain)
    return begin_round(c,
                       true); // a last one, in which operators give out what they hold for the end
  for (auto head : c.heads)
    host_.tell(head, command::end_head{});
}

// -- stop, failure, end

void coordinator_core::stop() {
  if (over_ || aborting_)
    return;
  outcome_ = job_outcome::stopped;
  for (std::size_t n = 0; n < nodes_.size(); ++n)
    if (plan_->nodes[n].ports == 0 || plan_->nodes[n].head_of)
      host_.tell(node_id(n), command::stop{});
}

void coordinator_core::cancel() {
  if (over_ || aborting_)
    return;
  outcome_ = job_outcome::cancelled;
  abort_all();
  finish_if_over();
}

void coordinator_core::fail(failure why, node_id where) {
  if (auto* branch = isolated_branch_of(where); branch && !aborting_) {
    branch->failures.push_back(std::move(why));
    return abort_branch(*branch);
  }
  fail(std::move(why));
}

void coordinator_core::fail(failure why) {
  failures_.push_back(std::move(why));
  if (aborting_)
    return;
  outcome_ = job_outcome::failed;
  abort_all();
}

void coordinator_core::on_process_lost(std::optional<process_id> which, const std::string& why) {
  if (over_)
    return;
  lost_process_ = lost_process_ || !aborting_;
  fail({.what = why});
  nodes_gone(which);
}

void coordinator_core::on_refusal(const std::string& why) {
  if (over_)
    return;
  if (!why.empty())
    fail({.what = why});
  nodes_gone(std::nullopt);
}

void coordinator_core::nodes_gone(std::optional<process_id> where) {
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    const auto at = plan_->nodes[n].process;
    if (where ? at == *where : at != process_id{})
      node_over(node_id(n), status_[n], {});
  }
  finish_if_over();
}

void coordinator_core::stalled(const std::string& diagnosis) {
  fail({.what = "nothing can move any more: " + diagnosis});
  finish_if_over();
}

void coordinator_core::abort_all() {
  aborting_ = true;
  for (std::size_t n = 0; n < nodes_.size(); ++n)
    if (!nodes_[n].ended)
      host_.tell(node_id(n), command::abort{});
}

void coordinator_core::finish_if_over() {
  if (running_ > 0 || std::exchange(over_, true))
    return;
  host_.job_ended({outcome_, std::move(failures_), status_, lost_process_, std::move(crash_)});
}

// -- status and stalls

void coordinator_core::ask_status() {
  asked_from_outside_ = true;
  ask_nodes();
}

void coordinator_core::ask_nodes() {
  if (!std::exchange(some_are_silent_, false) && answers_missing_ > 0)
    return; // these answers will do
  for (std::size_t n = 0; n < nodes_.size(); ++n)
    if (!nodes_[n].ended && !nodes_[n].asked) {
      ++answers_missing_;
      nodes_[n].asked = true;
      host_.tell(node_id(n), command::tell_status{});
    }
  if (answers_missing_ == 0)
    answered();
}

void coordinator_core::answered_by(node_id which) {
  if (std::exchange(nodes_[index(which)].asked, false) && --answers_missing_ == 0)
    answered();
}

void coordinator_core::answer_now() {
  if (!std::exchange(asked_from_outside_, false))
    return;
  auto known = status_;
  for (std::size_t n = 0; n < nodes_.size(); ++n)
    known[n].silent = nodes_[n].asked;
  some_are_silent_ = answers_missing_ > 0;
  host_.status_known(known);
}

void coordinator_core::judge() {
  if (aborting_ || std::exchange(judging_, true))
    return;
  first_look_.reset();
  ask_nodes();
}

void coordinator_core::answered() {
  if (std::exchange(asked_from_outside_, false))
    host_.status_known(status_);
  if (!judging_)
    return;
  if (!first_look_) {
    first_look_ = status_;
    return ask_nodes();
  }
  judging_ = false;
  if (nothing_can_move(*plan_, *first_look_, status_))
    stalled(diagnose(*plan_, status_));
}

} // namespace leat
