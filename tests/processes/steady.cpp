// SPDX-License-Identifier: BSD-3-Clause
// A job that goes on until it is stopped, spread over workers; counts what arrives. Arguments: the
// number of items (0: endless), and a value that a function captures (else it is in ADDED).
#include <leat/leat.hpp>

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <span>
#include <stdexcept>
#include <string>

int main(int argc, char** argv) {
  return leat::main(argc, argv, [](leat::pipeline& p, std::span<const std::string> rest) {
    const long most = rest.empty() ? 0 : std::stol(rest[0]);
    const char* set = std::getenv("ADDED"); // differs where it is set on some processes only
    if (std::getenv("BLOCKED") != nullptr)  // a worker that never gets done
      pause();
    const long added = rest.size() >= 2 ? std::stol(rest[1]) : set ? std::stol(set)
                                                                   : 1;
    p | leat::from_periodic(std::chrono::milliseconds(1), [n = 0L]() mutable { return n++; })
      | leat::take(most == 0 ? 1'000'000'000 : static_cast<std::size_t>(most))
      | leat::map([added](long x) {
          if (x == 500 && added == 13)
            throw std::runtime_error("an unlucky number");
          return std::to_string(x + added);
        }).named("work")
          .parallel(4)
      | leat::key_by([](const std::string& x) { return x; }).parallel(4)
      // by key, so from each worker to each
      | leat::map([](const std::string& x) { return x; }).named("pass").parallel(2)
      | leat::for_each([n = 0L](const auto&) mutable {
          if (++n % 100 == 0)
            std::cout << n << std::endl;
        });
  });
}
