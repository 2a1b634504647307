// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/charset.hpp>
#include <crawler/meta_charset.hpp>

#include <algorithm>

namespace crawler {
namespace {

constexpr std::string_view white = " \t\n\f\r";

void skip(std::string_view& text, std::string_view characters) {
  text.remove_prefix(std::min(text.find_first_not_of(characters), text.size()));
}

std::string_view take_until(std::string_view& text, std::string_view characters) {
  auto taken = text.substr(0, text.find_first_of(characters));
  text.remove_prefix(taken.size());
  return taken;
}

struct attribute {
  std::string name;
  std::string_view value;
};

/// Takes the next attribute of a tag; one with an empty name at the tag's end.
attribute next_attribute(std::string_view& text) {
  skip(text, " \t\n\f\r/");
  attribute result{lower_case(take_until(text, " \t\n\f\r/>=")), {}};
  skip(text, white);
  if (!text.starts_with('='))
    return result;
  text.remove_prefix(1);
  skip(text, white);
  if (text.starts_with('"') || text.starts_with('\'')) {
    auto quote = text.substr(0, 1);
    text.remove_prefix(1);
    result.value = take_until(text, quote);
    text.remove_prefix(std::min<std::size_t>(1, text.size()));
  } else {
    result.value = take_until(text, " \t\n\f\r>");
  }
  return result;
}

/// Reads the attributes of a tag whose name has been taken.
std::string charset_of_tag(std::string_view& text) {
  std::string charset, content;
  bool is_content_type = false;
  for (auto a = next_attribute(text); !a.name.empty(); a = next_attribute(text)) {
    if (a.name == "charset")
      charset = a.value;
    else if (a.name == "content")
      content = charset_parameter(a.value);
    else if (a.name == "http-equiv")
      is_content_type = lower_case(a.value) == "content-type";
  }
  return charset.empty() && is_content_type ? content : charset;
}

} // namespace

std::string meta_charset(std::string_view head) {
  while (!head.empty()) {
    take_until(head, "<");
    if (head.starts_with("<!--")) {
      auto end = head.find("-->", 2);
      head.remove_prefix(end == head.npos ? head.size() : end + 3);
    } else if (head.starts_with("<!") || head.starts_with("<?")) {
      take_until(head, ">");
    } else if (!head.empty()) {
      head.remove_prefix(1);
      auto name = lower_case(take_until(head, " \t\n\f\r/>"));
      if (name.empty() || (!is_letter(name.front()) && name.front() != '/'))
        continue;
      auto charset = charset_of_tag(head);
      if (name == "meta" && !charset.empty())
        return charset;
    }
  }
  return {};
}

} // namespace crawler
