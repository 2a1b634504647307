// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What travels through the crawler's pipeline: plain aggregates, so that they can be queued,
/// spilled and sent.
namespace crawler {

/// Why a URL gave no page. The classes up to `cancelled` come from the fetcher, the others from the
/// crawler's rules.
enum class failure : std::uint8_t {
  none,
  dns,                ///< the host's name has no address
  connect,            ///< refused, reset or unreachable
  tls,                ///< handshake or certificate
  timeout,            ///< the transfer's total time was used up
  too_large,          ///< on the wire or after inflating; the body has what came before
  protocol,           ///< not HTTP, cut short, or an encoding that is broken or unknown
  refused_address,    ///< loopback or private address
  refused_url,        ///< neither http nor https
  cancelled,          ///< the crawl was stopped
  http_status,        ///< an answer other than 2xx and redirects
  robots,             ///< disallowed by robots.txt
  redirect_loop,      ///< the redirects lead back to a URL they came from
  too_many_redirects, ///< more hops than allowed
  bad_redirect,       ///< no Location, or one that is no URL
  out_of_scope,       ///< a seed, or a redirect to a URL, that the scope refuses
  unreadable,         ///< the page could not be parsed
};

constexpr std::size_t number_of_failures = static_cast<std::size_t>(failure::unreadable) + 1;

/// The name of a class as it stands in reports: "dns", "too_large" …
std::string_view name_of(failure f);
std::ostream& operator<<(std::ostream& out, failure f);

/// Whether trying again later may help: dns, connect, timeout, protocol.
bool is_transient(failure f);

/// Whether an answer of this status may be another one later: 408, 425, 429, 500, 502, 503, 504.
bool is_transient(int status);

/// Whether a status is a redirect that is followed: 301, 302, 303, 307, 308.
bool is_redirect(int status);

/// A URL on its way to be fetched.
struct url_record {
  std::string url{};              ///< normalized
  std::string referrer{};         ///< the page that has the link; empty for seeds
  std::uint32_t depth = 0;        ///< links between a seed and this; redirects do not count
  std::uint32_t attempt = 0;      ///< fetches before this one
  std::vector<std::string> via{}; ///< URLs that redirected here, oldest first

  friend bool operator==(const url_record&, const url_record&) = default;
};

/// What came of one transfer.
struct fetch_result {
  std::string url; ///< as requested
  failure error = failure::none;
  std::string error_text;  ///< empty without error
  std::int32_t status = 0; ///< 0 if there was no answer
  std::string content_type;
  std::string location;         ///< as sent
  std::string retry_after;      ///< as sent
  std::string robots_tag;       ///< X-Robots-Tag as sent; several are joined by commas
  std::string body;             ///< inflated
  std::uint64_t wire_bytes = 0; ///< of the body, before inflating
  std::chrono::system_clock::time_point started{};
  std::chrono::microseconds first_byte{};
  std::chrono::microseconds total{};

  friend bool operator==(const fetch_result&, const fetch_result&) = default;
};

/// What is reported of one URL, after redirects and retries.
struct outcome {
  std::string url;
  std::string final_url; ///< differs from `url` after redirects
  std::string referrer;
  std::int32_t status = 0;
  std::uint32_t hops = 0;     ///< redirects
  std::uint32_t attempts = 0; ///< fetches of the final URL, retries included
  std::uint32_t depth = 0;
  failure error = failure::none;
  std::string error_text;
  std::chrono::system_clock::time_point started{};
  std::chrono::microseconds first_byte{};
  std::chrono::microseconds total{};
  std::uint64_t wire_bytes = 0;
  std::uint64_t bytes = 0; ///< after inflating
  std::string content_type;
  std::string charset;
  std::string title;
  std::uint32_t links = 0;

  friend bool operator==(const outcome&, const outcome&) = default;
};

/// A URL that was found, to be fetched unless it is known already.
struct candidate {
  url_record record;
  /// Of the redirect that leads here: what to report of it if its target is known already. Null for
  /// links.
  std::shared_ptr<const outcome> redirect = {};
};

/// An IP address and a port, IPv6 without brackets.
struct endpoint {
  std::string address;
  std::uint16_t port = 0;

  friend bool operator==(const endpoint&, const endpoint&) = default;
};

/// What the frontier wants to be fetched.
struct fetch_order {
  url_record record;
  /// The origin whose robots.txt this is, or a redirect of it; empty for pages.
  std::string robots_of = {};
  /// Where the program serves the page itself; any worker connects there.
  std::optional<endpoint> served_at = {};
};

/// What came of an order.
struct answer {
  fetch_order order;
  fetch_result result;
};

/// Whether the order will be tried again: transient failures, until it was tried `retries` times
/// more than once.
bool will_retry(const answer& a, unsigned retries);

/// The report on a transfer, as far as it is known without reading the page.
outcome outcome_of(const answer& a);

/// The report on a URL that was not asked for.
outcome refused(const url_record& record, failure why, std::string text);

/// One link as `--links` writes it.
struct link_record {
  std::string from;
  std::string to;
  bool nofollow = false;

  friend bool operator==(const link_record&, const link_record&) = default;
};

} // namespace crawler
