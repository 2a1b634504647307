// SPDX-License-Identifier: BSD-3-Clause
#include <leat/child_process.hpp>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace leat {

namespace {

constexpr int look_again_after = 10; // milliseconds, without a descriptor that tells

/// What a child begins with.
class spawn_plan {
 public:
  spawn_plan() {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    sigset_t none, reset;
    sigemptyset(&none);
    sigemptyset(&reset);
    sigaddset(&reset, SIGPIPE);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &reset);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  spawn_plan(const spawn_plan&) = delete;
  spawn_plan& operator=(const spawn_plan&) = delete;
  ~spawn_plan() {
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
  }

  void give(int descriptor, int as) {
    ::posix_spawn_file_actions_adddup2(&files, descriptor, as);
  }
  void give_nothing(int as) {
    ::posix_spawn_file_actions_addopen(&files, as, "/dev/null", O_RDWR, 0);
  }

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

/// While it lives, writing to a pipe that nobody reads is an error and no signal.
class no_sigpipe {
 public:
  no_sigpipe() {
    sigset_t waiting;
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    ::sigpending(&waiting);
    waited_before_ = sigismember(&waiting, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  no_sigpipe(const no_sigpipe&) = delete;
  no_sigpipe& operator=(const no_sigpipe&) = delete;
  ~no_sigpipe() {
    const timespec at_once{};
    if (!waited_before_)
      ::sigtimedwait(&pipe_, nullptr, &at_once);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_, before_;
  bool waited_before_;
};

} // namespace

process_command::process_command(std::vector<std::string> words) : arguments(std::move(words)) {
  for (auto& word : arguments)
    shown += (shown.empty() ? "" : " ") + word;
}

void process_command::require_one(const char* op) const {
  if (shown.empty() || arguments.front().empty())
    throw std::invalid_argument(std::string(op)
                                + ": the command is empty; give a text for the shell, as "
                                  "\"ls -l\", or a program and its arguments");
}

child_process::~child_process() {
  stop();
  close_pipe();
}

void child_process::refuse(int error) const {
  throw std::runtime_error(std::string(op_) + ": cannot start '" + command_.shown
                           + "': " + std::generic_category().message(error)
                           + (error == ENOENT
                                ? "; see whether the program is there and the PATH leads to it"
                                : "; see whether it may be run, and whether there is room for "
                                  "another process"));
}

void child_process::start(pipe which, child_stderr errors) {
  std::array<int, 2> ends{-1, -1}; // to read from, to write to
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    refuse(errno);
  const bool reads = which == pipe::from_output;
  pipe_ = ends[reads ? 0 : 1];
  const int theirs = ends[reads ? 1 : 0];
  ::fcntl(pipe_, F_SETFL, O_NONBLOCK);

  spawn_plan plan;
  plan.give(theirs, reads ? STDOUT_FILENO : STDIN_FILENO);
  if (errors == child_stderr::join)
    plan.give(theirs, STDERR_FILENO);
  else if (errors == child_stderr::discard)
    plan.give_nothing(STDERR_FILENO);
  if (reads)
    plan.give_nothing(STDIN_FILENO);
  std::vector<char*> words;
  for (auto& word : command_.arguments)
    words.push_back(word.data());
  words.push_back(nullptr);
  pid_t child = -1;
  const int error =
    ::posix_spawnp(&child, words[0], &plan.files, &plan.attributes, words.data(), environ);
  ::close(theirs);
  if (error != 0)
    refuse(error);
  child_ = child;
#ifdef SYS_pidfd_open
  watch_ = static_cast<int>(::syscall(SYS_pidfd_open, child, 0)); // closes by itself on exec
#endif
}

void child_process::close_pipe() noexcept {
  if (pipe_ >= 0)
    ::close(std::exchange(pipe_, -1));
}

std::optional<std::size_t> child_process::write(std::string_view text) {
  const no_sigpipe quiet;
  const ssize_t written = ::write(pipe_, text.data(), text.size());
  if (written >= 0)
    return static_cast<std::size_t>(written);
  if (errno == EAGAIN || errno == EINTR)
    return 0;
  if (errno == EPIPE)
    return std::nullopt;
  throw std::system_error(errno, std::generic_category(),
                          std::string(op_) + ": cannot write to '" + command_.shown + "'");
}

bool child_process::has_ended() const noexcept {
  siginfo_t about{};
  return ::waitid(P_PID, static_cast<id_t>(child_), &about, WEXITED | WNOHANG | WNOWAIT) != 0
    || about.si_pid != 0;
}

bool child_process::wait_for_end(int wake) {
  while (!has_ended()) {
    std::array<pollfd, 2> on{pollfd{watch_, POLLIN, 0}, pollfd{wake, POLLIN, 0}};
    ::poll(on.data(), on.size(), watch_ < 0 ? look_again_after : -1);
    if (on[1].revents != 0)
      return false;
  }
  return true;
}

std::optional<std::string> child_process::why_it_failed() {
  const int status = reap();
  std::string text = std::string(op_) + ": '" + command_.shown + "' ";
  if (WIFSIGNALED(status))
    return text + "was ended by signal " + std::to_string(WTERMSIG(status)) + " ("
      + ::strsignal(WTERMSIG(status)) + ")";
  if (const int code = WEXITSTATUS(status); code != 0)
    return text + "ended with exit code " + std::to_string(code)
      + (code == 127 ? "; see whether the program is there and the PATH leads to it"
                     : "; see what it wrote to its standard error");
  return std::nullopt;
}

// What the child has started holds the pipe while it lives.
bool child_process::goes_within_a_second() const noexcept {
  using clock = std::chrono::steady_clock;
  const auto until = clock::now() + std::chrono::seconds(1);
  for (bool let_go = pipe_ < 0;;) {
    const bool ended = has_ended();
    const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(until - clock::now()).count();
    if ((ended && let_go) || left <= 0)
      return ended && let_go;
    std::array<pollfd, 2> on{pollfd{ended ? -1 : watch_, POLLIN, 0},
                             pollfd{let_go ? -1 : pipe_, 0, 0}};
    const auto step = !ended && watch_ < 0 ? std::min<long>(left, look_again_after) : left;
    ::poll(on.data(), on.size(), static_cast<int>(step));
    let_go = let_go || (on[1].revents & (POLLHUP | POLLERR)) != 0;
  }
}

void child_process::stop() noexcept {
  if (child_ < 0)
    return;
  ::kill(-child_, SIGTERM);
  if (!goes_within_a_second())
    ::kill(-child_, SIGKILL);
  reap();
}

int child_process::reap() noexcept {
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  if (watch_ >= 0)
    ::close(std::exchange(watch_, -1));
  return status;
}

} // namespace leat
