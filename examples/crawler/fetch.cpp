// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/fetch.hpp>
#include <crawler/transfer.hpp>

#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace crawler {
namespace {

using multi_ptr = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;

multi_ptr make_multi(long idle_connections) {
  static const CURLcode initialized = curl_global_init(CURL_GLOBAL_DEFAULT);
  multi_ptr multi(initialized == CURLE_OK ? curl_multi_init() : nullptr, &curl_multi_cleanup);
  if (!multi)
    throw std::runtime_error("libcurl could not be initialized");
  curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, idle_connections);
  return multi;
}

struct order {
  std::string url;
  fetcher::callback done;
  fetcher::exceptions but;
};

} // namespace

class fetcher::loop {
 public:
  explicit loop(fetch_options options)
    : options_(std::move(options)), multi_(make_multi(options_.idle_connections)) {
    thread_ = std::thread([this] { run(); });
  }

  ~loop() {
    {
      std::lock_guard lock(mutex_);
      is_stopping_ = true;
    }
    curl_multi_wakeup(multi_.get());
    thread_.join();
  }

  void start(std::string url, callback done, exceptions but) {
    order o{std::move(url), std::move(done), std::move(but)};
    std::unique_lock lock(mutex_);
    if (is_stopping_) {
      lock.unlock();
      transfer(std::move(o.url), std::move(o.done), o.but, options_).cancel();
    } else {
      orders_.push_back(std::move(o));
      if (orders_.size() == 1)
        curl_multi_wakeup(multi_.get());
    }
  }

 private:
  void run() noexcept {
    constexpr int long_time_ms = 60'000;
    while (take_orders()) {
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      finish_done();
      curl_multi_poll(multi_.get(), nullptr, 0, long_time_ms, nullptr);
    }
    for (auto& [handle, t] : active_) {
      curl_multi_remove_handle(multi_.get(), handle);
      t->cancel();
    }
    active_.clear();
  }

  /// Whether to go on.
  bool take_orders() {
    std::vector<order> orders;
    bool stops = false;
    {
      std::lock_guard lock(mutex_);
      orders.swap(orders_);
      stops = is_stopping_;
    }
    for (auto& o : orders) {
      auto t = std::make_unique<transfer>(std::move(o.url), std::move(o.done), o.but, options_);
      if (stops || !t->handle() || curl_multi_add_handle(multi_.get(), t->handle()) != CURLM_OK)
        stops ? t->cancel() : t->finish(CURLE_OUT_OF_MEMORY);
      else
        active_.emplace(t->handle(), std::move(t));
    }
    return !stops;
  }

  void finish_done() {
    int left = 0;
    while (auto* message = curl_multi_info_read(multi_.get(), &left)) {
      auto code = message->data.result;
      auto node = active_.extract(message->easy_handle);
      curl_multi_remove_handle(multi_.get(), node.key());
      node.mapped()->finish(code);
    }
  }

  const fetch_options options_;
  multi_ptr multi_;
  std::unordered_map<CURL*, std::unique_ptr<transfer>> active_;
  std::mutex mutex_;
  std::vector<order> orders_;
  bool is_stopping_ = false;
  std::thread thread_;
};

fetcher::fetcher(fetch_options options) : loop_(std::make_unique<loop>(std::move(options))) {}

fetcher::~fetcher() = default;

void fetcher::start(std::string url, callback done, exceptions but) {
  loop_->start(std::move(url), std::move(done), std::move(but));
}

} // namespace crawler
