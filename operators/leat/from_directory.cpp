// SPDX-License-Identifier: BSD-3-Clause
#include <leat/fifo.hpp>
#include <leat/from_directory.hpp>
#include <leat/positive.hpp>
#include <leat/saved.hpp>

#include <glob.h>
#include <sys/stat.h>

#include <cerrno>
#include <set>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace leat {

namespace {

constexpr const char* op = "leat::from_directory";
constexpr std::string_view special = "*?[\\";

[[noreturn]] void refuse(const std::string& path, int error) {
  throw std::runtime_error(std::string(op) + ": cannot read '" + path
                           + "': " + std::generic_category().message(error)
                           + "; give a directory that is there and may be read, or a pattern such "
                             "as \"in/*.csv\"");
}

bool is_directory(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
}

/// What fits all that is in the directory; or the pattern that it is.
std::string pattern_of(const std::string& path) {
  if (!is_directory(path)) {
    if (path.find_first_of(special) == std::string::npos)
      refuse(path, ENOTDIR);
    return path;
  }
  std::string pattern;
  for (const char c : path) {
    if (special.find(c) != std::string_view::npos)
      pattern += '\\';
    pattern += c;
  }
  return pattern + (pattern.back() == '/' ? "*" : "/*");
}

std::set<std::string> paths_that_fit(const std::string& pattern) {
  glob_t found{};
  const int result = ::glob(pattern.c_str(), GLOB_ERR | GLOB_NOSORT, nullptr, &found);
  const int error = result == GLOB_NOSPACE ? ENOMEM : errno;
  std::set<std::string> paths(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  if (result != 0 && result != GLOB_NOMATCH)
    refuse(pattern, error);
  return paths;
}

class directory_source final : public source_operator {
 public:
  directory_source(std::string path, duration every) : path_(std::move(path)), every_(every) {}

  void start(operator_context&) override { pattern_ = pattern_of(path_); }
  [[nodiscard]] bool can_give() const override { return stopped_ || !waits_; }
  void stop(operator_context&) override { stopped_ = true; }

  progress give(std::size_t at_most, operator_context& context) override {
    if (stopped_)
      return progress::done;
    if (fresh_.empty())
      look();
    auto& out = context.out<std::string>();
    for (; at_most > 0 && !fresh_.empty() && out.has_room(); --at_most) {
      context.count_given(1);
      out.push(fresh_.front());
      seen_.insert(std::move(fresh_.front()));
      fresh_.pop_front();
    }
    if (fresh_.empty()) {
      waits_ = true;
      context.set_timer(0, context.now() + every_);
    }
    return progress::more;
  }

  progress on_timer(std::uint64_t, operator_context&) override {
    waits_ = false;
    return progress::more;
  }

  void save(byte_writer& out) const override { save_value(out, seen_); }
  void load(byte_reader& in) override { load_value(in, seen_); }

 private:
  void look() {
    auto there = paths_that_fit(pattern_);
    std::erase_if(seen_, [&](const std::string& path) { return !there.contains(path); });
    for (auto& path : there)
      if (!seen_.contains(path))
        fresh_.push_back(path);
  }

  std::string path_;
  duration every_;
  std::string pattern_;
  std::set<std::string> seen_; // have been given
  fifo<std::string> fresh_;    // are there, and have not been given
  bool waits_ = false;         // for the timer
  bool stopped_ = false;
};

} // namespace

std::unique_ptr<operator_base> from_directory_recipe::make(std::string path, duration every) {
  return std::make_unique<directory_source>(std::move(path), every);
}

spec<from_directory_recipe> from_directory(std::string path, duration d,
                                           std::source_location where) {
  require_positive(d, op);
  return spec(from_directory_recipe{std::move(path), d}, where);
}

} // namespace leat
