// SPDX-License-Identifier: BSD-3-Clause
#include "plain_crawl.hpp"

#include <crawler/charset.hpp>
#include <crawler/content.hpp>
#include <crawler/page.hpp>
#include <crawler/sitemap.hpp>

#include <zlib.h>

#include <algorithm>
#include <stdexcept>

using namespace crawler;

namespace {

constexpr std::size_t max_bytes = 1'000'000;

/// At most one byte more than the limit.
std::string inflated(std::string body) {
  std::string out(max_bytes + 1, '\0');
  z_stream z{};
  if (inflateInit2(&z, 15 + 16) != Z_OK)
    throw std::runtime_error("zlib");
  z.next_in = reinterpret_cast<Bytef*>(body.data());
  z.avail_in = static_cast<uInt>(body.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  inflate(&z, Z_FINISH);
  out.resize(z.total_out);
  inflateEnd(&z);
  return out;
}

scope_rules rules_of(const site& s) {
  scope_rules rules;
  rules.allow = {".test"};
  rules.last_year = s.options().last_year;
  return rules;
}

} // namespace

plain_crawl::plain_crawl(const site& s, crawl_rules rules)
  : handler_(s), rules_(rules), product_token_(s.options().product_token), scope_(rules_of(s), {}) {
  add({s.seed_url(), {}, 0, 0, {}});
}

std::map<std::string, plain_crawl::result> plain_crawl::run() {
  while (!queue_.empty()) {
    auto record = std::move(queue_.front());
    queue_.pop_front();
    visit(record);
  }
  return std::move(results_);
}

fetch_result plain_crawl::request(const url& u) {
  auto reply = handler_({u.host, u.target()});
  fetch_result answer;
  answer.status = reply.status;
  answer.body = std::move(reply.body);
  if (reply.how != http_reply::ending::whole)
    answer.error = reply.how == http_reply::ending::cut ? failure::protocol : failure::timeout;
  for (const auto& [name, value] : reply.headers) {
    if (name == "Content-Type")
      answer.content_type = value;
    else if (name == "Location")
      answer.location = value;
    else if (name == "X-Robots-Tag")
      answer.robots_tag = value;
    else if (name == "Content-Encoding")
      answer.body = inflated(std::move(answer.body));
  }
  if (answer.body.size() > max_bytes)
    answer.error = failure::too_large;
  return answer;
}

fetch_result plain_crawl::fetch(const std::string& url) {
  auto& result = results_[url];
  for (unsigned attempt = 0;; ++attempt) {
    auto answer = request(*parse_url(url));
    ++result.requests;
    if (attempt < rules_.retries && (is_transient(answer.error) || is_transient(answer.status)))
      continue;
    result.status = answer.status;
    result.error = answer.error;
    return answer;
  }
}

const robots& plain_crawl::robots_of(const url& u) {
  if (auto known = robots_.find(u.origin()); known != robots_.end())
    return known->second;
  auto at = *parse_url(u.origin() + "/robots.txt");
  auto answer = fetch(at.text());
  for (int hops = 0; hops < 5 && is_redirect(answer.status); ++hops) {
    at = *resolve_url(at, answer.location);
    answer = fetch(at.text());
  }
  auto& rules =
    robots_.emplace(u.origin(), robots::from_answer(answer.status, answer.body, product_token_))
      .first->second;
  for (const auto& sitemap : rules.sitemaps())
    if (auto target = resolve_url(at, sitemap); target && rules_.sitemaps)
      add({target->text(), {}, 0, 0, {}});
  return rules;
}

void plain_crawl::add(url_record record) {
  auto u = parse_url(record.url);
  if (u && scope_.check(*u) == verdict::in_scope && seen_.insert(record.url).second)
    queue_.push_back(std::move(record));
}

void plain_crawl::follow_redirect(const url_record& record, const url& at,
                                  const fetch_result& answer) {
  auto target = answer.location.empty() ? std::nullopt : resolve_url(at, answer.location);
  if (!target || record.via.size() == rules_.max_redirects)
    return;
  auto via = record.via;
  via.push_back(record.url);
  add({target->text(), record.referrer, record.depth, 0, std::move(via)});
}

void plain_crawl::visit(const url_record& record) {
  auto at = *parse_url(record.url);
  if (!robots_of(at).allows(at.target()))
    return;
  auto answer = fetch(record.url);
  if (is_redirect(answer.status))
    return follow_redirect(record, at, answer);
  if (answer.status != 200 || answer.error != failure::none)
    return;
  auto kind = kind_of(answer.content_type, answer.body);
  auto decoded = to_utf8(answer.body, answer.content_type);
  if (kind == content_kind::xml)
    for (const auto& url : sitemap_urls(decoded.text, at, 50'000))
      add({url, record.url, record.depth + 1, 0, {}});
  if (kind != content_kind::html)
    return;
  auto page = parse_page(decoded.text, at, 1'000);
  results_[record.url].title = page.title;
  results_[record.url].charset = decoded.charset;
  if (page.nofollow || says_nofollow(answer.robots_tag))
    return;
  for (const auto& link : page.links)
    if (!link.nofollow)
      add({link.url, record.url, record.depth + 1, 0, {}});
}
