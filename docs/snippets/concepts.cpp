// SPDX-License-Identifier: BSD-3-Clause
// Branches, fusing, parallelism, budgets and receipts, as the page on concepts shows them.
#include <leat/leat.hpp>

#include <iostream>
#include <string>
#include <utility>
#include <vector>

struct order {
  std::string customer;
  long cents;
};

std::vector<order> todays_orders() {
  return {{"ada", 500}, {"bob", 700}, {"ada", 250}, {"eve", 50}, {"bob", 100}};
}
bool large(const order& o) { return o.cents >= 500; }
long with_tax(const order& o) { return o.cents * 119 / 100; }

void branches() {
  leat::pipeline p;
  auto orders = p | leat::from_range(todays_orders()); // a variable: its node ends here

  // a second node, of two operators
  auto gross = orders | leat::filter(large) | leat::map(with_tax);
  long total = 0;
  std::size_t seen = 0;
  gross | leat::for_each([&](long cents) { total += cents; });
  orders | leat::for_each([&](const order&) { ++seen; });
  leat::run(p);
  std::cout << seen << " orders, the large ones " << total << '\n';
}

void parallel() {
  leat::pipeline p;
  auto orders = p | leat::from_range(todays_orders());
  auto taxed = orders | leat::map(with_tax).parallel(4).ordered() // in the order of the orders
    | leat::to_vector();
  auto totals = orders | leat::key_by(&order::customer)
    | leat::fold(0L, [](long sum, const order& o) { return sum + o.cents; }).parallel(2)
    | leat::to_vector();
  leat::run(p);
  std::cout << taxed.get().front() << " first, " << totals.get().size() << " customers\n";
}

void receipts() {
  leat::pipeline p;
  auto [orders, in] = p.input<order>(leat::items(100));
  std::vector<order> kept;
  orders | leat::filter(large) | leat::collect_into(kept);
  leat::job job = leat::start(p);
  in.push({"ada", 500});
  in.push({"eve", 50});
  in.flush().get(); // both are through: one is in `kept`, one was dropped
  std::cout << kept.size() << " kept\n";
  in.close();
  job.wait();
}

void loops() {
  leat::pipeline p;
  auto [found, back] = p.loop<int>();
  std::size_t visited = 0;
  auto pages = leat::merge(p | leat::from_values(1), found) | leat::unique();
  pages | leat::for_each([&](int) { ++visited; });
  pages | leat::flat_map([](int page) { return std::vector{2 * page % 97, 3 * page % 97}; })
    | back;
  leat::run(p);
  std::cout << visited << " pages\n";
}

int main() {
  branches();
  parallel();
  receipts();
  loops();
}
