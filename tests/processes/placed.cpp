// SPDX-License-Identifier: BSD-3-Clause
// Prints the process in which a function runs that is placed on workers with the label "gpu"; with
// the argument "slowly", again and again; with "all", the source's and the sink's, which are placed
// there, too; with "pointers", lets items cross that can't; with "large N", one of N bytes.
#include <leat/leat.hpp>

#include <unistd.h>

#include <chrono>
#include <iostream>
#include <span>
#include <string>

int main(int argc, char** argv) {
  return leat::main(argc, argv, [](leat::pipeline& p, std::span<const std::string> rest) {
    if (!rest.empty() && rest[0] == "pointers")
      p | leat::from_values(1, 2)
        | leat::map([](int) { return static_cast<const int*>(nullptr); })
            .named("address")
            .parallel(2)
        | leat::for_each([](const int*) {}).named("look");
    else if (rest.size() > 1 && rest[0] == "large")
      p | leat::from_values(std::stoul(rest[1]))
        | leat::map([](std::size_t n) { return std::string(n, 'x'); })
            .named("fill")
            .parallel(2)
        | leat::for_each([](const std::string& x) { std::cout << x.size() << '\n'; });
    else if (!rest.empty() && rest[0] == "slowly")
      p | leat::from_periodic(std::chrono::milliseconds(1), [n = 0]() mutable { return n++; })
        | leat::take(500) | leat::map([](int n) { return n; }).named("who").placed_on("gpu")
        | leat::for_each([](int n) {
            if (n % 100 == 0)
              std::cout << n << std::endl;
          });
    else if (!rest.empty() && rest[0] == "all")
      p
        | leat::from_periodic(std::chrono::hours(1), [] {
            return static_cast<long>(getpid());
          }).placed_on("gpu")
        | leat::take(1) | leat::for_each([](long id) {
                            std::cout << "made by " << id << ", shown by " << getpid() << std::endl;
                          }).placed_on("gpu");
    else
      p | leat::from_values(1)
        | leat::map([](int) { return static_cast<long>(getpid()); }).named("who").placed_on("gpu")
        | leat::for_each([](long id) { std::cout << id << '\n'; });
  });
}
