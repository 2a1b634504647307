// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/site_model.hpp>

#define ZLIB_CONST
#include <zlib.h>

#include <array>
#include <stdexcept>

namespace crawler {
namespace {

constexpr std::array<std::string_view, 16> words{
  "water", "mill", "channel", "gate", "wheel", "stone", "grain", "river",
  "bank", "sluice", "weir", "flour", "stream", "pond", "dam", "leat"};

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '<')
      out += "&lt;";
    else
      out += c;
  }
  return out;
}

/// "../d3/p7.html": up to the root and down again.
std::string relative(std::string_view from, std::string_view to) {
  std::string out;
  for (std::size_t i = 1; i < from.size(); ++i)
    if (from[i] == '/')
      out += "../";
  return (out.empty() ? "./" : out) + std::string(to.substr(1));
}

/// The first letter of the path as an escape: "/%64", which is the same as "/d".
std::string with_escape(std::string_view to) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (to.size() < 2 || to[1] == '?')
    return std::string(to);
  auto c = static_cast<unsigned char>(to[1]);
  return std::string("/%") + digits[c >> 4] + digits[c & 15] + std::string(to.substr(2));
}

} // namespace

std::uint64_t dice::next() {
  state_ += 0x9e3779b97f4a7c15;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

std::string spelled_link(const std::string& from_host, std::string_view from,
                         const std::string& to_host, std::string_view to, dice& d) {
  std::string path(to);
  bool same = from_host == to_host;
  switch (d.below(same ? 12 : 5)) {
  case 0:
    return "http://" + to_host + path;
  case 1:
    return "HTTP://" + to_host + ":80" + path + "#top";
  case 2:
    return "//" + to_host + path;
  case 3:
    return "  http://" + to_host + with_escape(to) + '\n';
  case 4:
    return "http:\\\\" + to_host + path;
  case 5:
    return path + "#part";
  case 6:
    return relative(from, to);
  case 7:
    return with_escape(to);
  case 8:
    return "/x/../." + path;
  case 9:
    return "/y/%2E%2e" + path;
  default:
    return path;
  }
}

std::string html_of(const resource& r, std::size_t text_size, dice& d) {
  std::string html = "<!DOCTYPE html>\n<html><head><title>" + escaped(r.title) + "</title>" + r.head
    + "</head>\n<body><h1>" + escaped(r.title) + "</h1>\n<p>";
  html.reserve(text_size + 100 * r.links.size() + 200);
  for (auto end = html.size() + text_size; html.size() < end;)
    (html += words[d.below(words.size())]) += ' ';
  html += "</p>\n<ul>\n";
  for (const auto& link : r.links)
    html += "<li><a href=\"" + escaped(link.href) + (link.nofollow ? "\" rel=\"nofollow\">" : "\">")
      + "link</a></li>\n";
  return html + "</ul></body></html>\n";
}

std::string gzipped(std::string_view text) {
  constexpr int gzip_format = 15 + 16;
  z_stream z{};
  if (deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, gzip_format, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib could not be initialized");
  std::string out(deflateBound(&z, static_cast<uLong>(text.size())), '\0');
  z.next_in = reinterpret_cast<const Bytef*>(text.data());
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

} // namespace crawler
