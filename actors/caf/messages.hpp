// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/received_bytes.hpp"
#include <leat/coordinator_core.hpp>
#include <leat/services.hpp>

#include <caf/all.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace leat::shell {

struct packet_routes;

struct packet_message {
  edge_id along{};
  epoch life{};
  packet what;
};
/// A packet from another process, as bytes: the node takes it apart.
struct encoded_packet_message {
  edge_id along{};
  received_bytes bytes;
};
struct credit_message {
  edge_id along{};
  epoch life{};
  credit what;
};
struct cancel_message {
  edge_id along{};
  epoch life{};
};
struct alarm_message {};
struct run_message {};
struct wake_message {};
struct result_message {
  std::uint64_t call = 0;
};
/// The nodes of a job by id; each lets go of it when it ends.
using peers = std::shared_ptr<const std::vector<caf::actor>>;
struct connect_message {
  peers nodes;
  caf::actor coordinator;
  std::shared_ptr<const packet_routes> routes = nullptr; // null: all are in this process
};
struct command_message {
  node_id to{};
  node_command what;
};
struct report_message {
  node_id from{};
  report what;
};

// -- to the coordinator
struct begin_message {
  peers nodes;
  std::shared_ptr<const packet_routes> routes = nullptr; // if so, it waits for other processes
};
/// All nodes in other processes are there.
struct deployed_message {};
/// The nodes of a process, or of all others, are gone, or will never be there.
struct process_lost_message {
  std::optional<process_id> which;
  std::string why;
  bool lost = true; // not refused
};
struct nodes_end_deadline_message {};
struct stop_message {};
struct cancel_job_message {};
/// Nodes that have a thread of their own and do not come back are left to themselves.
struct abandon_message {};
/// Those who asked are answered with what is known.
struct answer_now_message {};
/// The plan with a branch that is to be made.
struct attach_message {
  std::shared_ptr<const job_plan> grown;
  branch_plan branch;
  std::shared_ptr<const node_services> services;
};
struct detach_message {
  branch_id which{};
};
struct ask_status_message {
  std::function<void(const std::vector<node_status>&)> then;
};

} // namespace leat::shell

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::packet_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::encoded_packet_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::deployed_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::process_lost_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::nodes_end_deadline_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::credit_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::cancel_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::alarm_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::run_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::wake_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::result_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::connect_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::command_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::report_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::begin_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::stop_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::cancel_job_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::abandon_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::answer_now_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::attach_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::detach_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::ask_status_message)
