// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/address.hpp>
#include <crawler/ascii.hpp>
#include <crawler/scope.hpp>

#include <libpsl.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <utility>

namespace crawler {
namespace {

bool is_address(const std::string& host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string::npos;
}

/// The next run of digits at or after `from`; empty at the end.
std::string_view next_number(std::string_view text, std::size_t from) {
  auto begin = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), is_digit);
  auto end = std::find_if_not(begin, text.end(), is_digit);
  return {begin, end};
}

int value_of(std::string_view digits) {
  int value = 0;
  for (char c : digits)
    value = value * 10 + (c - '0');
  return value;
}

bool is_year(std::string_view digits) {
  return digits.size() == 4 && value_of(digits) >= 1000 && value_of(digits) < 3000;
}

bool is_month(std::string_view digits) {
  return (digits.size() == 1 || digits.size() == 2) && value_of(digits) >= 1
    && value_of(digits) <= 12;
}

void sort_unique(std::vector<std::string>& names) {
  std::ranges::sort(names);
  auto rest = std::ranges::unique(names);
  names.erase(rest.begin(), rest.end());
}

} // namespace

std::string_view name_of(verdict v) {
  switch (v) {
  case verdict::in_scope:
    return "in_scope";
  case verdict::other_host:
    return "other_host";
  case verdict::private_address:
    return "private_address";
  case verdict::too_long:
    return "too_long";
  case verdict::repeated_segments:
    return "repeated_segments";
  case verdict::calendar:
    return "calendar";
  }
  return "unknown";
}

std::ostream& operator<<(std::ostream& out, verdict v) { return out << name_of(v); }

std::string registrable_domain(const std::string& host) {
  const char* domain =
    is_address(host) ? nullptr : psl_registrable_domain(psl_builtin(), host.c_str());
  return domain ? domain : host;
}

bool repeats_segments(std::string_view path, unsigned most) {
  std::map<std::string_view, unsigned> counts;
  for (std::size_t begin = 1; begin < path.size();) {
    auto end = std::min(path.find('/', begin), path.size());
    if (end > begin && ++counts[path.substr(begin, end - begin)] > most)
      return true;
    begin = end + 1;
  }
  return false;
}

bool is_calendar_outside(std::string_view target, std::chrono::year first, std::chrono::year last) {
  constexpr std::ptrdiff_t farthest = 8; // "&month=" and the like between the two numbers
  auto number = next_number(target, 0);
  while (!number.empty()) {
    auto end = static_cast<std::size_t>(number.data() + number.size() - target.data());
    auto next = next_number(target, end);
    if (next.empty())
      return false;
    bool neighbours = next.data() - (number.data() + number.size()) <= farthest;
    if (neighbours
        && ((is_year(number) && is_month(next)) || (is_month(number) && is_year(next)))) {
      std::chrono::year year(value_of(is_year(number) ? number : next));
      if (year < first || year > last)
        return true;
    }
    number = next;
  }
  return false;
}

scope::scope(scope_rules rules, const std::vector<url>& seeds) : rules_(std::move(rules)) {
  for (const auto& seed : seeds) {
    hosts_.push_back(seed.host);
    if (rules_.same_domain)
      domains_.push_back(registrable_domain(seed.host));
  }
  sort_unique(hosts_);
  sort_unique(domains_);
}

bool scope::has_host(const std::string& host) const {
  if (std::ranges::binary_search(hosts_, host))
    return true;
  if (rules_.same_domain && std::ranges::binary_search(domains_, registrable_domain(host)))
    return true;
  return std::ranges::any_of(rules_.allow, [&](const std::string& name) {
    return name == "*" || name == host
      || (name.starts_with('.') && (host.ends_with(name) || name.compare(1, name.npos, host) == 0));
  });
}

verdict scope::check(const url& u) const {
  if (!has_host(u.host))
    return verdict::other_host;
  if (!rules_.private_addresses && is_private_host(u.host))
    return verdict::private_address;
  auto target = u.target();
  if (u.origin().size() + target.size() > rules_.max_url_length)
    return verdict::too_long;
  if (repeats_segments(u.path, rules_.max_repeats))
    return verdict::repeated_segments;
  if (is_calendar_outside(target, rules_.first_year, rules_.last_year))
    return verdict::calendar;
  return verdict::in_scope;
}

} // namespace crawler
