// SPDX-License-Identifier: BSD-3-Clause
// Integers from process to process by CAF's remote actors on loopback: messages of 64 KiB, of
// which 16 are on their way at most: caf_remote [n]. They go as strings, which CAF copies as a
// whole; a vector of integers takes it ten times as long.
#include "caf_settings.hpp"
#include "measure.hpp"
#include "two_processes.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>

#include <cstring>
#include <future>
#include <numeric>
#include <string>
#include <utility>

namespace bench {
namespace {

using taken_atom = caf::atom_constant<caf::atom("taken")>;
using sum_atom = caf::atom_constant<caf::atom("sum")>;
constexpr std::uint64_t window = 16;

struct settings : caf_settings {
  settings() { load<caf::io::middleman>(); }
};

caf::behavior receiver(caf::event_based_actor* self, std::uint64_t blocks) {
  auto sum = std::make_shared<std::uint64_t>(0);
  auto left = std::make_shared<std::uint64_t>(blocks);
  return {
    [=](const std::string& bytes) -> caf::result<taken_atom> {
      block items;
      std::memcpy(items.data(), bytes.data(), sizeof items);
      *sum = std::accumulate(items.begin(), items.end(), *sum);
      --*left;
      return taken_atom::value;
    },
    [=](sum_atom) {
      self->quit();
      return *sum;
    },
  };
}

class sender : public caf::event_based_actor {
 public:
  sender(caf::actor_config& config, std::uint64_t blocks, caf::actor to,
         std::promise<std::uint64_t>& sum)
    : caf::event_based_actor(config), blocks_(blocks), to_(std::move(to)), sum_(sum) {}

 private:
  caf::behavior make_behavior() override {
    for (std::uint64_t i = 0; i < window && next_ < blocks_; ++i)
      give();
    return {
      [this](taken_atom) {
        if (next_ < blocks_)
          give();
        if (++taken_ == blocks_)
          send(to_, sum_atom::value);
      },
      [this](std::uint64_t sum) {
        sum_.set_value(sum);
        quit();
      },
    };
  }

  void give() {
    block items;
    std::iota(items.begin(), items.end(), next_++ * block_items);
    send(to_, std::string(reinterpret_cast<const char*>(items.data()), sizeof items));
  }

  std::uint64_t blocks_;
  caf::actor to_;
  std::promise<std::uint64_t>& sum_;
  std::uint64_t next_ = 0, taken_ = 0;
};

void receive(std::uint64_t blocks, const std::function<void(std::uint16_t)>& listening) {
  settings config;
  caf::actor_system system{config};
  auto actor = system.spawn(receiver, blocks);
  listening(*system.middleman().publish(actor, 0, "127.0.0.1"));
  caf::scoped_actor self{system};
  self->wait_for(actor);
}

void measure(std::uint64_t blocks, std::uint16_t port) {
  settings config;
  caf::actor_system system{config};
  auto to = system.middleman().remote_actor("127.0.0.1", port);
  if (!to)
    throw std::runtime_error("no connection");
  std::promise<std::uint64_t> sum;
  const auto begin = clock::now();
  system.spawn<sender>(blocks, *to, sum);
  report_blocks(blocks, sum.get_future().get(), begin);
}

} // namespace
} // namespace bench

int main(int argc, char** argv) try {
  const auto blocks = bench::blocks_of(bench::number(argc, argv, 1, 200'000'000));
  return bench::run_two([&](const auto& listening) { bench::receive(blocks, listening); },
                        [&](std::uint16_t port) { bench::measure(blocks, port); });
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
