// SPDX-License-Identifier: BSD-3-Clause
#include <leat/input_queue.hpp>
#include <leat/inside_node.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <system_error>

namespace leat::detail {

void require_outside_node(const char* what) {
  if (inside_node())
    throw std::system_error(std::make_error_code(std::errc::resource_deadlock_would_occur),
                            std::string(what)
                              + " would wait inside a function of a pipeline, perhaps for itself; "
                                "use try_push and when_room, "
                                "or the form with a callback");
}

void throw_not_started() {
  throw std::logic_error("leat::input: the job has not been started, so a push would wait for "
                         "ever; push after leat::start");
}

void throw_closed() { throw std::logic_error("leat::input: push after close"); }

void input_queue_base::require_started() const {
  if (state_ == state::not_started)
    throw_not_started();
}

bool input_queue_base::wait_for_room(std::unique_lock<std::mutex>& lock, std::size_t weight,
                                     const duration* at_most) {
  const auto ready = [&] {
    return state_ != state::open || (fits(weight) && has_half());
  };
  auto owner = graph_.lock();
  if (owner && owner->steps_here()) { // the simulation: this thread is its clock and its nodes
    lock.unlock();
    owner->step_until([&] {
      const std::lock_guard inner(mutex_);
      return ready();
    });
    lock.lock();
  } else if (at_most) {
    require_outside_node("leat::input::push_for");
    room_.wait_for(lock, *at_most, ready);
  } else {
    require_outside_node("leat::input::push");
    room_.wait(lock, ready);
  }
  return state_ == state::open && fits(weight);
}

std::function<void()> input_queue_base::waker() {
  if (waking_ || !wake_)
    return nullptr;
  waking_ = true;
  return wake_;
}

void input_queue_base::close() {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    if (state_ == state::open || state_ == state::not_started)
      state_ = state::closed;
    wake = waker();
  }
  room_.notify_all();
  call(wake);
}

void input_queue_base::fail(std::exception_ptr reason) {
  {
    const std::lock_guard lock(mutex_);
    if (!failure_)
      failure_ = std::move(reason);
  }
  close();
}

void input_queue_base::flush(receipt then) {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    require_started();
    if (!settled_) {
      receipts_.push_back({pushed_, std::move(then)});
      then = nullptr;
      wake = waker();
    }
  }
  if (then)
    return then(settled_with_);
  call(wake);
}

void input_queue_base::when_room(std::function<void()> then) {
  {
    const std::lock_guard lock(mutex_);
    if (state_ == state::open && !fits(refused_)) {
      room_listeners_.push_back(std::move(then));
      return;
    }
  }
  then();
}

void input_queue_base::step_until_ready(const std::function<bool()>& ready) const {
  if (const auto owner = graph_.lock(); owner && owner->steps_here())
    owner->step_until(ready);
}

void input_queue_base::add_user() {
  const std::lock_guard lock(mutex_);
  ++users_;
}

void input_queue_base::drop_user() {
  {
    const std::lock_guard lock(mutex_);
    if (--users_ > 0)
      return;
  }
  close();
}

void input_queue_base::open() {
  const std::lock_guard lock(mutex_);
  if (state_ == state::not_started)
    state_ = state::open;
}

void input_queue_base::job_over(const std::exception_ptr& reason) {
  detach();
  settle(reason);
}

void input_queue_base::settle(const std::exception_ptr& reason) {
  std::vector<waiting_receipt> receipts;
  {
    const std::lock_guard lock(mutex_);
    receipts = std::exchange(receipts_, {});
    settled_ = true;
    settled_with_ = reason;
  }
  for (auto& r : receipts)
    r.then(reason);
}

void input_queue_base::attach(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
  waking_ = false;
}

void input_queue_base::woken() {
  const std::lock_guard lock(mutex_);
  waking_ = false;
}

void input_queue_base::detach() {
  std::vector<std::function<void()>> listeners;
  {
    const std::lock_guard lock(mutex_);
    state_ = state::gone;
    wake_ = nullptr;
    listeners = std::exchange(room_listeners_, {});
  }
  room_.notify_all();
  for (auto& then : listeners)
    then();
}

void input_queue_base::given(std::size_t items, std::size_t weight) {
  std::vector<std::function<void()>> listeners;
  bool woken = false;
  {
    const std::lock_guard lock(mutex_);
    given_ += items;
    weight_ -= std::min(weight_, most_.in() == unit::items ? items : weight);
    if (fits(refused_))
      listeners = std::exchange(room_listeners_, {});
    woken = items > 0 && has_half();
  }
  if (woken)
    room_.notify_all();
  for (auto& then : listeners)
    then();
}

std::vector<input_queue_base::receipt> input_queue_base::take_due_receipts(bool probing) {
  std::vector<receipt> due;
  const std::lock_guard lock(mutex_);
  if (probing && state_ == state::open)
    return due;
  std::erase_if(receipts_, [&](waiting_receipt& r) {
    if (r.behind > given_)
      return false;
    due.push_back(std::move(r.then));
    return true;
  });
  return due;
}

void input_queue_base::give_back(std::vector<receipt> receipts) {
  const std::lock_guard lock(mutex_);
  for (auto& then : receipts)
    receipts_.push_back({given_, std::move(then)});
}

bool input_queue_base::ended(std::exception_ptr& reason) const {
  const std::lock_guard lock(mutex_);
  if (state_ != state::closed || given_ != pushed_ || !receipts_.empty())
    return false;
  reason = failure_;
  return true;
}

bool input_queue_base::live() const {
  const std::lock_guard lock(mutex_);
  return state_ == state::open && given_ == pushed_; // what waits behind others moves nothing
}

bool input_queue_base::can_give(bool probing) const {
  const std::lock_guard lock(mutex_);
  if (given_ != pushed_ || state_ == state::closed || state_ == state::gone)
    return true;
  const auto is_due = [&](const waiting_receipt& r) { return r.behind <= given_; };
  return !probing && std::any_of(receipts_.begin(), receipts_.end(), is_due);
}

} // namespace leat::detail
