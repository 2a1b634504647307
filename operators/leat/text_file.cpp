// SPDX-License-Identifier: BSD-3-Clause
#include <leat/text_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace leat {

namespace {

const char* remedy_of(int error) {
  switch (error) {
  case ENOENT:
    return "; see whether the path is right and its folder exists";
  case EACCES:
  case EPERM:
  case EROFS:
    return "; the program needs the right to do that, or another path";
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return "; make room there, or choose another path";
  case EMFILE:
  case ENFILE:
    return "; too many files are open, see ulimit -n";
  default:
    return "; see whether the file and its disk are well, or choose another path";
  }
}

} // namespace

text_file::~text_file() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

void text_file::refuse(int error, const char* what) const {
  const std::string reason = std::generic_category().message(error);
  throw std::runtime_error(std::string(op_) + ": cannot " + what + " '" + path_ + "': " + reason
                           + remedy_of(error));
}

void text_file::open(mode how) {
  if (descriptor_ >= 0)
    ::close(std::exchange(descriptor_, -1));
  const int flags = how == mode::read
    ? O_RDONLY | O_NONBLOCK // which does not wait for the writer of a pipe
    : O_WRONLY | O_CREAT | (how == mode::append ? O_APPEND : O_TRUNC);
  do
    descriptor_ = ::open(path_.c_str(), flags | O_CLOEXEC, 0666);
  while (descriptor_ < 0 && errno == EINTR);
  if (descriptor_ < 0)
    refuse(errno, how == mode::read ? "open" : "write to");
}

void text_file::close() {
  if (descriptor_ >= 0 && ::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR)
    refuse(errno, "write to");
}

std::size_t text_file::read(std::span<char> into) {
  for (;;) {
    const ssize_t got = ::read(descriptor_, into.data(), into.size());
    if (got >= 0)
      return static_cast<std::size_t>(got);
    if (errno != EINTR)
      refuse(errno, "read");
  }
}

void text_file::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno != EINTR)
      refuse(errno, "write to");
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

void text_file::seek(std::uint64_t offset) {
  if (::lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) < 0)
    refuse(errno, "find the place in");
}

std::uint64_t text_file::size() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0)
    refuse(errno, "look at");
  return static_cast<std::uint64_t>(about.st_size);
}

bool text_file::is_regular() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0)
    refuse(errno, "look at");
  return S_ISREG(about.st_mode);
}

bool text_file::was_replaced() const {
  struct stat mine {
  }, there{};
  if (::fstat(descriptor_, &mine) != 0 || ::stat(path_.c_str(), &there) != 0)
    return false;
  return mine.st_dev != there.st_dev || mine.st_ino != there.st_ino;
}

} // namespace leat
