// SPDX-License-Identifier: BSD-3-Clause
// Hosts an operator alone, without edges, for what no pipeline can show: saving and loading.
#pragma once

#include <leat/bytes.hpp>
#include <leat/operator.hpp>
#include <leat/outlet.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string_view>
#include <utility>
#include <vector>

/// All that an operator needs of a host. Ports that are listed in `ended` have ended; timers are
/// kept and never fire.
template <class T>
class lone_host final : public leat::operator_context {
 public:
  leat::timestamp time{};
  std::map<std::uint64_t, leat::timestamp> timers;
  std::vector<int> ended;
  std::vector<int> cancelled;
  std::size_t held = 0;

  /// A chunk of items, as an operator gets it.
  template <class U>
  static leat::chunk_slice items(std::vector<U> values) {
    leat::outlet<U> made;
    for (auto& value : values)
      made.push(std::move(value));
    made.seal();
    return made.take_sealed().items;
  }
  /// What has come out since the last call.
  std::vector<T> taken() {
    std::vector<T> all;
    out_.seal();
    while (out_.has_sealed())
      for (auto chunk = out_.take_sealed().items; !chunk.empty();)
        all.push_back(chunk.template take<T>());
    return all;
  }

  [[nodiscard]] leat::timestamp now() const override { return time; }
  [[nodiscard]] leat::outlet_base& outlet_at(std::size_t) override { return out_; }
  void set_timer(std::uint64_t id, leat::timestamp due) override { timers[id] = due; }
  void cancel_timer(std::uint64_t id) override { timers.erase(id); }
  generation hold(std::size_t n) override {
    held += n;
    return 1;
  }
  void release(generation, std::size_t n) override { held -= n; }
  void release_oldest(std::size_t n) override { held -= n; }
  [[nodiscard]] bool way_open() const override { return true; }
  [[nodiscard]] leat::chunk_slice* front(int) override { return nullptr; }
  [[nodiscard]] bool port_ended(int port) const override {
    return std::find(ended.begin(), ended.end(), port) != ended.end();
  }
  void cancel_port(int port) override { cancelled.push_back(port); }
  leat::verdict failed(std::size_t, leat::failure&) override { return leat::verdict::skip; }
  [[nodiscard]] std::size_t letters_outlet(std::size_t) const override { return 0; }
  void fail_stream(std::exception_ptr reason) override { failure_ = std::move(reason); }
  [[nodiscard]] std::exception_ptr stream_failure() const override { return failure_; }
  void count_given(std::size_t) override {}
  void count_dropped(std::string_view, std::size_t) override {}
  [[nodiscard]] std::shared_ptr<leat::call_port> calls() override { return nullptr; }
  [[nodiscard]] std::function<void()> waker() override {
    return [] {};
  }
  void begin_probe() override {}
  [[nodiscard]] std::stop_token stop_token() const override { return {}; }
  [[nodiscard]] int wake_descriptor() override { return -1; }
  [[nodiscard]] std::uint64_t random() override { return 0; }
  [[nodiscard]] std::string_view spill_directory() const override { return {}; }
  [[nodiscard]] std::string_view node_name() const override { return "alone"; }
  [[nodiscard]] std::size_t instance() const override { return 0; }

 private:
  leat::outlet<T> out_;
  std::exception_ptr failure_;
};

/// Gives `to` what `from` saves: all of it, and nothing else.
template <class From, class To>
void hand_over(const From& from, To& to) {
  std::vector<std::byte> bytes;
  leat::byte_writer out(bytes);
  from.save(out);
  leat::byte_reader in(bytes);
  to.load(in);
  BOOST_TEST(in.left() == 0U);
}
