// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/content.hpp>

#include <algorithm>
#include <array>

namespace crawler {
namespace {

bool begins_with_tag(std::string_view text, std::string_view tag) {
  if (text.size() <= tag.size() || !std::ranges::equal(text.substr(0, tag.size()), tag, {}, lower))
    return false;
  return tag == "<!--" || text[tag.size()] == ' ' || text[tag.size()] == '>';
}

content_kind sniffed(std::string_view body) {
  constexpr std::array<std::string_view, 17> tags{"<!doctype html",
                                                  "<html",
                                                  "<head",
                                                  "<script",
                                                  "<iframe",
                                                  "<h1",
                                                  "<div",
                                                  "<font",
                                                  "<table",
                                                  "<a",
                                                  "<style",
                                                  "<title",
                                                  "<b",
                                                  "<body",
                                                  "<br",
                                                  "<p",
                                                  "<!--"};
  if (body.starts_with("\xef\xbb\xbf"))
    body.remove_prefix(3);
  body.remove_prefix(std::min(body.find_first_not_of(" \t\n\f\r"), body.size()));
  if (std::ranges::any_of(tags,
                          [body](std::string_view tag) { return begins_with_tag(body, tag); }))
    return content_kind::html;
  return body.starts_with("<?xml") ? content_kind::xml : content_kind::other;
}

} // namespace

std::string media_type(std::string_view content_type) {
  return lower_case(trimmed(content_type.substr(0, content_type.find(';'))));
}

content_kind kind_of(std::string_view content_type, std::string_view body) {
  auto type = media_type(content_type);
  if (type == "text/html" || type == "application/xhtml+xml")
    return content_kind::html;
  if (type == "text/xml" || type == "application/xml")
    return content_kind::xml;
  if (type.empty() || type == "*/*" || type == "unknown/unknown" || type == "application/unknown")
    return sniffed(body);
  return content_kind::other;
}

} // namespace crawler
