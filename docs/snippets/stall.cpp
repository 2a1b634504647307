// SPDX-License-Identifier: BSD-3-Clause
// A pipeline that can never go on, and what its job says then.
#include <leat/leat.hpp>

#include <iostream>
#include <ranges>

int main() {
  leat::pipeline p;
  auto numbers = p | leat::from_range(std::views::iota(0, 1'000'000)).named("numbers");
  auto negative = numbers | leat::filter([](int x) { return x < 0; });
  leat::zip(negative, numbers) | leat::discard();
  try {
    leat::run(p);
  } catch (const leat::job_failed& e) {
    std::cout << e.what() << '\n';
  }
}
