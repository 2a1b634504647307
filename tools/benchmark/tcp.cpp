// SPDX-License-Identifier: BSD-3-Clause
// Integers from process to process over a bare socket on loopback, in blocks of 64 KiB, summed up
// where they arrive: tcp [n]
#include "measure.hpp"
#include "two_processes.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <numeric>
#include <stdexcept>

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

void require(bool ok) {
  if (!ok)
    throw std::runtime_error("a socket failed");
}

void receive(std::uint64_t blocks, const std::function<void(std::uint16_t)>& listening) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  auto address = loopback(0);
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  require(bind(listener, raw, size) == 0 && listen(listener, 1) == 0
          && getsockname(listener, raw, &size) == 0);
  listening(ntohs(address.sin_port));
  const int from = accept(listener, nullptr, nullptr);
  bench::block items{};
  std::uint64_t sum = 0;
  for (std::uint64_t b = 0; b < blocks; ++b) {
    require(recv(from, items.data(), sizeof items, MSG_WAITALL) == sizeof items);
    sum = std::accumulate(items.begin(), items.end(), sum);
  }
  require(write(from, &sum, sizeof sum) == sizeof sum);
  close(from);
}

std::uint64_t give(std::uint64_t blocks, std::uint16_t port) {
  const int to = socket(AF_INET, SOCK_STREAM, 0);
  auto address = loopback(port);
  require(connect(to, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  bench::block items{};
  for (std::uint64_t b = 0; b < blocks; ++b) {
    std::iota(items.begin(), items.end(), b * bench::block_items);
    require(send(to, items.data(), sizeof items, 0) == sizeof items);
  }
  std::uint64_t sum = 0;
  require(recv(to, &sum, sizeof sum, MSG_WAITALL) == sizeof sum);
  close(to);
  return sum;
}

} // namespace

int main(int argc, char** argv) try {
  const auto blocks = bench::blocks_of(bench::number(argc, argv, 1, 500'000'000));
  return bench::run_two([&](const auto& listening) { receive(blocks, listening); },
                        [&](std::uint16_t port) {
                          const auto begin = bench::clock::now();
                          bench::report_blocks(blocks, give(blocks, port), begin);
                        });
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
