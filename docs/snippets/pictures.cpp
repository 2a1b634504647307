// SPDX-License-Identifier: BSD-3-Clause
// A pipeline that draws itself: as it stands, and with what its job has counted.
#include <leat/leat.hpp>

#include <functional>
#include <iostream>
#include <string>

int main() {
  leat::pipeline p;
  auto [letters, box] = p.dead_letters<std::string>();
  letters | leat::discard().named("bad lines");
  auto numbers = p | leat::from_values("12", "x", "30")
    | leat::map([](const std::string& s) { return std::stoi(s); }).named("parse").on_error(box);
  auto [again, back] = p.loop<int>();
  leat::merge(numbers, again)
    | leat::map([](int x) { return x / 2; }).named("halve").parallel(2)
    | leat::filter([](int x) { return x > 0; })
    | back;
  std::cout << p.to_mermaid();

  leat::job job = leat::start(p);
  job.wait();
  std::cout << job.to_mermaid();
}
