// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

/// A program that was started, with its standard output and error; killed with this object.
class child {
 public:
  using arguments = std::vector<std::string>;
  using environment = std::map<std::string, std::string>;

  child(const std::string& program, arguments words, const environment& more = {});
  child(child&& other) noexcept;
  child& operator=(child&& other) noexcept;
  ~child();

  void signal(int which) const;
  [[nodiscard]] pid_t id() const { return id_; }
  /// The next line that it says that begins so, without that; fails the test if there is none.
  std::string wait_for(const std::string& begin);
  /// The same for a line that has it anywhere, such as one of the log.
  void wait_for_words(const std::string& words);
  /// All that it says until it has ended, and its exit code (minus the signal that ended it).
  struct end {
    std::string text;
    int code = 0;
  };
  end finish();

 private:
  [[nodiscard]] bool read_line(std::string& line);

  pid_t id_ = -1;
  int out_ = -1;
  std::string read_;
};

/// Workers of a program on free ports of this machine.
class workers {
 public:
  workers(std::string program, std::size_t n, child::environment more = {},
          child::arguments words = {});

  [[nodiscard]] const std::string& address(std::size_t i) const { return addresses_.at(i); }
  [[nodiscard]] std::string addresses() const;
  child& operator[](std::size_t i) { return all_.at(i); }
  /// Another process at the same address.
  void start_again(std::size_t i);

 private:
  std::string program_;
  child::environment more_;
  std::vector<child> all_;
  std::vector<std::string> addresses_;
};
