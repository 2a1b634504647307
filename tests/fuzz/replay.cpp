// SPDX-License-Identifier: BSD-3-Clause
// Runs a fuzz target over the files of a folder, and over as many that are made from them by
// flipping, cutting and joining: replay FOLDER [how many]
#include "target.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

using input = std::vector<std::uint8_t>;

namespace {

input changed(input x, const input& other, std::mt19937_64& random) {
  for (auto n = random() % 4; n > 0; --n)
    switch (random() % 4) {
    case 0:
      if (!x.empty())
        x[random() % x.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
      break;
    case 1:
      x.resize(random() % (x.size() + 1));
      break;
    case 2:
      x.insert(x.end(), other.begin() + static_cast<std::ptrdiff_t>(random() % (other.size() + 1)),
               other.end());
      break;
    default:
      if (!x.empty())
        x[random() % x.size()] = static_cast<std::uint8_t>(random());
    }
  return x;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s FOLDER [how many]\n", argv[0]);
    return 2;
  }
  std::vector<input> corpus;
  for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
    std::ifstream in(file.path(), std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "%s is empty\n", argv[1]);
    return 1;
  }
  for (auto& x : corpus)
    LLVMFuzzerTestOneInput(x.data(), x.size());
  std::mt19937_64 random(1);
  const long more = argc > 2 ? std::atol(argv[2]) : 0;
  for (long i = 0; i < more; ++i) {
    const auto& one = corpus[random() % corpus.size()];
    const auto& other = corpus[random() % corpus.size()];
    const auto x = changed(one, other, random);
    LLVMFuzzerTestOneInput(x.data(), x.size());
  }
  std::printf("%zu files, %ld more\n", corpus.size(), more);
}
