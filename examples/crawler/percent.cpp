// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/percent.hpp>

#include <optional>

namespace crawler {
namespace {

bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool may_stand(char c) {
  return is_unreserved(c) || std::string_view("!$&'()*+,;=:@/").find(c) != std::string_view::npos;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

std::optional<char> escape_at(std::string_view text, std::size_t i) {
  if (text[i] != '%' || i + 2 >= text.size())
    return std::nullopt;
  int high = hex_value(text[i + 1]);
  int low = hex_value(text[i + 2]);
  if (high < 0 || low < 0)
    return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

} // namespace

std::string normalize_path(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    auto escaped = escape_at(path, i);
    if (escaped)
      i += 2;
    char c = escaped.value_or(path[i]);
    if (escaped ? is_unreserved(c) : may_stand(c))
      out += c;
    else
      append_escaped(out, c);
  }
  return out;
}

std::string normalize_query(std::string_view query) {
  std::string out;
  out.reserve(query.size());
  for (char c : query)
    if (c > ' ' && c != 0x7f && c != '"' && c != '<' && c != '>')
      out += c;
    else
      append_escaped(out, c);
  return out;
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto escaped = escape_at(text, i);
    if (escaped)
      i += 2;
    out += escaped.value_or(text[i]);
  }
  return out;
}

} // namespace crawler
