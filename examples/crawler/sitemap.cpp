// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/html_tree.hpp>
#include <crawler/sitemap.hpp>

namespace crawler {

std::vector<std::string> sitemap_urls(std::string_view xml, const url& at, std::size_t most) {
  std::vector<std::string> urls;
  for_each_element(xml, [&](const GumboElement& element) {
    auto name = element.original_tag;
    gumbo_tag_from_original_text(&name);
    if (std::string_view(name.data ? name.data : "", name.length) != "loc" || urls.size() == most)
      return;
    if (auto target = resolve_url(at, text_of(element)); target && !text_of(element).empty())
      urls.push_back(target->text());
  });
  return urls;
}

} // namespace crawler
