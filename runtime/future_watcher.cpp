// SPDX-License-Identifier: BSD-3-Clause
#include "future_watcher.hpp"

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

namespace leat {

namespace {
constexpr duration look_every = std::chrono::microseconds(500);
} // namespace

class future_watcher::watched {
 public:
  /// Gives whether this is the first.
  bool add(std::function<bool(duration)> ready, std::function<void()> then) {
    const std::lock_guard lock(mutex_);
    fresh_.push_back({std::move(ready), std::move(then)});
    added_.notify_one();
    return !std::exchange(used_, true);
  }

  void work(const std::stop_token& stop) {
    std::vector<entry> open;
    while (!stop.stop_requested()) {
      {
        std::unique_lock lock(mutex_);
        if (open.empty())
          added_.wait(lock, stop, [this] { return !fresh_.empty(); });
        std::move(fresh_.begin(), fresh_.end(), std::back_inserter(open));
        fresh_.clear();
      }
      bool first = true;
      std::erase_if(open, [&](entry& e) {
        const bool ready = e.ready(std::exchange(first, false) ? look_every : duration::zero());
        if (ready)
          e.then();
        return ready;
      });
    }
  }

 private:
  struct entry {
    std::function<bool(duration)> ready;
    std::function<void()> then;
  };

  std::mutex mutex_;
  std::condition_variable_any added_;
  std::vector<entry> fresh_;
  bool used_ = false;
};

future_watcher::future_watcher() : watched_(std::make_shared<watched>()) {}

future_watcher::~future_watcher() {
  thread_.request_stop();
  if (thread_.get_id() == std::this_thread::get_id())
    thread_.detach();
}

void future_watcher::watch(std::function<bool(duration)> ready, std::function<void()> then) {
  if (watched_->add(std::move(ready), std::move(then)))
    thread_ = std::jthread([all = watched_](const std::stop_token& stop) { all->work(stop); });
}

} // namespace leat
