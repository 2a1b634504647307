// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/frame.hpp"
#include <leat/coordinator_core.hpp>
#include <leat/packet.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace leat {

/// Numbers the jobs of a cluster, from 1.
enum class job_id : std::uint32_t {};

// -- what nodes and their coordinator say to each other, as in one process

struct credit_order {
  edge_id along{};
  epoch life{};
  credit what;
};
struct cancel_order {
  edge_id along{};
  epoch life{};
};
struct command_order {
  node_id to{};
  node_command what;
};
struct report_order {
  node_id from{};
  report what;
};

// -- what a coordinator and its workers say to each other

/// A worker says this first.
struct worker_order {
  std::string program; // its build; both sides run the same one
  std::vector<std::string> labels;
  std::string advertised{};          // where other workers reach it; empty: as the coordinator does
  std::uint64_t most_item_bytes = 0; // the same everywhere
};
/// The worker is to make the nodes that the placement gives it.
struct deploy_order {
  std::vector<std::string> graph;     // its fingerprint, as the coordinator has it
  std::vector<std::string> arguments; // what the pipeline is built from
  bool fuse = true;
  std::vector<std::uint32_t> placement{}; // process of each node, by id
  std::vector<std::string> addresses{};   // of each worker, in order
  std::uint32_t process = 0;              // which of them this one is
};
/// They are made, and all sessions that they need stand; or why not.
struct deployed_order {
  std::string refusal;
  bool unreachable = false; // it was no refusal: another process could not be reached
};
/// The job is over; what is left of it goes.
struct forget_order {};
/// Another process of the job was lost.
struct lost_order {
  std::uint32_t process = 0;
  std::string why;
};

using order = std::variant<credit_order, cancel_order, command_order, report_order, worker_order,
                           deploy_order, deployed_order, forget_order, lost_order>;

/// All throw codec_error for what is broken, and for what can't cross processes.
[[nodiscard]] std::vector<std::byte> to_message(job_id of, const order& what);
[[nodiscard]] std::pair<job_id, order> order_in(std::span<const std::byte> message);

/// The channel that carries an edge's packets.
[[nodiscard]] constexpr channel channel_of(job_id job, edge_id along) {
  return channel((static_cast<std::uint64_t>(job) << 32) | index(along));
}
[[nodiscard]] constexpr job_id job_of(channel c) {
  return job_id(static_cast<std::uint32_t>(static_cast<std::uint64_t>(c) >> 32));
}
[[nodiscard]] constexpr edge_id edge_of(channel c) {
  return edge_id(static_cast<std::uint32_t>(static_cast<std::uint64_t>(c)));
}

[[nodiscard]] std::vector<std::byte> to_message(const edge_plan& along, epoch life,
                                                const packet& what);
/// The same; throws codec_error, too, if what the packet holds is larger.
[[nodiscard]] std::vector<std::byte> to_message(const edge_plan& along, epoch life,
                                                const packet& what, std::size_t most_item_bytes);
[[nodiscard]] std::pair<epoch, packet> packet_in(const edge_plan& along,
                                                 std::span<const std::byte> message);

} // namespace leat
