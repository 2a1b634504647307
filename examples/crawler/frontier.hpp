// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>
#include <crawler/progress.hpp>
#include <crawler/schedule.hpp>
#include <crawler/web.hpp>
#include <leat/own.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string_view>

namespace crawler {

/// The operator where URLs wait until their host may be asked for them.
///
/// In: URLs that were not seen before; answers of the fetcher. Out: what to fetch; URLs that are
/// decided without; sitemaps that robots.txt names. It refuses no input, and holds each URL from
/// its coming until its last answer, so that the loops' probes wait here and the crawl ends when
/// nothing is left.
///
/// One operator for all hosts, not one keyed by host: slots and the limit of pages are shared, and
/// hosts take turns.
struct frontier {
  using output = leat::outputs<fetch_order, outcome, candidate>;
  struct waits {};
  struct state {
    std::optional<schedule> urls;
    std::deque<leat::held<waits>> holds; // one for each URL; the URL itself may be on disk
    std::optional<leat::timestamp> due;
    std::optional<endpoint> served_at;
  };

  schedule_options options;
  std::shared_ptr<progress> shown;
  std::shared_ptr<web> served = nullptr; ///< by the process in which the frontier is

  void on_start(state& s, leat::context<output>& c) const;
  void on_item(leat::port<0>, url_record&& found, state& s, leat::context<output>& c) const;
  void on_item(leat::port<1>, const answer& a, state& s, leat::context<output>& c) const;
  void on_timer(std::string_view, state& s, leat::context<output>& c) const;
  /// Comes early when the job is stopped: what waits is given up.
  void on_end(state& s, leat::context<output>& c) const;

 private:
  void go_on(state& s, leat::context<output>& c) const;
};

} // namespace crawler
