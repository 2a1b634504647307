// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>
#include <crawler/robots.hpp>
#include <leat/time.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace crawler {

/// What waits for one host (scheme, name and port), and when it may be asked again. One request at
/// a time; between the end of one and the beginning of the next there is the host's delay.
struct host_queue {
  enum class state : std::uint8_t { idle,    ///< has nothing to ask for
                                    waiting, ///< for its time
                                    ready,   ///< may be asked now
                                    busy };  ///< is being asked

  std::string origin;
  state is = state::idle;
  std::optional<robots> rules{}; ///< nothing until robots.txt has been read
  bool has_asked_for_rules = false;
  std::deque<fetch_order> first{}; ///< robots.txt and retries: before all others
  std::deque<url_record> urls{};   ///< those in memory
  std::size_t spilled = 0;         ///< how many more are on disk
  bool is_closed = false;          ///< has had as many pages as allowed
  std::uint64_t pages = 0;         ///< asked for so far, without retries and redirects
  leat::duration delay{};          ///< the configured one or that of robots.txt
  leat::timestamp last{};          ///< end of the last request
  leat::timestamp paused_until{};  ///< by 429, 503 and Retry-After

  /// Whether URLs wait, startable or not.
  bool has_urls() const { return !urls.empty() || spilled > 0; }
  /// Whether there is something to ask for, sooner or later.
  bool has_work() const { return !first.empty() || (rules && has_urls()); }
  leat::timestamp next_time() const { return std::max(last + delay, paused_until); }
};

} // namespace crawler
