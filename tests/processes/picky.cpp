// SPDX-License-Identifier: BSD-3-Clause
// A job whose items have a codec that throws what is no codec_error, where it writes ("encode") or
// reads ("decode") the item 5.
#include <leat/leat.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

namespace {

struct picky {
  std::int64_t value = 0;
};
std::string fails_at; // encode or decode

void refuse(const picky& item, const char* where) {
  if (item.value == 5 && fails_at == where)
    throw std::out_of_range("it is picky");
}

} // namespace

template <>
struct leat::codec<picky> {
  static void encode(const picky& item, byte_writer& out) {
    refuse(item, "encode");
    out.write(item.value);
  }
  static picky decode(byte_reader& in) {
    const picky item{in.read<std::int64_t>()};
    refuse(item, "decode");
    return item;
  }
};

int main(int argc, char** argv) {
  return leat::main(argc, argv, [](leat::pipeline& p, std::span<const std::string> rest) {
    fails_at = rest.empty() ? "" : rest[0];
    const auto next = [n = std::int64_t(0)]() mutable { return std::optional(picky{n++}); };
    p | leat::from_generator(next) | leat::take(1000)
      | leat::map([](const picky& x) { return x; }).named("work").parallel(2)
      | leat::for_each([](const picky&) {});
  });
}
