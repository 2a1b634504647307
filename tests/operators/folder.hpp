// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <string>

/// A folder for the files of one test.
struct folder {
  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "leat-test-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder() { std::filesystem::remove_all(path); }
  [[nodiscard]] std::string file(const std::string& name) const { return (path / name).string(); }
  std::filesystem::path path;
};

inline void write(const std::string& path, const std::string& text,
                  std::ios::openmode how = std::ios::trunc) {
  std::ofstream(path, std::ios::binary | how) << text;
}
inline std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
