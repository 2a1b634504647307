// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/charset.hpp>
#include <crawler/content.hpp>
#include <crawler/page.hpp>
#include <crawler/reading.hpp>
#include <crawler/sitemap.hpp>
#include <crawler/url.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace crawler {
namespace {

/// Why a redirect is not followed, with what there is to say about it.
std::optional<std::pair<failure, std::string>>
objection(const std::optional<url>& target, const url_record& from, const reading_rules& rules) {
  if (!target)
    return std::pair(failure::bad_redirect, std::string("the Location is missing or no URL"));
  const auto text = target->text();
  if (text == from.url || std::ranges::find(from.via, text) != from.via.end())
    return std::pair(failure::redirect_loop, "leads back to " + text);
  if (from.via.size() >= rules.max_redirects)
    return std::pair(failure::too_many_redirects, "goes on to " + text);
  const auto v = rules.scope->check(*target);
  if (v == verdict::in_scope)
    return std::nullopt;
  return std::pair(v == verdict::private_address ? failure::refused_address : failure::out_of_scope,
                   text + ": " + std::string(name_of(v)));
}

reading follow_redirect(const answer& a, const url& at, const reading_rules& rules) {
  const auto& from = a.order.record;
  const auto& location = a.result.location;
  auto target = location.empty() ? std::nullopt : resolve_url(at, location);
  auto report = outcome_of(a);
  if (auto why = objection(target, from, rules)) {
    report.error = why->first;
    report.error_text = std::move(why->second);
    return {.report = std::move(report)};
  }
  candidate next{{target->text(), from.referrer, from.depth, 0, from.via}};
  next.record.via.push_back(from.url);
  report.final_url = next.record.url;
  ++report.hops;
  next.redirect = std::make_shared<const outcome>(std::move(report));
  return {.found = {std::move(next)}};
}

/// Adds links of a page to what was found.
class collector {
 public:
  collector(reading& out, const url_record& page, const reading_rules& rules)
    : out_(out), page_(page), rules_(rules) {}

  void add(const std::string& link) {
    const auto target = parse_url(link);
    if (page_.depth < rules_.max_depth && target
        && rules_.scope->check(*target) == verdict::in_scope)
      out_.found.push_back({{link, page_.url, page_.depth + 1, 0, {}}});
  }

 private:
  reading& out_;
  const url_record& page_;
  const reading_rules& rules_;
};

void read_page(reading& out, const answer& a, const url& at, const reading_rules& rules) {
  constexpr std::size_t most_of_a_sitemap = 50'000;
  const auto& r = a.result;
  const auto kind = kind_of(r.content_type, r.body);
  if (kind == content_kind::other)
    return;
  collector found(out, a.order.record, rules);
  auto decoded = to_utf8(r.body, r.content_type);
  if (kind == content_kind::xml) {
    for (const auto& link : sitemap_urls(decoded.text, at, most_of_a_sitemap))
      found.add(link);
    return;
  }
  auto page = parse_page(decoded.text, at, rules.max_links);
  out.report->title = std::move(page.title);
  out.report->charset = std::move(decoded.charset);
  out.report->links = static_cast<std::uint32_t>(page.links.size());
  const bool nofollow = page.nofollow || says_nofollow(r.robots_tag);
  for (auto& link : page.links) {
    if (!nofollow && !link.nofollow)
      found.add(link.url);
    if (rules.records_links)
      out.links.push_back({a.order.record.url, std::move(link.url), nofollow || link.nofollow});
  }
}

/// Without the text, which only the reader needs.
answer receipt(const answer& a) {
  answer head{a.order, {}};
  head.result.status = a.result.status;
  head.result.error = a.result.error;
  head.result.retry_after = a.result.retry_after;
  return head;
}

} // namespace

void sorter::on_item(leat::keyed<std::string, answer>&& of_host, leat::context<output>& c) const {
  auto& a = of_host.value;
  if (!a.order.robots_of.empty())
    return c.push<0>(std::move(a)); // whose text is for the frontier
  c.push<0>(receipt(a));
  if (!will_retry(a, retries))
    c.push<1>(std::move(a));
}

reading read_answer(const answer& a, const reading_rules& rules) {
  constexpr int ok = 200;
  const auto at = parse_url(a.order.record.url);
  if (at && a.result.error == failure::none && is_redirect(a.result.status))
    return follow_redirect(a, *at, rules);
  reading out{.report = outcome_of(a)};
  if (at && a.result.error == failure::none && a.result.status == ok)
    read_page(out, a, *at, rules);
  return out;
}

void reader::on_item(const answer& a, leat::context<output>& c) const {
  auto out = read(a, rules);
  if (out.report)
    c.push<0>(std::move(*out.report));
  for (auto& found : out.found)
    c.push<1>(std::move(found));
  for (auto& link : out.links)
    c.push<2>(std::move(link));
}

} // namespace crawler
