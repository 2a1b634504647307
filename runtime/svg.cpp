// SPDX-License-Identifier: BSD-3-Clause
#include "picture.hpp"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace leat {

namespace {

[[noreturn]] void throw_system(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), std::string("leat: to_svg: ") + what);
}

/// A file in memory, to be read from its beginning. A pipe would have to be written beside the
/// reader, and its writer be killed when the reader ends early.
class memory_file {
 public:
  explicit memory_file(std::string_view text)
    : descriptor_(::memfd_create("leat-picture", MFD_CLOEXEC)) {
    if (descriptor_ < 0)
      throw_system(errno, "no memory for the picture");
    while (!text.empty()) {
      const auto n = ::write(descriptor_, text.data(), text.size());
      if (n < 0) {
        const int error = errno;
        ::close(descriptor_);
        throw_system(error, "no memory for the picture");
      }
      text.remove_prefix(static_cast<std::size_t>(n));
    }
    ::lseek(descriptor_, 0, SEEK_SET);
  }
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;
  ~memory_file() { ::close(descriptor_); }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// Starts `dot` with this standard input.
pid_t start_dot(int input, std::string output) {
  std::array<std::string, 3> words = {"dot", "-Tsvg", "-o" + std::move(output)};
  std::array<char*, 4> arguments = {words[0].data(), words[1].data(), words[2].data(), nullptr};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  pid_t id = 0;
  const int error = ::posix_spawnp(&id, "dot", &actions, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT)
    throw std::runtime_error("leat: to_svg needs Graphviz's program 'dot', which is not installed; "
                             "install graphviz, or use to_dot() or to_mermaid()");
  if (error != 0)
    throw_system(error, "Graphviz's program 'dot' cannot be started");
  return id;
}

} // namespace

void write_svg(const picture& of, const std::string& path) {
  if (path.empty())
    throw std::invalid_argument("leat: to_svg: the name of the file is empty");
  const memory_file text(to_dot(of));
  const pid_t dot = start_dot(text.descriptor(), path);
  int status = 0;
  while (::waitpid(dot, &status, 0) < 0)
    if (errno != EINTR)
      throw_system(errno, "how 'dot' ended is not known");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error("leat: to_svg: 'dot' could not write '" + path
                             + "'; what it says stands on standard error");
}

} // namespace leat
