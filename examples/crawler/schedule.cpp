// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/retry_after.hpp>
#include <crawler/schedule.hpp>
#include <leat/failure.hpp>

#include <algorithm>
#include <utility>

namespace crawler {
namespace {

/// "/path?query" of a normalized URL.
std::string_view target_of(std::string_view url) { return url.substr(origin_of(url).size()); }

bool is_link(const url_record& record) { return record.via.empty(); }

constexpr int steps = 256; // of one call of `next`; then other work gets its turn

} // namespace

schedule::schedule(schedule_options options)
  : options_(std::move(options)), backlog_({.memory = std::size_t{4} << 20, .name = "frontier"}) {}

// -- in and out

void schedule::add(url_record record, leat::timestamp now) {
  auto& h = host_of(record.url);
  ++pending_;
  if (is_link(record) && (h.is_closed || pages_ >= options_.max_pages))
    return leave_out(1);
  if (h.rules && !is_allowed(h, record))
    return;
  keep(h, std::move(record));
  if (!h.has_asked_for_rules) {
    h.has_asked_for_rules = true;
    h.first.push_back({{.url = h.origin + "/robots.txt"}, h.origin});
  }
  place(h, now);
}

std::optional<fetch_order> schedule::next(leat::timestamp now) {
  wake(now);
  if (unwanted_ > 0)
    turn_backlog();
  for (int i = 0; i < steps && in_flight_ < options_.in_flight && !ready_.empty(); ++i) {
    auto& h = *ready_.front();
    ready_.pop_front();
    h.is = host_queue::state::idle;
    auto order = h.next_time() <= now ? next_of(h) : std::nullopt;
    if (order) {
      h.is = host_queue::state::busy;
      ++in_flight_;
      return order;
    }
    place(h, now);
  }
  has_more_to_do_ = unwanted_ > 0 || (in_flight_ < options_.in_flight && !ready_.empty());
  return std::nullopt;
}

std::optional<leat::timestamp> schedule::due() const {
  if (has_more_to_do_)
    return leat::timestamp{}; // at once
  std::optional<leat::timestamp> first;
  if (!waiting_.empty())
    first = waiting_.begin()->first;
  if (!retries_.empty())
    first = std::min(first.value_or(retries_.begin()->first), retries_.begin()->first);
  return first;
}

void schedule::finished(const answer& a, leat::timestamp now) {
  auto& h = host_of(a.order.record.url);
  --in_flight_;
  h.is = host_queue::state::idle;
  h.last = now;
  if (will_retry(a, options_.retries))
    retry(a, now);
  else if (!a.order.robots_of.empty())
    take_rules(a, now);
  else
    --pending_;
  place(h, now);
}

void schedule::abandon() {
  left_out_ += pending_ - std::min(pending_, in_flight_);
  pending_ = 0;
  ready_.clear();
  waiting_.clear();
  retries_.clear();
  has_more_to_do_ = false;
}

// -- hosts and their times

host_queue& schedule::host_of(std::string_view url) {
  const auto origin = origin_of(url);
  auto found = hosts_.find(origin);
  if (found == hosts_.end()) {
    host_queue h{.origin = std::string(origin), .delay = options_.delay};
    if (options_.ignore_robots) {
      h.rules = robots::allow_all();
      h.has_asked_for_rules = true;
    }
    found = hosts_.emplace(origin, std::move(h)).first;
  }
  return found->second;
}

void schedule::place(host_queue& h, leat::timestamp now) {
  if (h.is != host_queue::state::idle || !h.has_work())
    return;
  if (const auto time = h.next_time(); time > now) {
    h.is = host_queue::state::waiting;
    waiting_.emplace(time, &h);
  } else {
    h.is = host_queue::state::ready;
    ready_.push_back(&h);
  }
}

void schedule::wake(leat::timestamp now) {
  while (!retries_.empty() && retries_.begin()->first <= now) {
    auto order = std::move(retries_.extract(retries_.begin()).mapped());
    auto& h = host_of(order.record.url);
    h.first.push_back(std::move(order));
    place(h, now);
  }
  while (!waiting_.empty() && waiting_.begin()->first <= now) {
    auto& h = *waiting_.extract(waiting_.begin()).mapped();
    h.is = host_queue::state::idle;
    place(h, now);
  }
}

// -- what a host is asked for

std::optional<fetch_order> schedule::next_of(host_queue& h) {
  if (h.first.empty())
    return next_page_of(h);
  auto order = std::move(h.first.front());
  h.first.pop_front();
  if (order.robots_of.empty())
    return order;
  auto& owner = host_of(order.robots_of);
  if (owner.has_urls())
    return order;
  owner.has_asked_for_rules = false; // its URLs have been given up
  return std::nullopt;
}

std::optional<fetch_order> schedule::next_page_of(host_queue& h) {
  if (h.urls.empty() && h.spilled > 0)
    turn_backlog();
  if (h.urls.empty() || !h.rules)
    return std::nullopt;
  auto record = std::move(h.urls.front());
  h.urls.pop_front();
  --in_memory_;
  if (!is_allowed(h, record))
    return std::nullopt;
  if (is_link(record)) {
    ++pages_;
    if (++h.pages == options_.max_pages_per_host)
      close(h);
    if (pages_ == options_.max_pages)
      for (auto& [origin, each] : hosts_)
        close(each);
  }
  return fetch_order{std::move(record)};
}

bool schedule::is_allowed(const host_queue& h, const url_record& record) {
  if (h.rules->allows(target_of(record.url)))
    return true;
  refused_.push_back(refused(record, failure::robots, "disallowed by robots.txt"));
  --pending_;
  return false;
}

// -- memory and limits

bool schedule::is_full(const host_queue& h) const {
  constexpr std::size_t a_few = 16;
  return h.urls.size() >= a_few
    && (in_memory_ >= options_.urls_in_memory
        || h.urls.size() >= options_.urls_in_memory / hosts_.size());
}

void schedule::keep(host_queue& h, url_record record) {
  if (h.spilled > 0 || is_full(h)) {
    backlog_.push(std::move(record));
    ++h.spilled;
  } else {
    h.urls.push_back(std::move(record));
    ++in_memory_;
  }
}

void schedule::turn_backlog() {
  for (int i = 0; i < steps && !backlog_.empty(); ++i) {
    auto record = backlog_.pop();
    auto& h = host_of(record.url);
    --h.spilled;
    if (h.is_closed)
      --unwanted_;
    if (h.is_closed && is_link(record)) {
      leave_out(1);
    } else if (is_full(h) && !h.is_closed) {
      backlog_.push(std::move(record));
      ++h.spilled;
    } else {
      h.urls.push_back(std::move(record));
      ++in_memory_;
    }
  }
}

// Redirects of what was asked for go on; their number is bounded by that.
void schedule::close(host_queue& h) {
  if (std::exchange(h.is_closed, true))
    return;
  unwanted_ += h.spilled;
  const auto n = std::erase_if(h.urls, is_link);
  in_memory_ -= n;
  leave_out(n);
}

void schedule::leave_out(std::size_t n) {
  pending_ -= n;
  left_out_ += n;
}

// -- failures and pauses

leat::duration schedule::backoff(const answer& a) {
  const leat::backoff waits{options_.retry_wait, 2.0, options_.longest_delay};
  const auto wait = waits.before_attempt(static_cast<int>(a.order.record.attempt) + 1);
  constexpr std::uint64_t whole = 1'024; // from a half to three halves, so that retries spread
  const auto part = std::uniform_int_distribution<std::uint64_t>(whole / 2, 3 * whole / 2)(jitter_);
  return wait / whole * part;
}

void schedule::retry(const answer& a, leat::timestamp now) {
  constexpr int too_many_requests = 429, unavailable = 503;
  const auto wait = backoff(a);
  if (a.result.status == too_many_requests || a.result.status == unavailable) {
    const auto asked = parse_retry_after(a.result.retry_after, now);
    auto& h = host_of(a.order.record.url);
    h.paused_until = now + std::min(asked ? leat::duration(*asked) : wait, options_.longest_delay);
  }
  auto order = a.order;
  ++order.record.attempt;
  retries_.emplace(now + wait, std::move(order));
}

// -- robots.txt

void schedule::take_rules(const answer& a, leat::timestamp now) {
  constexpr std::size_t most_hops = 5;
  const auto& from = a.order.record;
  auto& owner = host_of(a.order.robots_of);
  const auto at = parse_url(from.url);
  const bool moved = a.result.error == failure::none && is_redirect(a.result.status);
  const auto target = moved && at ? resolve_url(*at, a.result.location) : std::nullopt;
  if (!target || from.via.size() >= most_hops)
    return set_rules(owner, *at, a, now);
  fetch_order next{{.url = target->text(), .via = from.via}, owner.origin};
  next.record.via.push_back(from.url);
  auto& h = host_of(next.record.url);
  h.first.push_back(std::move(next));
  place(h, now);
}

void schedule::set_rules(host_queue& h, const url& at, const answer& a, leat::timestamp now) {
  const bool is_there = a.result.error == failure::none || a.result.error == failure::too_large;
  h.rules =
    robots::from_answer(is_there ? a.result.status : 0, a.result.body, options_.product_token);
  const leat::duration asked = h.rules->crawl_delay().value_or(std::chrono::milliseconds(0));
  h.delay = std::max(options_.delay, std::min(asked, options_.longest_delay));
  for (const auto& sitemap : h.rules->sitemaps())
    if (const auto target = resolve_url(at, sitemap))
      sitemaps_.push_back({{.url = target->text(), .referrer = at.text()}});
  place(h, now);
}

} // namespace crawler
