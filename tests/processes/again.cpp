// SPDX-License-Identifier: BSD-3-Clause
// A job that starts over when it has lost a worker: prints how many squares have come, and at the
// end their number and sum, and how many a vector has got. Arguments: how many, how often it may
// start over in a minute, and, if the source is one that can't be read again, "lines".
#include <leat/leat.hpp>

#include <cstdint>
#include <future>
#include <iostream>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using number = std::uint64_t;

std::future<std::vector<number>> square_all(leat::stream<number> numbers) {
  using totals = std::pair<number, number>;
  auto squares =
    numbers | leat::map([](number x) { return x * x; }).named("square").parallel(4);
  squares | leat::for_each([n = 0L](number) mutable {
    if (++n % 100 == 0)
      std::cout << "squares " << n << std::endl;
  });
  squares | leat::key_by([](number x) { return x % 8; })
    | leat::fold(totals{}, [](totals t, number x) { return totals{t.first + 1, t.second + x}; })
        .named("totals")
        .parallel(2)
    | leat::map([](const leat::keyed<number, totals>& k) { return k.value; })
    | leat::fold(totals{}, [](totals a, totals b) {
        return totals{a.first + b.first, a.second + b.second};
      })
    | leat::for_each([](totals t) {
        std::cout << "total " << t.first << " " << t.second << std::endl;
      });
  return squares | leat::to_vector();
}

} // namespace

int main(int argc, char** argv) {
  return leat::main(argc, argv, [](leat::pipeline& p, std::span<const std::string> rest) {
    const number most = std::stoull(rest[0]);
    p.on_worker_loss({.intensity = std::stoull(rest[1]), .period = std::chrono::minutes(1)});
    auto squares = rest.size() > 2
      ? square_all(p | leat::from_lines(std::cin) | leat::map([](const std::string& line) {
                     return number(std::stoull(line));
                   }))
      : square_all(p
                   | leat::from_periodic(std::chrono::milliseconds(1),
                                         [n = number(0)]() mutable { return n++; })
                   | leat::take(most));
    return [all = squares.share()](leat::job&) {
      const auto size = std::to_string(all.get().size());
      std::cout << "gathered " + size << std::endl;
      return 0;
    };
  });
}
