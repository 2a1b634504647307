// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/html_limit.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <unordered_map>

namespace crawler {
namespace {

constexpr std::size_t cost_limit = 50'000'000;
constexpr std::size_t copy_cost = 50; // of one element, in looks at an open element

constexpr std::array<std::string_view, 12> formatting{
  "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"};

// Elements without content, and those that the next one of their kind ends.
constexpr std::array<std::string_view, 31> never_deep{
  "a", "area", "base", "body", "br", "col", "dd", "dt", "embed", "frame", "head",
  "hr", "html", "img", "input", "li", "link", "meta", "nobr", "option", "p", "param",
  "rp", "rt", "source", "td", "th", "tr", "track", "wbr", "tbody"};

bool is_one_of(const auto& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

class cost_counter {
 public:
  std::size_t open(const std::string& name, std::size_t attributes) {
    if (!is_one_of(never_deep, name)) {
      ++open_[name];
      ++depth_;
      formatting_ += is_one_of(formatting, name);
    }
    return 1 + depth_ + copy_cost * formatting_ + attributes * attributes / 16;
  }

  std::size_t close(const std::string& name) {
    if (auto found = open_.find(name); found != open_.end() && found->second > 0) {
      --found->second;
      --depth_;
      formatting_ -= is_one_of(formatting, name);
    }
    return 1 + depth_;
  }

 private:
  std::unordered_map<std::string, std::size_t> open_;
  std::size_t depth_ = 0;
  std::size_t formatting_ = 0;
};

std::string tag_name(std::string_view text) {
  return lower_case(text.substr(0, std::min<std::size_t>(text.find_first_of(" \t\n\f\r/>"), 32)));
}

/// Where a comment, or the inside of a script or style, ends.
std::size_t behind_text(std::string_view html, std::size_t from, std::string_view end) {
  return std::min(html.find(end, from), html.size());
}

} // namespace

std::string_view affordable_html(std::string_view html) {
  cost_counter counter;
  std::size_t cost = 0;
  for (std::size_t at = html.find('<'); at < html.size(); at = html.find('<', at)) {
    if (html.compare(at, 4, "<!--") == 0) {
      at = behind_text(html, at + 2, "-->");
      continue;
    }
    bool closes = html.compare(at, 2, "</") == 0;
    auto name_at = at + (closes ? 2 : 1);
    if (name_at >= html.size() || !is_letter(html[name_at])) {
      ++at;
      continue;
    }
    auto name = tag_name(html.substr(name_at));
    auto end = html.find('>', name_at);
    if (end == html.npos)
      break;
    auto attributes = std::ranges::count_if(
      html.substr(at, end - at), [](char c) { return c == '/' || (c <= ' ' && c >= 0); });
    cost += closes ? counter.close(name) : counter.open(name, static_cast<std::size_t>(attributes));
    if (cost > cost_limit)
      return html.substr(0, at);
    at = !closes && (name == "script" || name == "style") ? behind_text(html, end, "</") : end;
  }
  return html;
}

} // namespace crawler
