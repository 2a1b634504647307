// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/percent.hpp>
#include <crawler/robots.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace crawler {
namespace {

/// "examplebot" of "ExampleBot/1.0"; "*" stays.
std::string_view token_of(std::string_view value) {
  if (value.starts_with('*'))
    return value.substr(0, 1);
  auto is_token = [](char c) { return is_letter(c) || c == '-' || c == '_'; };
  return {value.begin(), std::ranges::find_if_not(value, is_token)};
}

void append_literal(std::string& out, char c, bool is_rule) {
  if (!is_rule && (c == '*' || c == '$'))
    out += c == '*' ? "%2A" : "%24";
  else
    out += c;
}

/// One spelling for rules and paths. In a query, "%2F" and "%3A" are the same as the characters
/// (the RFC's second example).
std::string comparable(std::string_view text, bool is_rule) {
  auto question = std::min(text.find('?'), text.size());
  auto path = normalize_path(text.substr(0, question));
  auto query = normalize_path(text.substr(question));
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i)
    append_literal(out, path[i], is_rule);
  for (std::size_t i = 0; i < query.size(); ++i) {
    bool slash = query.compare(i, 3, "%2F") == 0;
    bool colon = query.compare(i, 3, "%3A") == 0;
    append_literal(out, slash ? '/' : colon ? ':'
                                            : query[i],
                   is_rule);
    i += slash || colon ? 2 : 0;
  }
  return out;
}

/// Whether the pattern matches the beginning of the path, or all of it if it ends with '$'.
bool matches(std::string_view pattern, std::string_view path) {
  bool whole = pattern.ends_with('$');
  if (whole)
    pattern.remove_suffix(1);
  std::size_t p = 0;
  std::size_t after_star = pattern.npos;
  std::size_t retry_at = 0;
  for (std::size_t i = 0;;) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      retry_at = i;
    } else if (p == pattern.size() && (!whole || i == path.size())) {
      return true;
    } else if (p < pattern.size() && i < path.size() && pattern[p] == path[i]) {
      ++p;
      ++i;
    } else if (after_star != pattern.npos && retry_at < path.size()) {
      p = after_star;
      i = ++retry_at;
    } else {
      return false;
    }
  }
}

std::optional<std::chrono::milliseconds> seconds_of(std::string_view value) {
  double seconds = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error != std::errc() || !(seconds >= 0))
    return std::nullopt;
  constexpr double day = 86'400;
  return std::chrono::milliseconds(static_cast<long long>(std::min(seconds, day) * 1'000));
}

struct record {
  std::string_view key;
  std::string_view value;
};

/// Takes a line off the text; nothing if it is no record.
std::optional<record> next_record(std::string_view& text) {
  auto end = std::min(text.find_first_of("\r\n"), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  line = line.substr(0, line.find('#'));
  auto colon = line.find(':');
  if (colon == line.npos)
    return std::nullopt;
  return record{trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1))};
}

} // namespace

/// All groups that name one agent, while the file is read.
struct robots::group {
  bool exists = false;
  bool is_open = false; ///< the lines that come now belong to it
  std::vector<rule> rules;
  std::optional<std::chrono::milliseconds> delay;

  void add(const record& r) {
    if (!is_open)
      return;
    bool allow = equal_ignoring_case(r.key, "allow");
    if ((allow || equal_ignoring_case(r.key, "disallow")) && !r.value.empty())
      rules.push_back({comparable(r.value, true), allow});
    else if (auto seconds = seconds_of(r.value);
             seconds && equal_ignoring_case(r.key, "crawl-delay"))
      delay = std::max(delay.value_or(*seconds), *seconds);
  }
};

robots::robots(std::string_view text, std::string_view product_token) {
  if (text.starts_with("\xef\xbb\xbf"))
    text.remove_prefix(3);
  if (text.size() > max_size)
    text = text.substr(0, text.find_last_of("\r\n", max_size) + 1);
  group ours, everyones;
  bool in_agents = false; // only unknown lines since the last User-agent line
  while (!text.empty()) {
    auto line = next_record(text);
    if (!line)
      continue;
    if (equal_ignoring_case(line->key, "user-agent")) {
      if (!std::exchange(in_agents, true))
        ours.is_open = everyones.is_open = false;
      auto token = token_of(line->value);
      if (token == "*")
        everyones.is_open = true;
      else if (equal_ignoring_case(token, product_token))
        ours.is_open = ours.exists = true;
    } else if (equal_ignoring_case(line->key, "sitemap")) {
      sitemaps_.emplace_back(line->value);
    } else {
      in_agents = in_agents && !equal_ignoring_case(line->key, "allow")
        && !equal_ignoring_case(line->key, "disallow");
      ours.add(*line);
      everyones.add(*line);
    }
  }
  auto& chosen = ours.exists ? ours : everyones;
  rules_ = std::move(chosen.rules);
  crawl_delay_ = chosen.delay;
  std::ranges::stable_sort(rules_, [](const rule& a, const rule& b) {
    return a.pattern.size() != b.pattern.size() ? a.pattern.size() > b.pattern.size()
                                                : a.allow > b.allow;
  });
}

robots robots::allow_all() { return {}; }

robots robots::disallow_all() {
  robots result;
  result.rules_.push_back({"/", false});
  return result;
}

robots robots::from_answer(int status, std::string_view text, std::string_view product_token) {
  if (status >= 200 && status < 300)
    return {text, product_token};
  return status >= 300 && status < 500 ? allow_all() : disallow_all();
}

bool robots::allows(std::string_view target) const {
  if (target == "/robots.txt")
    return true;
  auto path = comparable(target, false);
  auto match =
    std::ranges::find_if(rules_, [&](const rule& r) { return matches(r.pattern, path); });
  return match == rules_.end() || match->allow;
}

} // namespace crawler
