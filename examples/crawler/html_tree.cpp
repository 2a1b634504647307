// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/html_limit.hpp>
#include <crawler/html_tree.hpp>

#include <memory>
#include <vector>

namespace crawler {

void for_each_element(std::string_view html, const std::function<void(const GumboElement&)>& f) {
  html = affordable_html(html);
  auto options = kGumboDefaultOptions;
  options.max_errors = 0;
  auto destroy = [&options](GumboOutput* output) { gumbo_destroy_output(&options, output); };
  std::unique_ptr<GumboOutput, decltype(destroy)> tree(
    gumbo_parse_with_options(&options, html.data(), html.size()), destroy);
  std::vector<const GumboNode*> stack{tree->root}; // not recursive: pages nest as deep as they like
  while (!stack.empty()) {
    const auto& node = *stack.back();
    stack.pop_back();
    if (node.type != GUMBO_NODE_ELEMENT)
      continue;
    f(node.v.element);
    const auto& children = node.v.element.children;
    for (unsigned i = children.length; i > 0; --i)
      stack.push_back(static_cast<const GumboNode*>(children.data[i - 1]));
  }
}

std::string_view attribute(const GumboElement& element, const char* name) {
  const auto* found = gumbo_get_attribute(&element.attributes, name);
  std::string_view value = found ? found->value : "";
  return trimmed(value);
}

std::string text_of(const GumboElement& element) {
  std::string text;
  bool space = false;
  for (unsigned i = 0; i < element.children.length; ++i) {
    const auto& child = *static_cast<const GumboNode*>(element.children.data[i]);
    if (child.type == GUMBO_NODE_ELEMENT || child.type == GUMBO_NODE_COMMENT
        || child.type == GUMBO_NODE_TEMPLATE)
      continue;
    for (char c : std::string_view(child.v.text.text)) {
      bool white = c == ' ' || (c >= '\t' && c <= '\r');
      if (!white && space && !text.empty())
        text += ' ';
      space = white;
      if (!white)
        text += c;
    }
  }
  return text;
}

} // namespace crawler
