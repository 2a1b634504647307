// SPDX-License-Identifier: BSD-3-Clause
// Counts the words of text files (of a licence that Debian has everywhere, if none is named), and
// prints the ten that come most often. Runs in one process, or spread over workers.
#include <leat/leat.hpp>

#include <algorithm>
#include <cctype>
#include <functional>
#include <iostream>
#include <iterator>
#include <span>
#include <sstream>
#include <string>
#include <vector>

using word_count = leat::keyed<std::string, std::size_t>;

std::vector<std::string> words(std::string line) {
  for (char& c : line) {
    const auto letter = static_cast<unsigned char>(c);
    c = static_cast<char>(std::isalpha(letter) != 0 ? std::tolower(letter) : ' ');
  }
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

void print_top(std::vector<word_count> counts) {
  std::ranges::sort(counts, [](const word_count& a, const word_count& b) {
    return a.value != b.value ? a.value > b.value : a.key < b.key;
  });
  counts.resize(std::min<std::size_t>(counts.size(), 10));
  for (const auto& [word, n] : counts)
    std::cout << word << ' ' << n << '\n';
}

int main(int argc, char** argv) {
  return leat::main(argc, argv, [](leat::pipeline& p, std::span<const std::string> files) {
    std::vector<std::string> paths(files.begin(), files.end());
    if (paths.empty())
      paths.emplace_back("/usr/share/common-licenses/GPL-3");
    std::vector<leat::stream<std::string>> texts; // read where the job was started
    for (const auto& path : paths)
      texts.push_back(p | leat::from_text_file(path));
    auto counts = leat::merge(texts)
      | leat::flat_map(words).parallel(4) // on workers, if there are any
      | leat::key_by(std::identity()).parallel(4)
      | leat::count().parallel(4) // each with a quarter of the words
      | leat::to_vector();        // where the job was started
    return [all = counts.share()](leat::job& job) {
      const auto shown = job.progress(std::cerr);
      print_top(all.get());
    };
  });
}
