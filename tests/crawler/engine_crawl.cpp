// SPDX-License-Identifier: BSD-3-Clause
#include "engine_crawl.hpp"

#include <crawler/pipeline.hpp>
#include <leat/leat.hpp>

#include <algorithm>
#include <memory>

using namespace crawler;
using namespace std::chrono_literals;

const outcome* engine_crawl::of(const std::string& final_url) const {
  const auto found = std::ranges::find(outcomes, final_url, &outcome::final_url);
  return found == outcomes.end() ? nullptr : &*found;
}

crawl_options options_for(const site& s) {
  crawl_options o;
  o.urls = {s.seed_url()};
  o.scope.allow = {".test"};
  o.scope.last_year = s.options().last_year;
  o.per_host_delay = 0ms;
  o.retry_wait = 1ms;
  o.max_links = 1'000;
  o.fetch.max_bytes = 1'000'000;
  return o;
}

engine_crawl crawl(const site& s, crawl_options options, leat::engine_options on,
                   read_function read) {
  server web{site_handler(s)};
  auto result = crawl(web.port(), std::move(options), std::move(on), std::move(read));
  result.log = web.log();
  return result;
}

engine_crawl crawl(std::uint16_t port, crawl_options options, leat::engine_options on,
                   read_function read) {
  using clock = std::chrono::steady_clock;
  options.fetch.connect_to = endpoint{"127.0.0.1", port};
  engine_crawl result;
  clock::time_point last;
  const auto shown = std::make_shared<progress>();
  {
    leat::pipeline p;
    auto [outcomes, links] = add_crawl(p, options, shown, nullptr, std::move(read));
    outcomes | leat::for_each([&](const outcome& o) {
      result.outcomes.push_back(o);
      last = clock::now();
    });
    links | leat::collect_into(result.links);
    leat::engine engine(std::move(on));
    last = clock::now();
    leat::run(p, engine);
  }
  result.until_end = std::chrono::floor<std::chrono::milliseconds>(clock::now() - last);
  result.left_out = shown->left_out;
  return result;
}
