// SPDX-License-Identifier: BSD-3-Clause
// A pipeline in ten lines: the squares of 1 to 10 that are odd.
#include <leat/leat.hpp>

#include <iostream>
#include <ranges>

int main() {
  leat::pipeline p;
  p | leat::from_range(std::views::iota(1, 11))
    | leat::map([](int x) { return x * x; })
    | leat::filter([](int x) { return x % 2 == 1; })
    | leat::for_each([](int x) { std::cout << x << '\n'; });
  leat::run(p);
}
