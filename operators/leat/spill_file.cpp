// SPDX-License-Identifier: BSD-3-Clause
#include <leat/spill_file.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace leat::detail {

namespace {

std::string message(const std::string& what, const spill_place& place) {
  return "leat::spill_queue \"" + place.name + "\": " + what;
}

std::string directory_of(const spill_place& place) {
  if (!place.directory.empty())
    return place.directory;
  std::error_code error;
  const auto directory = std::filesystem::temp_directory_path(error);
  if (error)
    throw std::system_error(
      error, message("no directory for temporary files (set TMPDIR, or name another)", place));
  return directory.string();
}

[[noreturn]] void refuse(int error, const std::string& what, const spill_place& place) {
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  const std::string remedy = full ? " (make room there, or spill to another directory)"
                                  : " (it must be a directory that can be written)";
  throw std::system_error(
    error, std::generic_category(),
    message("cannot " + what + " in '" + directory_of(place) + "'" + remedy, place));
}

int open_named_and_remove(const std::string& directory) {
  std::string path = directory + "/leat-spill-XXXXXX";
  const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor >= 0)
    ::unlink(path.c_str());
  return descriptor;
}

int open_without_name(const std::string& directory) {
#ifdef O_TMPFILE
  const int descriptor = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
  // EISDIR is the answer of a kernel, EOPNOTSUPP that of a file system that has no such files.
  if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
    return descriptor;
#endif
  return open_named_and_remove(directory);
}

} // namespace

spill_file::spill_file(const spill_place& place)
  : descriptor_(open_without_name(directory_of(place))) {
  if (descriptor_ < 0)
    refuse(errno, "make a file", place);
}

spill_file::spill_file(spill_file&& other) noexcept
  : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

spill_file& spill_file::operator=(spill_file&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(size_, other.size_);
  return *this;
}

spill_file::~spill_file() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

void spill_file::append(std::span<const std::byte> bytes, const spill_place& place) {
  std::uint64_t end = size_;
  while (!bytes.empty()) {
    const ssize_t written =
      ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(end));
    if (written < 0 && errno != EINTR)
      refuse(errno, "write " + std::to_string(bytes.size()) + " bytes", place);
    const std::size_t n = written < 0 ? 0 : static_cast<std::size_t>(written);
    bytes = bytes.subspan(n);
    end += n;
  }
  size_ = end;
}

void spill_file::read(std::uint64_t offset, std::span<std::byte> to,
                      const spill_place& place) const {
  while (!to.empty()) {
    const ssize_t got = ::pread(descriptor_, to.data(), to.size(), static_cast<off_t>(offset));
    if (got == 0)
      refuse(EIO, "read back what was written", place);
    if (got < 0 && errno != EINTR)
      refuse(errno, "read " + std::to_string(to.size()) + " bytes", place);
    const std::size_t n = got < 0 ? 0 : static_cast<std::size_t>(got);
    to = to.subspan(n);
    offset += n;
  }
}

} // namespace leat::detail
