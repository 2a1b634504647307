// SPDX-License-Identifier: BSD-3-Clause
// Counts the words of a text file, and prints those that come eight times or more.
#include <leat/leat.hpp>

#include <cctype>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

std::vector<std::string> words(std::string line) {
  for (char& c : line) {
    const auto letter = static_cast<unsigned char>(c);
    c = static_cast<char>(std::isalpha(letter) != 0 ? std::tolower(letter) : ' ');
  }
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: 2_word_count FILE\n";
    return 2;
  }
  leat::pipeline p;
  std::map<std::string, std::size_t> counts;
  p | leat::from_text_file(argv[1])
    | leat::flat_map(words)
    | leat::key_by(std::identity())
    | leat::count().parallel(2) // two actors, each with half of the words
    | leat::filter([](const std::string&, std::size_t n) { return n >= 8; })
    | leat::map([](const std::string& word, std::size_t n) { return std::pair(word, n); })
    | leat::collect_into(counts);
  leat::run(p);
  for (const auto& [word, n] : counts)
    std::cout << word << ' ' << n << '\n';
}
