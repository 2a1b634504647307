// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/server.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// What the embedded site is made of. It is written without the crawler's own parsers and rules, so
/// that both can be compared.
namespace crawler {

struct site_options {
  std::uint64_t seed = 1;
  std::uint32_t hosts = 100;
  std::uint32_t pages = 100;        ///< ordinary pages on each host
  unsigned features = 50;           ///< per cent of the special cases on a host; 0: none
  std::size_t page_size = 2'000;    ///< bytes of text on an ordinary page
  std::size_t bomb_size = 64 << 20; ///< of a gzip bomb, inflated
  std::chrono::milliseconds slow{100};
  std::chrono::milliseconds crawl_delay{20};
  std::chrono::seconds retry_after{0}; ///< sent with 503 and 429 if it is not 0
  bool stuck = false;                  ///< has requests that are never answered
  std::string product_token = "leat-crawler";
  std::chrono::year last_year{2100}; ///< the last one in which its calendars are taken for real
};

/// A pseudo-random sequence that is the same everywhere (splitmix64).
class dice {
 public:
  explicit dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next();
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(next() % n); }
  bool percent(unsigned p) { return below(100) < p; }

 private:
  std::uint64_t state_;
};

/// A place on the site: the ordinary pages of a host come first, then its special ones.
struct site_node {
  std::uint32_t host = 0;
  std::uint32_t index = 0;

  friend auto operator<=>(const site_node&, const site_node&) = default;
};

struct site_link {
  std::string href;                ///< as it stands in the page
  std::optional<site_node> target; ///< nothing: not to be fetched
  bool nofollow = false;
};

/// All about one URL of the site.
struct resource {
  std::string target;
  int status = 200;
  std::string title{};
  std::string head{}; ///< more elements of the HTML head
  std::string content_type = "text/html; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers{};
  std::vector<site_link> links{};
  std::optional<std::string> body{};   ///< instead of HTML made of title and links
  std::string charset = "utf-8";       ///< that the crawler must find
  std::optional<site_node> redirect{}; ///< where the Location leads, if that is to be fetched
  bool is_disallowed = false;          ///< by robots.txt
  bool is_followed = true;             ///< the links are to be followed
  bool is_gzipped = false;
  bool is_bomb = false;
  bool is_slow = false;
  unsigned failures = 0; ///< requests that are answered by `status` before one by 200
  http_reply::ending how = http_reply::ending::whole;
};

/// One virtual host.
struct site_host {
  std::vector<resource> robots; ///< robots.txt and where it redirects to, in the order of fetching
  bool is_blocked = false;      ///< nothing but robots.txt may be fetched
  bool has_rules = false;       ///< /private/ is disallowed
  bool is_open = true;          ///< /private/open.html is allowed all the same
  std::chrono::milliseconds delay{0};
  std::vector<site_node> sitemaps;
  std::vector<resource> special;
  std::unordered_map<std::string, std::uint32_t> places; ///< of the special ones, by target
  std::map<std::uint32_t, std::vector<site_link>>
    more_links; ///< from ordinary pages to special ones
};

std::string host_name(std::uint32_t host);
std::string page_target(std::uint32_t index);

/// The robots.txt of a host, one of many sorts.
void add_robots(site_host& host, std::uint32_t number, const site_options& options, dice& d);

/// The special cases of a host.
void add_features(site_host& host, std::uint32_t number, const site_options& options, dice& d);

/// One of the many ways to write the link from one page to another.
std::string spelled_link(const std::string& from_host, std::string_view from,
                         const std::string& to_host, std::string_view to, dice& d);

/// The HTML of a page with a title, links and filling text.
std::string html_of(const resource& r, std::size_t text_size, dice& d);

std::string gzipped(std::string_view text);

} // namespace crawler
