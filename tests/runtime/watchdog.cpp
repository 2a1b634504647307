// SPDX-License-Identifier: BSD-3-Clause
#include "watchdog.hpp"

#include <execinfo.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <utility>

namespace {

sem_t stack_printed; // a signal handler can post to nothing else

void print_stack(int) {
  std::array<void*, 64> frames{};
  const int n = ::backtrace(frames.data(), static_cast<int>(frames.size()));
  ::backtrace_symbols_fd(frames.data(), n, STDERR_FILENO);
  ::sem_post(&stack_printed);
}

void print_all_stacks() {
  const auto me = ::syscall(SYS_gettid);
  for (auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
    const long id = std::stol(entry.path().filename());
    if (id == me)
      continue;
    std::cerr << "-- thread " << id << std::endl;
    if (::syscall(SYS_tgkill, ::getpid(), id, SIGUSR2) != 0)
      continue; // it has just ended
    timespec by{};
    ::clock_gettime(CLOCK_REALTIME, &by);
    by.tv_sec += 2;
    ::sem_timedwait(&stack_printed, &by);
  }
}

} // namespace

watchdog::watchdog(std::chrono::seconds limit) : limit_(limit) {
  std::array<void*, 1> frames{};
  ::backtrace(frames.data(), 1); // loads what it needs, which a signal handler must not do
  ::sem_init(&stack_printed, 0, 0);
  struct sigaction action {};
  action.sa_handler = print_stack;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGUSR2, &action, nullptr);
  thread_ = std::thread([this] { work(); });
}

watchdog::~watchdog() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void watchdog::watch(std::string what) {
  {
    const std::lock_guard lock(mutex_);
    what_ = std::move(what);
    ++turn_;
  }
  changed_.notify_one();
}

void watchdog::work() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    const unsigned turn = turn_;
    const auto next = [&] { return over_ || turn_ != turn; };
    if (what_.empty())
      changed_.wait(lock, next);
    else if (!changed_.wait_for(lock, limit_, next)) {
      std::cerr << "watchdog: " << what_ << " has not ended within " << limit_.count() << " s"
                << std::endl;
      print_all_stacks();
      std::abort();
    }
  }
}
