// SPDX-License-Identifier: BSD-3-Clause
#include "child.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

child::child(const std::string& program, arguments words, const environment& more) {
  std::array<int, 2> out{};
  BOOST_TEST_REQUIRE(pipe2(out.data(), O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDERR_FILENO);
  words.insert(words.begin(), program);
  std::vector<char*> plain;
  for (auto& word : words)
    plain.push_back(word.data());
  plain.push_back(nullptr);
  std::vector<std::string> variables;
  for (auto& [name, value] : more)
    variables.push_back(name + "=" + value);
  std::vector<char*> all;
  for (auto& variable : variables)
    all.push_back(variable.data());
  for (char** inherited = environ; *inherited != nullptr; ++inherited)
    all.push_back(*inherited);
  all.push_back(nullptr);
  const int failed =
    posix_spawn(&id_, program.c_str(), &actions, nullptr, plain.data(), all.data());
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  out_ = out[0];
  BOOST_TEST_REQUIRE(failed == 0, "cannot start " << program);
}

child::child(child&& other) noexcept
  : id_(std::exchange(other.id_, -1)), out_(std::exchange(other.out_, -1)),
    read_(std::move(other.read_)) {}
child& child::operator=(child&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(out_, other.out_);
  std::swap(read_, other.read_);
  return *this;
}
child::~child() {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  if (out_ >= 0)
    close(out_);
}

void child::signal(int which) const { kill(id_, which); }

bool child::read_line(std::string& line) {
  for (;;) {
    if (const auto end = read_.find('\n'); end != std::string::npos) {
      line = read_.substr(0, end);
      read_.erase(0, end + 1);
      return true;
    }
    std::array<char, 4096> some{};
    const auto n = read(out_, some.data(), some.size());
    if (n <= 0)
      return false;
    read_.append(some.data(), static_cast<std::size_t>(n));
  }
}

std::string child::wait_for(const std::string& begin) {
  std::string all;
  for (std::string line; read_line(line); all += line + "\n")
    if (line.starts_with(begin))
      return line.substr(begin.size());
  throw std::runtime_error("the program never said '" + begin + "', but:\n" + all);
}

void child::wait_for_words(const std::string& words) {
  std::string all;
  for (std::string line; read_line(line); all += line + "\n")
    if (line.find(words) != std::string::npos)
      return;
  throw std::runtime_error("the program never said '" + words + "', but:\n" + all);
}

child::end child::finish() {
  end e;
  for (std::string line; read_line(line);)
    e.text += line + "\n";
  e.text += read_;
  int status = 0;
  waitpid(std::exchange(id_, -1), &status, 0);
  e.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return e;
}

workers::workers(std::string program, std::size_t n, child::environment more,
                 child::arguments words)
  : program_(std::move(program)), more_(std::move(more)) {
  words.insert(words.begin(), {"--worker", "--listen", "127.0.0.1:0"});
  for (std::size_t i = 0; i < n; ++i)
    all_.emplace_back(program_, words, more_);
  for (auto& worker : all_)
    addresses_.push_back(worker.wait_for("listening on "));
}

std::string workers::addresses() const {
  std::string all;
  for (auto& address : addresses_)
    all += (all.empty() ? "" : ",") + address;
  return all;
}

void workers::start_again(std::size_t i) {
  { const child before = std::move(all_[i]); } // has ended then, and the address is free
  all_[i] = child(program_, {"--worker", "--listen", addresses_[i]}, more_);
  all_[i].wait_for("listening on ");
}
