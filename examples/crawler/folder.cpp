// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/folder.hpp>
#include <crawler/percent.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace crawler {
namespace {

struct file_type {
  std::string_view extension;
  std::string_view type;
};

constexpr std::array file_types{
  file_type{".html", "text/html"},
  file_type{".htm", "text/html"},
  file_type{".xhtml", "application/xhtml+xml"},
  file_type{".txt", "text/plain"},
  file_type{".css", "text/css"},
  file_type{".js", "text/javascript"},
  file_type{".json", "application/json"},
  file_type{".xml", "application/xml"},
  file_type{".svg", "image/svg+xml"},
  file_type{".png", "image/png"},
  file_type{".jpg", "image/jpeg"},
  file_type{".gif", "image/gif"},
  file_type{".pdf", "application/pdf"},
  file_type{".zip", "application/zip"},
};

std::string type_of(const std::filesystem::path& file) {
  auto found = std::ranges::find(file_types, std::string_view(file.extension().native()),
                                 &file_type::extension);
  return std::string(found == file_types.end() ? "application/octet-stream" : found->type);
}

http_reply not_found() { return {404, {{"Content-Type", "text/plain"}}, "not found\n"}; }

} // namespace

folder::folder(std::filesystem::path root) : root_(std::move(root)) {
  if (!std::filesystem::is_directory(root_))
    throw std::invalid_argument(root_.string() + " is no folder");
}

http_reply folder::operator()(const http_request& request) const {
  auto path = request.target.substr(0, request.target.find('?'));
  auto relative = std::filesystem::path(percent_decode(path)).relative_path().lexically_normal();
  if (!path.starts_with('/') || (!relative.empty() && *relative.begin() == "..")
      || relative.native().find('\0') != std::string::npos)
    return not_found();
  auto file = root_ / relative;
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    if (!path.ends_with('/'))
      return {301, {{"Location", path + '/'}}};
    file /= "index.html";
  }
  if (!std::filesystem::is_regular_file(file, error))
    return not_found();
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return {403, {{"Content-Type", "text/plain"}}, "may not be read\n"};
  return {200, {{"Content-Type", type_of(file)}}, std::string(std::istreambuf_iterator(in), {})};
}

} // namespace crawler
