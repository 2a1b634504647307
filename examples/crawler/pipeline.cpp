// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/dedupe.hpp>
#include <crawler/frontier.hpp>
#include <crawler/pipeline.hpp>
#include <crawler/robots.hpp>
#include <crawler/url.hpp>
#include <leat/leat.hpp>

#include <string>
#include <utility>
#include <vector>

namespace crawler {
namespace {

struct seeds {
  std::vector<candidate> good;
  std::vector<outcome> bad;
};

std::shared_ptr<const scope> scope_of(const crawl_options& o) {
  std::vector<url> from;
  for (const auto& text : o.urls)
    if (auto u = parse_url(text))
      from.push_back(std::move(*u));
  return std::make_shared<const scope>(o.scope, from);
}

seeds seeds_of(const crawl_options& o, const scope& s) {
  seeds out;
  for (const auto& text : o.urls) {
    const url_record record{.url = text};
    const auto u = parse_url(text);
    const auto v = u ? s.check(*u) : verdict::other_host;
    if (v == verdict::in_scope)
      out.good.push_back({record});
    else if (v == verdict::private_address)
      out.bad.push_back(refused(record, failure::refused_address,
                                "a private address; --private-addresses allows it"));
    else
      out.bad.push_back(refused(record, failure::out_of_scope, std::string(name_of(v))));
  }
  return out;
}

schedule_options schedule_of(const crawl_options& o) {
  return {.product_token = product_token(o.fetch.user_agent),
          .ignore_robots = o.ignore_robots,
          .delay = o.per_host_delay,
          .longest_delay = o.longest_delay,
          .retry_wait = o.retry_wait,
          .retries = o.retries,
          .in_flight = o.in_flight,
          .max_pages = o.max_pages,
          .max_pages_per_host = o.max_pages_per_host};
}

outcome unreadable(const leat::dead_letter<answer>& letter) {
  auto o = outcome_of(letter.item);
  o.error = failure::unreadable;
  o.error_text = letter.why.what;
  return o;
}

std::string host_of(const fetch_order& order) { return std::string(origin_of(order.record.url)); }

auto fetching(const crawl_options& o) {
  const auto fetch = [from = std::make_shared<fetcher>(o.fetch)](const fetch_order& order,
                                                                 leat::completion<answer> done) {
    fetcher::exceptions but{.connect_to = order.served_at};
    if (!order.robots_of.empty())
      but.max_bytes = robots::max_size;
    from->start(
      order.record.url,
      [order, done](fetch_result r) {
        done(answer{order, std::move(r)});
      },
      std::move(but));
  };
  return leat::map_async<answer>(fetch,
                                 {.in_flight = o.in_flight, .order = leat::async_order::unordered});
}

} // namespace

crawl_streams add_crawl(leat::pipeline& p, const crawl_options& o, std::shared_ptr<progress> shown,
                        std::shared_ptr<web> served, read_function read) {
  const auto within = scope_of(o);
  const reading_rules rules{within, o.max_redirects, o.max_depth, o.max_links, !o.links.empty()};
  const auto is_within = [within](const candidate& c) {
    const auto u = parse_url(c.record.url);
    return u && within->check(*u) == verdict::in_scope;
  };

  auto [good, bad] = seeds_of(o, *within);
  auto [found, to_found] = p.loop<candidate>({.name = "found"});
  auto [answered, to_answered] = p.loop<answer>({.name = "answered"});
  auto [broken, box] = p.dead_letters<answer>();

  auto [fresh, known] =
    leat::merge(p | leat::from_range(std::move(good)), found) | leat::op(dedupe{}).named("dedupe");
  auto [orders, closed, sitemaps] = leat::op(
    frontier{schedule_of(o), std::move(shown), std::move(served)}, fresh, answered);
  auto [receipts, final_answers] = orders | leat::key_by(host_of)
    | fetching(o).named("fetch").parallel(o.parallel)
    | leat::op(sorter{o.retries}).named("sort").parallel(o.parallel);
  auto [read_pages, links_found, links] = final_answers
    | leat::op(reader{rules, std::move(read)}).named("parse").parallel(o.parallel).on_error(box);

  receipts | to_answered;
  links_found | to_found;
  sitemaps | leat::filter(is_within) | to_found;
  return {leat::merge(p | leat::from_range(std::move(bad)), known, closed, read_pages,
                      broken | leat::map(unreadable)),
          links};
}

} // namespace crawler
