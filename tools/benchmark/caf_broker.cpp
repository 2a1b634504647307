// SPDX-License-Identifier: BSD-3-Clause
// Integers from process to process by CAF's brokers on loopback: frames of 64 KiB, of which 16 are
// on their way at most: caf_broker [n]
#include "caf_settings.hpp"
#include "measure.hpp"
#include "two_processes.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>

#include <cstring>
#include <future>
#include <numeric>

namespace bench {
namespace {

constexpr std::uint64_t window = 16;

struct settings : caf_settings {
  settings() { load<caf::io::middleman>(); }
};

/// Answers each frame with a byte, the last one with the sum.
caf::behavior receiver(caf::io::broker* self, std::uint64_t blocks) {
  auto sum = std::make_shared<std::uint64_t>(0);
  auto left = std::make_shared<std::uint64_t>(blocks);
  return {
    [=](const caf::io::new_connection_msg& m) {
      self->configure_read(m.handle, caf::io::receive_policy::exactly(block_bytes));
    },
    [=](const caf::io::new_data_msg& m) {
      block items;
      std::memcpy(items.data(), m.buf.data(), sizeof items);
      *sum = std::accumulate(items.begin(), items.end(), *sum);
      if (--*left == 0)
        self->write(m.handle, sizeof *sum, sum.get());
      else
        self->write(m.handle, 1, "+");
      self->flush(m.handle);
    },
    [=](const caf::io::connection_closed_msg&) { self->quit(); },
  };
}

caf::behavior sender(caf::io::broker* self, caf::io::connection_handle to, std::uint64_t blocks,
                     std::promise<std::uint64_t>* sum) {
  auto next = std::make_shared<std::uint64_t>(0);
  auto left = std::make_shared<std::uint64_t>(blocks - 1); // frames answered by a byte
  const auto give = [=] {
    block items;
    std::iota(items.begin(), items.end(), (*next)++ * block_items);
    self->write(to, sizeof items, items.data());
    self->flush(to);
  };
  self->configure_read(to, caf::io::receive_policy::at_most(1024));
  while (*next < std::min(window, blocks))
    give();
  auto answer = std::make_shared<std::vector<char>>();
  return {
    [=](const caf::io::new_data_msg& m) {
      for (const char c : m.buf) {
        if (*left == 0)
          answer->push_back(c);
        else if (--*left; *next < blocks)
          give();
      }
      if (answer->size() < sizeof(std::uint64_t))
        return;
      std::uint64_t result = 0;
      std::memcpy(&result, answer->data(), sizeof result);
      sum->set_value(result);
      self->quit();
    },
  };
}

void receive(std::uint64_t blocks, const std::function<void(std::uint16_t)>& listening) {
  settings config;
  caf::actor_system system{config};
  std::uint16_t port = 0;
  auto actor = system.middleman().spawn_server(receiver, port, blocks);
  if (!actor)
    throw std::runtime_error("it cannot listen");
  listening(port);
  caf::scoped_actor self{system};
  self->wait_for(*actor);
}

void measure(std::uint64_t blocks, std::uint16_t port) {
  settings config;
  caf::actor_system system{config};
  std::promise<std::uint64_t> sum;
  const auto begin = clock::now();
  auto actor = system.middleman().spawn_client(sender, "127.0.0.1", port, blocks, &sum);
  if (!actor)
    throw std::runtime_error("no connection");
  report_blocks(blocks, sum.get_future().get(), begin);
}

} // namespace
} // namespace bench

int main(int argc, char** argv) try {
  const auto blocks = bench::blocks_of(bench::number(argc, argv, 1, 500'000'000));
  return bench::run_two([&](const auto& listening) { bench::receive(blocks, listening); },
                        [&](std::uint16_t port) { bench::measure(blocks, port); });
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
