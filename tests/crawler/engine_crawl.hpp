// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>
#include <crawler/options.hpp>
#include <crawler/reading.hpp>
#include <crawler/server.hpp>
#include <crawler/site.hpp>
#include <leat/engine.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// What the crawler's pipeline made of a site, and what the site's server saw.
struct engine_crawl {
  std::vector<crawler::outcome> outcomes;
  std::vector<crawler::link_record> links;
  std::vector<crawler::served> log;
  std::uint64_t left_out = 0;
  std::chrono::milliseconds until_end{}; ///< from the last outcome on

  const crawler::outcome* of(const std::string& final_url) const;
};

/// Options for a crawl of a site: no delay, short waits.
crawler::crawl_options options_for(const crawler::site& s);

/// Over HTTP on loopback, through the engine.
engine_crawl crawl(const crawler::site& s, crawler::crawl_options options,
                   leat::engine_options on = {},
                   crawler::read_function read = crawler::read_answer);
/// The same from whoever listens on a port of loopback; without a log.
engine_crawl crawl(std::uint16_t port, crawler::crawl_options options,
                   leat::engine_options on = {},
                   crawler::read_function read = crawler::read_answer);
