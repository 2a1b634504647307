// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/percent.hpp>
#include <crawler/url.hpp>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <idn2.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace crawler {
namespace {

using curl_url_ptr = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::optional<std::string> part_of(CURLU* handle, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(handle, part, &text, flags) != CURLUE_OK)
    return std::nullopt;
  std::unique_ptr<char, decltype(&curl_free)> owner(text, &curl_free);
  return std::string(text);
}

std::string cleaned(std::string_view text) {
  auto is_space = [](char c) { return c >= 0 && c <= ' '; };
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  std::string out(text.substr(0, text.find('#')));
  std::erase_if(out, [](char c) { return c == '\t' || c == '\n' || c == '\r'; });
  std::replace(out.begin(), std::find(out.begin(), out.end(), '?'), '\\', '/');
  return out;
}

/// The length of "http:", "mailto:" …; 0 if the text has no scheme.
std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_letter(text.front()))
    return 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    char c = text[i];
    if (c == ':')
      return i + 1;
    if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.')
      return 0;
  }
  return 0;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0; });
}

std::optional<std::string> to_punycode(const std::string& name) {
  char* ascii = nullptr;
  if (idn2_to_ascii_8z(name.c_str(), &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
    return std::nullopt;
  std::unique_ptr<char, decltype(&idn2_free)> owner(ascii, &idn2_free);
  return std::string(ascii);
}

/// Lower case, without trailing dot, IPv6 in its shortest form; empty if it is no host.
std::string normal_host(std::string host) {
  host = lower_case(host);
  if (host.starts_with('[')) {
    in6_addr address;
    char shortest[INET6_ADDRSTRLEN];
    if (inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &address) != 1)
      return {};
    return '[' + std::string(inet_ntop(AF_INET6, &address, shortest, sizeof shortest)) + ']';
  }
  if (host.ends_with('.'))
    host.pop_back();
  return host.size() > 253 || host.starts_with('.') ? std::string() : host;
}

/// `front` is all that comes before the query.
std::optional<url> parse_front(const std::string& front) {
  curl_url_ptr handle(curl_url(), &curl_url_cleanup);
  if (!handle || curl_url_set(handle.get(), CURLUPART_URL, front.c_str(), 0) != CURLUE_OK)
    return std::nullopt;
  auto scheme = part_of(handle.get(), CURLUPART_SCHEME, 0);
  auto host = part_of(handle.get(), CURLUPART_HOST, 0);
  auto path = part_of(handle.get(), CURLUPART_PATH, 0);
  auto port = part_of(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (!scheme || !host || !path || !port || part_of(handle.get(), CURLUPART_ZONEID, 0))
    return std::nullopt;
  url result{*scheme, *host, 0, *path, std::nullopt};
  std::from_chars(port->data(), port->data() + port->size(), result.port);
  if (result.port == 0)
    return std::nullopt;
  return result;
}

} // namespace

std::string url::origin() const {
  bool own_port = port != (scheme == "https" ? 443 : 80);
  return scheme + "://" + host + (own_port ? ':' + std::to_string(port) : std::string());
}

std::string url::target() const { return query ? path + '?' + *query : path; }

std::string url::text() const { return origin() + target(); }

std::optional<url> parse_url(std::string_view text) {
  auto clean = cleaned(text);
  auto front = clean.substr(0, clean.find('?'));
  auto scheme = scheme_length(front);
  if (scheme == 0 || front.compare(scheme, 2, "//") != 0)
    return std::nullopt;
  auto slash = std::min(front.find('/', scheme + 2), front.size());
  // Escapes are normalized first because "%2E%2E" is a dot segment.
  auto result = parse_front(front.substr(0, slash) + normalize_path(front.substr(slash)));
  if (!result || (result->scheme != "http" && result->scheme != "https"))
    return std::nullopt;
  if (!is_ascii(result->host)) {
    // Parsed again because names in full-width digits are addresses.
    auto ascii = to_punycode(result->host);
    if (ascii)
      result = parse_front(result->scheme + "://" + *ascii + ':' + std::to_string(result->port)
                           + result->path);
    if (!ascii || !result)
      return std::nullopt;
  }
  result->host = normal_host(std::move(result->host));
  if (result->host.empty())
    return std::nullopt;
  if (front.size() < clean.size())
    result->query = normalize_query(std::string_view(clean).substr(front.size() + 1));
  return result;
}

std::optional<url> resolve_url(const url& base, std::string_view reference) {
  auto clean = cleaned(reference);
  if (scheme_length(clean) > 0)
    return parse_url(clean);
  if (clean.starts_with("//"))
    return parse_url(base.scheme + ':' + clean);
  if (clean.starts_with('/'))
    return parse_url(base.origin() + clean);
  if (clean.empty())
    return base;
  if (clean.starts_with('?'))
    return parse_url(base.origin() + base.path + clean);
  return parse_url(base.origin() + base.path.substr(0, base.path.rfind('/') + 1) + clean);
}

std::string_view origin_of(std::string_view url) {
  constexpr std::size_t scheme = std::string_view("https://").size();
  return url.substr(0, url.find('/', scheme));
}

} // namespace crawler
