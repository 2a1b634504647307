// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/site.hpp>

#include <algorithm>
#include <charconv>
#include <deque>
#include <set>
#include <stdexcept>
#include <string_view>

namespace crawler {
namespace {

enum purpose : std::uint64_t { hosts_of,
                               links_of,
                               text_of };

std::optional<std::uint32_t> number_between(std::string_view text, std::string_view before,
                                            std::string_view behind) {
  if (text.size() <= before.size() + behind.size() || !text.starts_with(before)
      || !text.ends_with(behind))
    return std::nullopt;
  text = text.substr(before.size(), text.size() - before.size() - behind.size());
  std::uint32_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()
      || (text.front() == '0' && text.size() > 1))
    return std::nullopt;
  return number;
}

std::optional<std::uint32_t> page_number(std::string_view target) {
  if (target == "/")
    return 0;
  auto number = number_between(
    target.substr(std::min<std::size_t>(target.find('/', 1), target.size())), "/p", ".html");
  return number && page_target(*number) == target ? number : std::nullopt;
}

} // namespace

std::string host_name(std::uint32_t host) { return "host" + std::to_string(host) + ".test"; }

std::string page_target(std::uint32_t index) {
  return index == 0 ? "/"
                    : "/d" + std::to_string(index % 7) + "/p" + std::to_string(index) + ".html";
}

site::site(site_options options) : options_(std::move(options)) {
  if (options_.hosts == 0 || options_.pages == 0)
    throw std::invalid_argument("a site needs at least one host and one page");
  hosts_.resize(options_.hosts);
  for (std::uint32_t i = 0; i < options_.hosts; ++i) {
    auto d = dice_of(hosts_of, {i, 0});
    add_robots(hosts_[i], i, options_, d);
    add_features(hosts_[i], i, options_, d);
  }
  if (options_.features > 0)
    bomb_ = gzipped(std::string(options_.bomb_size, '\0'));
}

std::string site::seed_url() { return "http://" + host_name(0) + '/'; }

dice site::dice_of(std::uint64_t purpose, site_node node) const {
  dice d(options_.seed * 3 + purpose);
  return dice(d.next() ^ (std::uint64_t{node.host} << 32 | node.index));
}

std::optional<std::uint32_t> site::number_of(const std::string& host) const {
  auto number = number_between(host, "host", ".test");
  return number && *number < options_.hosts ? number : std::nullopt;
}

resource site::at(site_node node) const {
  return node.index < options_.pages ? ordinary(node)
                                     : hosts_[node.host].special[node.index - options_.pages];
}

resource site::ordinary(site_node node) const {
  auto d = dice_of(links_of, node);
  resource r{page_target(node.index)};
  r.title = "Page " + std::to_string(node.index) + " of " + host_name(node.host);
  r.is_gzipped = d.percent(10);
  auto link_to = [&](site_node to) {
    r.links.push_back(
      {spelled_link(host_name(node.host), r.target, host_name(to.host), page_target(to.index), d),
       to});
  };
  for (std::uint64_t child = 3ull * node.index + 1;
       child <= 3ull * node.index + 3 && child < options_.pages; ++child)
    link_to({node.host, static_cast<std::uint32_t>(child)});
  for (std::uint64_t next = 2ull * node.host + 1;
       node.index == 0 && next <= 2ull * node.host + 2 && next < options_.hosts; ++next)
    link_to({static_cast<std::uint32_t>(next), 0});
  for (int i = 0; i < 3; ++i)
    link_to({node.host, d.below(options_.pages)});
  link_to({d.below(options_.hosts), d.below(options_.pages)});
  link_to(node);
  const auto& more = hosts_[node.host].more_links;
  if (auto found = more.find(node.index); found != more.end())
    r.links.insert(r.links.end(), found->second.begin(), found->second.end());
  return r;
}

std::optional<resource> site::find(std::uint32_t host, const std::string& target) const {
  if (auto page = page_number(target))
    return *page < options_.pages ? std::optional(ordinary({host, *page})) : std::nullopt;
  if (auto place = hosts_[host].places.find(target); place != hosts_[host].places.end())
    return hosts_[host].special[place->second];
  for (const auto& r : hosts_[host].robots)
    if (r.target == target)
      return r;
  return std::nullopt;
}

