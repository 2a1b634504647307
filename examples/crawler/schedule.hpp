// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/host_queue.hpp>
#include <crawler/items.hpp>
#include <crawler/url.hpp>
#include <leat/hash.hpp>
#include <leat/spill_queue.hpp>
#include <leat/time.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace crawler {

/// How polite a crawl is, and when it has enough.
struct schedule_options {
  std::string product_token = "leat-crawler";
  bool ignore_robots = false;
  leat::duration delay = std::chrono::seconds(1);             ///< between two requests to a host
  leat::duration longest_delay = std::chrono::minutes(5);     ///< that a server may ask for
  leat::duration retry_wait = std::chrono::milliseconds(500); ///< doubled with each retry
  unsigned retries = 2;
  std::size_t in_flight = 64; ///< requests at once, to all hosts together
  /// URLs that are asked for; the redirects and retries of a URL do not count.
  std::uint64_t max_pages = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t max_pages_per_host = std::numeric_limits<std::uint64_t>::max();
  std::size_t urls_in_memory = 50'000; ///< beyond that they go to disk
};

/// Decides which URL is fetched when: one queue a host, robots.txt before anything else, delays,
/// retries, limits. It has neither thread nor clock; the caller says what time it is.
///
/// Memory: `urls_in_memory` URLs, and a few for each host. The others are in one queue on disk for
/// all hosts, since a file a host would be too many; when a host runs dry, that queue is turned
/// until URLs of the host come up, and those of other hosts with room are taken on the way.
class schedule {
 public:
  explicit schedule(schedule_options options);

  /// A URL that was not seen before.
  void add(url_record record, leat::timestamp now);
  /// What came of an order that `next` gave.
  void finished(const answer& a, leat::timestamp now);
  /// What to fetch now: nothing if no host is ready or as much as allowed is under way.
  std::optional<fetch_order> next(leat::timestamp now);
  /// When `next` is to be called again, if nothing else happens before.
  std::optional<leat::timestamp> due() const;
  /// Forgets all that has not been asked for.
  void abandon();

  /// URLs that are decided without fetching them, and sitemaps that were found, since the last
  /// call.
  std::vector<outcome> take_refused() { return std::exchange(refused_, {}); }
  std::vector<candidate> take_sitemaps() { return std::exchange(sitemaps_, {}); }

  /// URLs that are queued, wait for a retry or are being fetched.
  std::size_t pending() const { return pending_; }
  /// Requests, those for robots.txt included.
  std::size_t in_flight() const { return in_flight_; }
  std::size_t on_disk() const { return backlog_.size(); }
  std::size_t hosts() const { return hosts_.size(); }
  std::size_t hosts_ready() const { return ready_.size(); }
  std::size_t hosts_waiting() const { return waiting_.size(); }
  /// URLs that were given up because of limits or `abandon`.
  std::uint64_t left_out() const { return left_out_; }

 private:
  host_queue& host_of(std::string_view url);
  bool is_full(const host_queue& h) const;
  void keep(host_queue& h, url_record record);
  void place(host_queue& h, leat::timestamp now);
  void wake(leat::timestamp now);

  std::optional<fetch_order> next_of(host_queue& h);
  std::optional<fetch_order> next_page_of(host_queue& h);
  bool is_allowed(const host_queue& h, const url_record& record);
  void turn_backlog();
  void close(host_queue& h);
  void leave_out(std::size_t n);

  leat::duration backoff(const answer& a);
  void retry(const answer& a, leat::timestamp now);
  void take_rules(const answer& a, leat::timestamp now);
  void set_rules(host_queue& h, const url& at, const answer& a, leat::timestamp now);

  schedule_options options_;
  std::unordered_map<std::string, host_queue, leat::key_hash, std::equal_to<>>
    hosts_; // by origin; references stay valid
  std::deque<host_queue*> ready_;
  std::multimap<leat::timestamp, host_queue*> waiting_;
  std::multimap<leat::timestamp, fetch_order> retries_;
  leat::spill_queue<url_record> backlog_;
  std::size_t unwanted_ = 0; // of the backlog: belongs to closed hosts
  std::size_t in_memory_ = 0;
  std::size_t pending_ = 0;
  std::size_t in_flight_ = 0;
  bool has_more_to_do_ = false; // than one call of `next` may do
  std::uint64_t pages_ = 0;
  std::uint64_t left_out_ = 0;
  std::vector<outcome> refused_;
  std::vector<candidate> sitemaps_;
  std::minstd_rand jitter_{std::random_device()()};
};

} // namespace crawler
