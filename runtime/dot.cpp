// SPDX-License-Identifier: BSD-3-Clause
#include "picture_text.hpp"

namespace leat {

namespace {

class dot final : public picture_language {
 public:
  /// Graphviz reads backslashes and entities within quotes.
  [[nodiscard]] std::string escaped(std::string_view line) const override {
    std::string safe;
    for (const char c : line)
      if (c == '"' || c == '\\')
        safe += {'\\', c};
      else if (c == '&')
        safe += "&amp;";
      else if (c == '<')
        safe += "&lt;";
      else if (c == '>')
        safe += "&gt;";
      else
        safe += c;
    return safe;
  }
  [[nodiscard]] std::string line_break() const override { return "\\n"; }
  [[nodiscard]] std::string head() const override {
    return "digraph pipeline {\n"
           "  rankdir=LR; fontname=\"sans-serif\";\n"
           "  node [shape=box, fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\"];\n";
  }
  [[nodiscard]] std::string foot() const override { return "}\n"; }
  [[nodiscard]] std::string box(const std::string& name, picture::shape shape,
                                const std::string& label) const override {
    const char* more = "";
    if (shape == picture::shape::loop_head)
      more = ", shape=hexagon";
    else if (shape == picture::shape::letters)
      more = ", shape=note";
    else if (shape == picture::shape::fault)
      more = ", color=red, fontcolor=red";
    return "  " + name + " [label=\"" + label + "\"" + more + "];\n";
  }
  [[nodiscard]] std::string begin_group(std::size_t number,
                                        const std::string& label) const override {
    return "  subgraph cluster_" + std::to_string(number) + " {\n  label=\"" + label + "\";\n";
  }
  [[nodiscard]] std::string end_group() const override { return "  }\n"; }
  [[nodiscard]] std::string arrow(const std::string& from, const std::string& to,
                                  const std::string& label, bool back) const override {
    return "  " + from + " -> " + to + " [label=\"" + label + "\"" + (back ? ", style=dashed" : "")
      + "];\n";
  }
};

} // namespace

std::string to_dot(const picture& of) { return to_text(of, dot()); }

} // namespace leat