http_reply site::answer(const http_request& request, unsigned nth) const {
  auto host = number_of(request.host);
  auto r = host ? find(*host, request.target) : std::nullopt;
  if (!host || !r)
    return {404, {{"Content-Type", "text/html"}}, "<title>not here</title>"};
  http_reply reply{
    r->failures > 0 && nth >= r->failures ? 200 : r->status, r->headers, {}, {}, r->how};
  if (!r->content_type.empty())
    reply.headers.emplace_back("Content-Type", r->content_type);
  if (r->failures > 0 && reply.status != 200) {
    r->links.clear();
    if (options_.retry_after.count() > 0)
      reply.headers.emplace_back("Retry-After", std::to_string(options_.retry_after.count()));
  }
  auto d = dice_of(text_of, {*host, static_cast<std::uint32_t>(request.target.size())});
  reply.body = r->is_bomb ? bomb_ : r->body ? *r->body
                                            : html_of(*r, options_.page_size, d);
  if (r->is_gzipped)
    reply.body = gzipped(reply.body);
  if (r->is_gzipped || r->is_bomb)
    reply.headers.emplace_back("Content-Encoding", "gzip");
  if (r->is_slow)
    reply.delay = options_.slow;
  return reply;
}

bool site::may_fetch(const std::string& host, const std::string& target) const {
  auto number = number_of(host);
  if (!number)
    return true;
  for (const auto& r : hosts_[*number].robots)
    if (r.target == target)
      return true;
  auto r = find(*number, target);
  return !hosts_[*number].is_blocked && !(r && r->is_disallowed);
}

std::chrono::milliseconds site::delay_of(const std::string& host) const {
  auto number = number_of(host);
  return number ? hosts_[*number].delay : std::chrono::milliseconds(0);
}

/// Follows the links by numbers, not by their text.
class site::walk {
 public:
  walk(const site& s, const crawl_rules& rules) : site_(s), rules_(rules) {}

  std::vector<expected_fetch> run() {
    add({0, 0}, 0);
    while (!queue_.empty()) {
      auto [node, hops] = queue_.front();
      queue_.pop_front();
      visit(node, hops);
    }
    std::ranges::sort(found_, {}, &expected_fetch::url);
    return std::move(found_);
  }

 private:
  void add(site_node node, unsigned hops) {
    if (hosts_.insert(node.host).second)
      visit_robots(node.host);
    if (!site_.hosts_[node.host].is_blocked && seen_.insert(node).second)
      queue_.emplace_back(node, hops);
  }

  void visit_robots(std::uint32_t number) {
    const auto& host = site_.hosts_[number];
    constexpr std::size_t followed = 5;
    for (std::size_t i = 0; i < host.robots.size() && i <= followed; ++i) {
      auto& fetch = expect(number, host.robots[i]);
      fetch.is_robots = true;
      fetch.title = fetch.charset = "";
      fetch.min_requests = 1;
    }
    for (auto node : host.sitemaps)
      if (rules_.sitemaps)
        add(node, 0);
  }

  void visit(site_node node, unsigned hops) {
    auto r = site_.at(node);
    if (r.is_disallowed)
      return;
    auto& fetch = expect(node.host, r);
    if (r.redirect && hops < rules_.max_redirects)
      add(*r.redirect, hops + 1);
    if (fetch.status == 200 && fetch.error == failure::none && r.is_followed)
      for (const auto& link : r.links)
        if (link.target && !link.nofollow)
          add(*link.target, 0);
  }

  expected_fetch& expect(std::uint32_t host, const resource& r) {
    expected_fetch e{"http://" + host_name(host) + r.target, host_name(host), r.target};
    e.status = r.status;
    if (r.is_bomb)
      e.error = failure::too_large;
    else if (r.how != http_reply::ending::whole)
      e.error = r.how == http_reply::ending::cut ? failure::protocol : failure::timeout;
    e.max_requests += is_transient(r.status) || is_transient(e.error) ? rules_.retries : 0;
    if (r.failures > 0 && r.failures <= rules_.retries) {
      e.status = 200;
      e.max_requests = r.failures + 1;
    }
    e.min_requests = e.max_requests;
    if (e.status == 200 && e.error == failure::none && !r.title.empty()) {
      e.title = r.title;
      e.charset = r.charset;
    }
    return found_.emplace_back(std::move(e));
  }

  const site& site_;
  const crawl_rules& rules_;
  std::set<std::uint32_t> hosts_;
  std::set<site_node> seen_;
  std::deque<std::pair<site_node, unsigned>> queue_;
  std::vector<expected_fetch> found_;
};

std::vector<expected_fetch> site::closure(const crawl_rules& rules) const {
  return walk(*this, rules).run();
}

http_reply site_handler::operator()(const http_request& request) {
  constexpr std::string_view flaky = "/flaky/";
  auto nth = request.target.starts_with(flaky) ? counts_[request.host + request.target]++ : 0;
  return site_->answer(request, nth);
}

} // namespace crawler
