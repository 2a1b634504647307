// SPDX-License-Identifier: BSD-3-Clause
// A program with a command line: the words that are given to it, with their lengths.
#include <leat/leat.hpp>

#include <iostream>
#include <span>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  return leat::main(argc, argv, [](leat::pipeline& p, std::span<const std::string> words) {
    p | leat::from_range(std::vector(words.begin(), words.end()))
      | leat::map([](const std::string& word) { return word + " " + std::to_string(word.size()); })
      | leat::to_stream(std::cout);
  });
}
