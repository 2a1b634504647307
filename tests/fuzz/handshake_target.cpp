// SPDX-License-Identifier: BSD-3-Clause
// Whatever comes, before anything is proved: neither side lets anybody in.
#include "actors/session/handshake.hpp"
#include "target.hpp"

#include <cstdlib>

namespace {

leat::hello hello_from(int who) {
  leat::hello h{.version = leat::handshake::version};
  h.from.bits.fill(std::byte(who));
  h.nonce.fill(std::byte(who + 1));
  return h;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using side = leat::handshake::side;
  const auto bytes = std::as_bytes(std::span(data, size));
  for (const auto which : {side::connects, side::listens}) {
    leat::handshake words(which, hello_from(1), "a token of thirty-two characters", {});
    std::size_t said = words.take_output().size();
    for (std::size_t begin = 0; begin < size; begin += 50) {
      words.receive(bytes.subspan(begin, std::min<std::size_t>(50, size - begin)));
      said += words.take_output().size();
    }
    if (words.peer() || said > leat::handshake::most_bytes)
      std::abort();
  }
  return 0;
}
