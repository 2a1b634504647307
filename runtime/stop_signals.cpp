// SPDX-License-Identifier: BSD-3-Clause
#include <leat/stop_signals.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace leat {

namespace {

std::atomic<int> wake_pipe = -1; // a signal handler can reach nothing else

void handle(int) {
  const int saved = errno;
  const char byte = 's';
  const int to = wake_pipe.load();
  if (to >= 0)
    [[maybe_unused]]
    const auto written = write(to, &byte, 1);
  errno = saved;
}

} // namespace

class stop_signals::state {
 public:
  state() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
      throw std::system_error(errno, std::generic_category(), "leat::stop_signals: no pipe");
    from_ = ends[0];
    to_ = ends[1];
    int none = -1;
    if (!wake_pipe.compare_exchange_strong(none, to_)) {
      close_both();
      throw std::logic_error("leat::stop_signals: there is one already in this program");
    }
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &before_int_);
    sigaction(SIGTERM, &action, &before_term_);
    thread_ = std::thread([this] { listen(); });
  }
  ~state() {
    sigaction(SIGINT, &before_int_, nullptr);
    sigaction(SIGTERM, &before_term_, nullptr);
    wake_pipe = -1;
    const char byte = 'q';
    [[maybe_unused]] const auto written = write(to_, &byte, 1);
    thread_.join();
    close_both();
  }

  std::stop_source drain;
  std::stop_source now;

 private:
  void listen() {
    char byte = 0;
    for (;;) {
      const auto n = read(from_, &byte, 1);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0 || byte == 'q')
        return;
      if (!drain.request_stop())
        now.request_stop();
    }
  }
  void close_both() const {
    close(from_);
    close(to_);
  }

  int from_ = -1, to_ = -1;
  struct sigaction before_int_ = {}, before_term_ = {};
  std::thread thread_;
};

stop_signals::stop_signals() : state_(std::make_unique<state>()) {}
stop_signals::~stop_signals() = default;
std::stop_token stop_signals::token() const { return state_->drain.get_token(); }
std::stop_token stop_signals::now() const { return state_->now.get_token(); }

} // namespace leat
