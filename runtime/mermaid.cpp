// SPDX-License-Identifier: BSD-3-Clause
#include "picture_text.hpp"

namespace leat {

namespace {

class mermaid final : public picture_language {
 public:
  /// What Mermaid might take for its own is written by number.
  [[nodiscard]] std::string escaped(std::string_view line) const override {
    constexpr std::string_view plain = " _.,:;()[]/|=+-*'?!@";
    std::string safe;
    for (const char c : line) {
      const auto code = static_cast<unsigned char>(c);
      const bool digit = c >= '0' && c <= '9';
      const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || code >= 0x80;
      if (digit || letter || plain.find(c) != std::string_view::npos)
        safe += c;
      else
        safe += "#" + std::to_string(code) + ";";
    }
    return safe;
  }
  [[nodiscard]] std::string line_break() const override { return "<br/>"; }
  [[nodiscard]] std::string head() const override {
    return "flowchart LR\n";
  }
  [[nodiscard]] std::string foot() const override { return ""; }
  [[nodiscard]] std::string box(const std::string& name, picture::shape shape,
                                const std::string& label) const override {
    switch (shape) {
    case picture::shape::loop_head:
      return "  " + name + "{{\"" + label + "\"}}\n";
    case picture::shape::letters:
      return "  " + name + "[/\"" + label + "\"/]\n";
    case picture::shape::fault:
      return "  " + name + "[\"" + label + "\"]\n  style " + name + " stroke:#c00,color:#c00\n";
    case picture::shape::plain:
      break;
    }
    return "  " + name + "[\"" + label + "\"]\n";
  }
  [[nodiscard]] std::string begin_group(std::size_t number,
                                        const std::string& label) const override {
    return "  subgraph n" + std::to_string(number) + "[\"" + label + "\"]\n";
  }
  [[nodiscard]] std::string end_group() const override { return "  end\n"; }
  [[nodiscard]] std::string arrow(const std::string& from, const std::string& to,
                                  const std::string& label, bool back) const override {
    return "  " + from + (back ? " -.->" : " -->") + (label.empty() ? "" : "|\"" + label + "\"|")
      + " " + to + "\n";
  }
};

} // namespace

std::string to_mermaid(const picture& of) { return to_text(of, mermaid()); }

} // namespace leat
