// SPDX-License-Identifier: BSD-3-Clause
#include <leat/leat.hpp>

#include <chrono>
#include <future>
#include <iostream>
#include <vector>

int main() {
  leat::pipeline p;
  auto [orders, in] = p.input<int>();
  auto paid = orders | leat::filter([](int cents) { return cents > 0; }).named("paid");
  auto total = paid | leat::sum() | leat::to_future();
  leat::job job = leat::start(p);

  std::future<std::vector<int>> large;
  auto branch = job.attach("paid", [&](leat::stream<int> s) {
    large = s | leat::filter([](int cents) { return cents >= 1000; }) | leat::take(2)
      | leat::to_vector();
  });
  while (!branch.ended()) // a branch may end by itself, as this one does
    static_cast<void>(in.push(2500));
  std::cout << "two large orders: " << large.get().size() << '\n';

  auto audit = job.attach(
    "paid", [](leat::stream<int> s) { s | leat::count() | leat::discard(); },
    {.name = "audit", .isolated = true});
  audit.detach();
  audit.wait();

  in.close();
  job.wait();
  std::cout << "the rest went on: " << (total.get().value() % 2500 == 0) << '\n';
}
