// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/branch_plan.hpp>
#include <leat/plan.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <variant>

namespace leat {

/// A part of a chunk, and what it weighs on its edge.
struct data_packet {
  chunk_slice items;
  std::size_t weight = 0;
  std::size_t accounted = 0; // receiver: up to where use is accounted for
};

/// All items with a timestamp below `time` have come.
struct watermark {
  timestamp time{};
};

/// Everything before it belongs to snapshot `id`.
struct barrier {
  std::uint64_t id = 0;
};

/// "Has everything before this been handled?"
struct probe {
  std::uint64_t id = 0;
  node_id origin{};                    // of a flush: the source that asks
  std::optional<component_id> round{}; // of a round: the component that it stays inside
  bool drain = false;                  // operators give out what they hold for the end
};

/// Whether one asks what the other asks, on another way.
inline bool same_probe(const probe& a, const probe& b) {
  return a.id == b.id && a.origin == b.origin && a.round == b.round;
}

/// The last probe of an origin that a node has passed on.
struct passed_probe {
  node_id origin{};
  std::uint64_t id = 0;
};

/// Whose turn it is passes to the next instance.
struct turn {};

/// An operator has begun afresh, and those behind it do, too.
struct renewal {
  node_id origin{};
  std::uint64_t number = 0; // of its restarts
};

/// The sender's next item is heavy: grant all as soon as the edge is used up.
struct want {};

/// From here on a branch sees the stream.
struct branch_begin {
  std::shared_ptr<const branch_point> point;
};

struct end_of_stream {};

/// An end with a reason.
struct failed_stream {
  std::exception_ptr reason;
};

using packet =
  std::variant<data_packet, watermark, barrier, probe, turn, renewal, branch_begin, want,
               end_of_stream, failed_stream>;

/// What a receiver tells its sender. Totals, not differences: a lost, late or repeated one does no
/// harm.
struct credit {
  std::uint64_t granted = 0;    // up to this weight may be sent in this epoch
  std::uint64_t used = 0;       // how much of it the receiver has used up
  std::uint64_t watermarks = 0; // watermarks taken
};

} // namespace leat
