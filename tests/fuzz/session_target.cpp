// SPDX-License-Identifier: BSD-3-Clause
// A proved peer that says whatever it likes, while this side has things to say, too.
#include "actors/session/session_core.hpp"
#include "target.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using leat::session_core;
  constexpr std::size_t most = 100'000;
  const auto bytes = std::as_bytes(std::span(data, size));
  leat::timestamp now{};
  session_core core(session_core::side::listens, {.most_item_bytes = most}, now,
                    [] { return std::uint64_t{}; });
  std::size_t received = 0;
  std::size_t begin = 0;
  while (begin < size && !core.over()) {
    if (core.now_is() != session_core::state::up)
      core.connected(now);
    // The first byte of each round says what else happens, and how much comes.
    const auto what = std::to_integer<unsigned>(bytes[begin++]);
    const std::size_t n = std::min<std::size_t>(size - begin, 1 + what * what / 16);
    if ((what & 1) != 0)
      core.send(what % 3 == 0 ? leat::lane::orders : leat::lane::packets, leat::channel(what % 5),
                std::vector<std::byte>(what * 10));
    leat::write_buffer out;
    core.write(out, 1000, now);
    core.receive(bytes.subspan(begin, n), now);
    begin += n;
    while (auto m = core.next_message()) {
      received += m->bytes.size();
      if (m->on == leat::lane::packets && m->bytes.size() > most + leat::most_beside_item)
        std::abort();
    }
    if ((what & 2) != 0)
      now += std::chrono::milliseconds(what);
    core.on_time(now);
    if (what == 255)
      core.disconnected(now);
  }
  if (received > size || (core.over() && core.reason().empty()))
    std::abort(); // things were made up
  return 0;
}
