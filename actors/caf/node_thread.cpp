// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/node_thread.hpp"

#include "actors/caf/wake_signal.hpp"
#include <leat/inside_node.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace leat::shell {

/// A node core and the thread's inbox. Shared by the thread and the actor, so that either may go
/// first.
class node_thread final : public node_shell {
 public:
  using letter = std::function<void(node_core&)>;

  node_thread(node_plan plan, const caf::actor& self,
              std::shared_ptr<const node_services> services)
    : node_shell(plan, self, std::move(services)),
      core_(std::in_place, std::move(plan), *this) {}

  void post(letter what) {
    {
      const std::lock_guard lock(mutex_);
      inbox_.push_back(std::move(what));
      if (wake_)
        wake_->raise();
    }
    ready_.notify_one();
  }
  void request_stop() { stop_.request_stop(); }

  /// Body of the thread: until the node has ended.
  void work() {
    const node_scope here;
    while (!core_->over()) {
      letter next;
      {
        std::unique_lock lock(mutex_);
        const auto arrived = [&] { return !inbox_.empty(); };
        if (alarm_) {
          const auto wait = *alarm_ - now();
          if (!ready_.wait_for(lock, wait, arrived)) {
            alarm_.reset();
            lock.unlock();
            core_->on_alarm();
            continue;
          }
        } else {
          ready_.wait(lock, arrived);
        }
        next = std::move(inbox_.front());
        inbox_.pop_front();
        if (wake_ && inbox_.empty())
          wake_->lower();
      }
      next(*core_);
    }
    core_.reset();
    disconnect();
    if (auto me = self())
      caf::anon_send(me, run_message{}); // the actor ends, too
  }

  void set_alarm(timestamp due) override { alarm_ = due; }
  void run_later() override { // two letters would keep each other waiting for ever
    if (!std::exchange(run_waits_, true))
      post([this](node_core& c) {
        run_waits_ = false;
        c.run();
      });
  }
  [[nodiscard]] bool more_waiting() override {
    const std::lock_guard lock(mutex_);
    return !inbox_.empty();
  }
  [[nodiscard]] std::stop_token stop_token() override { return stop_.get_token(); }
  [[nodiscard]] int wake_descriptor() override {
    const std::lock_guard lock(mutex_);
    if (!wake_) {
      wake_.emplace();
      if (!inbox_.empty())
        wake_->raise();
    }
    return wake_->descriptor();
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<letter> inbox_;
  std::optional<wake_signal> wake_; // once it is asked for: raised while letters wait
  std::optional<timestamp> alarm_;  // of the thread only
  bool run_waits_ = false;          // of the thread only: among the letters
  std::stop_source stop_;
  std::optional<node_core> core_;
};

threaded_node_actor::threaded_node_actor(caf::actor_config& config, node_plan plan,
                                         std::shared_ptr<const node_services> services)
  : caf::event_based_actor(config), plan_(std::move(plan)), services_(std::move(services)) {}

caf::behavior threaded_node_actor::make_behavior() {
  node_ =
    std::make_shared<node_thread>(std::move(plan_), caf::actor_cast<caf::actor>(this), services_);
  thread_ = std::thread([node = node_] { node->work(); });
  return {
    [this](packet_message& m) {
      node_->post([m = std::make_shared<packet_message>(std::move(m))](node_core& c) {
        c.on_packet(m->along, m->life, std::move(m->what));
      });
    },
    [this](encoded_packet_message& m) {
      node_->post([node = node_, m = std::make_shared<encoded_packet_message>(std::move(m))](
                    node_core& c) { node->take_apart(c, *m); });
    },
    [this](const credit_message& m) {
      node_->post([m](node_core& c) { c.on_credit(m.along, m.life, m.what); });
    },
    [this](wake_message) { node_->post([](node_core& c) { c.on_wake(); }); },
    [this](result_message m) { node_->post([m](node_core& c) { c.on_call_finished(m.call); }); },
    [this](const cancel_message& m) {
      node_->post([m](node_core& c) { c.on_cancel(m.along, m.life); });
    },
    [this](connect_message& m) {
      auto shared = std::make_shared<connect_message>(std::move(m));
      node_->post([node = node_, m = std::move(shared)](node_core& c) {
        node->connect(*m);
        c.run();
      });
    },
    [this](command_message& m) {
      if (std::holds_alternative<command::abort>(m.what)
          || std::holds_alternative<command::stop>(m.what))
        node_->request_stop();
      node_->post([what = std::make_shared<node_command>(std::move(m.what))](node_core& c) {
        apply(c, std::move(*what));
      });
    },
    [this](run_message) { // the thread's last words
      thread_.join();
      quit();
    },
  };
}

void threaded_node_actor::on_exit() {
  if (thread_.joinable()) {
    // Killed from outside. The thread owns all that it uses, and ends when its function comes back.
    node_->request_stop();
    node_->post([](node_core& c) { c.abort(); });
    thread_.detach();
  }
  node_.reset();
}

} // namespace leat::shell
