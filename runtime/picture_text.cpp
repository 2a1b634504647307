// SPDX-License-Identifier: BSD-3-Clause
#include "picture_text.hpp"

#include <utility>
#include <vector>

namespace leat {

namespace {

std::string name(std::size_t node, std::size_t op) {
  return "n" + std::to_string(node) + "_" + std::to_string(op);
}

/// The texts, line by line, with a blank for any other control character.
std::string label(const std::vector<std::string>& texts, const picture_language& in) {
  std::string all;
  for (std::string text : texts) {
    all += all.empty() ? "" : in.line_break();
    for (char& c : text)
      if (c != '\n' && ((c >= 0 && c < ' ') || c == 0x7f))
        c = ' ';
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
      end = text.find('\n', begin);
      all += (begin > 0 ? in.line_break() : "") + in.escaped(text.substr(begin, end - begin));
    }
  }
  return all;
}

std::string one_box(const picture::node& node, std::size_t number, const picture_language& in) {
  auto shown = node.operators;
  shown.insert(shown.end(), node.remarks.begin(), node.remarks.end());
  return in.box(name(number, 0), node.drawn_as, label(shown, in));
}

/// The operators of a fused node, in a frame.
std::string frame(const picture::node& node, std::size_t number, const picture_language& in) {
  std::string text = in.begin_group(number, label(node.remarks, in));
  for (std::size_t op = 0; op < node.operators.size(); ++op)
    text += in.box(name(number, op), node.drawn_as, label({node.operators[op]}, in));
  for (std::size_t op = 1; op < node.operators.size(); ++op)
    text += in.arrow(name(number, op - 1), name(number, op), "", false);
  return text + in.end_group();
}

} // namespace

std::string to_text(const picture& of, const picture_language& in) {
  std::string text = in.head();
  for (std::size_t n = 0; n < of.nodes.size(); ++n)
    text += of.nodes[n].operators.size() == 1 ? one_box(of.nodes[n], n, in)
                                              : frame(of.nodes[n], n, in);
  for (auto& edge : of.edges)
    text += in.arrow(name(edge.from, edge.from_operator), name(edge.to, 0), label(edge.remarks, in),
                     edge.back);
  return text + in.foot();
}

} // namespace leat
