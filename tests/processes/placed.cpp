// SPDX-License-Identifier: BSD-3-Clause
// Prints the process in which a function runs that is placed on workers with the label "gpu"; with
// the argument "pointers", lets items cross that can't; with "large N", one of N bytes.
#include <leat/leat.hpp>

#include <unistd.h>

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
    else
      p | leat::from_values(1)
        | leat::map([](int) { return static_cast<long>(getpid()); }).named("who").placed_on("gpu")
        | leat::for_each([](long id) { std::cout << id << '\n'; });
  });
}
