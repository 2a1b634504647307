// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/html_tree.hpp>
#include <crawler/page.hpp>

#include <algorithm>
#include <unordered_map>

namespace crawler {
namespace {

struct found_link {
  std::string reference;
  bool nofollow;
};

struct found {
  std::string title;
  std::string base;
  bool nofollow = false;
  std::vector<found_link> links;
};

/// Whether a list has the word, in any case; the separators stand between words.
bool has_word(std::string_view list, std::string_view word, std::string_view separators) {
  while (!list.empty()) {
    auto end = std::min(list.find_first_of(separators), list.size());
    if (equal_ignoring_case(list.substr(0, end), word))
      return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

std::string cut_title(std::string title) {
  constexpr std::size_t longest = 1'024;
  if (title.size() > longest) {
    auto end = longest;
    while (end > 0 && (title[end] & 0xc0) == 0x80)
      --end;
    title.resize(end);
  }
  return title;
}

void look_at(const GumboElement& element, found& result) {
  switch (element.tag) {
  case GUMBO_TAG_A:
  case GUMBO_TAG_AREA:
    if (gumbo_get_attribute(&element.attributes, "href"))
      result.links.push_back({std::string(attribute(element, "href")),
                              has_word(attribute(element, "rel"), "nofollow", " \t\n\f\r")});
    break;
  case GUMBO_TAG_FRAME:
  case GUMBO_TAG_IFRAME:
    if (!attribute(element, "src").empty())
      result.links.push_back({std::string(attribute(element, "src")), false});
    break;
  case GUMBO_TAG_BASE:
    if (result.base.empty())
      result.base = attribute(element, "href");
    break;
  case GUMBO_TAG_TITLE:
    if (result.title.empty() && element.tag_namespace == GUMBO_NAMESPACE_HTML)
      result.title = cut_title(text_of(element));
    break;
  case GUMBO_TAG_META:
    if (equal_ignoring_case(attribute(element, "name"), "robots")
        && says_nofollow(attribute(element, "content")))
      result.nofollow = true;
    break;
  default:
    break;
  }
}

} // namespace

page parse_page(std::string_view html, const url& at, std::size_t max_links) {
  found seen;
  for_each_element(html, [&seen](const GumboElement& element) { look_at(element, seen); });
  page result{std::move(seen.title), {}, seen.nofollow, false};
  auto base = resolve_url(at, seen.base).value_or(at);
  std::unordered_map<std::string, std::size_t> places;
  for (const auto& link : seen.links) {
    auto target = resolve_url(base, link.reference);
    if (!target || *target == at)
      continue;
    auto text = target->text();
    if (auto known = places.find(text); known != places.end()) {
      result.links[known->second].nofollow &= link.nofollow;
    } else if (result.links.size() == max_links) {
      result.is_cut = true;
      break;
    } else {
      places.emplace(text, result.links.size());
      result.links.push_back({std::move(text), link.nofollow});
    }
  }
  return result;
}

bool says_nofollow(std::string_view directives) {
  constexpr std::string_view separators = ", \t\n\f\r";
  return has_word(directives, "nofollow", separators) || has_word(directives, "none", separators);
}

} // namespace crawler
