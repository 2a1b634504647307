// SPDX-License-Identifier: BSD-3-Clause
// A loop: a stream that feeds itself. It ends because take_while ends what feeds it.
#include <leat/leat.hpp>

#include <iostream>
#include <utility>

int main() {
  using pair = std::pair<long, long>;

  leat::pipeline p;
  auto [again, back] = p.loop<pair>();
  auto pairs = leat::merge(p | leat::from_values(pair{0, 1}), again);
  pairs | leat::map([](long a, long) { return a; })
    | leat::to_stream(std::cout);
  pairs | leat::map([](long a, long b) { return pair{b, a + b}; })
    | leat::take_while([](long a, long) { return a < 100; })
    | back;
  leat::run(p);
}
