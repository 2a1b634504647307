// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/leat.hpp>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

/// What the programs have in common that measure Leat from process to process: this program again,
/// as a worker with the label "there".
namespace bench {

using words = std::vector<std::string>;

inline std::vector<char*> to_argv(words& of) {
  std::vector<char*> plain;
  for (auto& word : of)
    plain.push_back(word.data());
  plain.push_back(nullptr);
  return plain;
}

class worker_process {
 public:
  explicit worker_process(const words& more = {}) {
    std::array<int, 2> out{};
    if (pipe(out.data()) != 0)
      throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    words all{"worker", "--worker", "--label", "there"};
    all.insert(all.end(), more.begin(), more.end());
    const int failed =
      posix_spawn(&id_, "/proc/self/exe", &actions, nullptr, to_argv(all).data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    if (failed != 0)
      throw std::runtime_error("no worker");
    for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';)
      address_ = c == ' ' ? std::string() : address_ + c; // "listening on ADDRESS"
    close(out[0]);
  }
  worker_process(const worker_process&) = delete;
  worker_process& operator=(const worker_process&) = delete;
  ~worker_process() {
    kill(id_, SIGTERM);
    waitpid(id_, nullptr, 0);
  }

  [[nodiscard]] const std::string& address() const { return address_; }

 private:
  pid_t id_ = -1;
  std::string address_;
};

template <class Build>
int run_with(words all, const Build& build) {
  return leat::main(static_cast<int>(all.size()), to_argv(all).data(), build);
}

/// Runs the job with a worker of its own; `more` goes to both processes, `rest` to what builds the
/// job. As a worker, runs that.
template <class Build>
int run_beside_worker(int argc, char** argv, const words& more, const words& rest,
                      const Build& build) {
  if (argc > 1 && argv[1][0] == '-')
    return leat::main(argc, argv, build);
  const worker_process there(more);
  words all{argv[0], "--workers", there.address()};
  all.insert(all.end(), more.begin(), more.end());
  all.insert(all.end(), rest.begin(), rest.end());
  return run_with(std::move(all), build);
}

} // namespace bench
