// SPDX-License-Identifier: BSD-3-Clause
// The job of frozen_worker: two streams of 200 texts of 50 KB a second. One goes by way of the
// workers labelled "first" and "second", the other by way of the one labelled "third". Says after
// every 10 texts of each how many have come, and when one is missing.
#include <leat/leat.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>

namespace {

struct text {
  std::uint64_t number = 0;
  std::string words;
};

leat::stream<text> texts(leat::pipeline& p) {
  return p
    | leat::from_periodic(std::chrono::milliseconds(5), [n = std::uint64_t(0)]() mutable {
           return text{n++, std::string(50'000, 'x')};
         });
}

leat::stream<text> by_way_of(const char* label, leat::stream<text> in) {
  return in | leat::map([](text t) { return t; }).named(label).placed_on(label);
}

void count(const char* name, leat::stream<text> all) {
  all | leat::for_each([name, next = std::uint64_t(0)](const text& t) mutable {
    if (t.number != next)
      std::printf("%s lost %llu\n", name, static_cast<unsigned long long>(next));
    next = t.number + 1;
    if (next % 10 == 0)
      std::printf("%s %llu\n", name, static_cast<unsigned long long>(next));
    std::fflush(stdout);
  });
}

} // namespace

int main(int argc, char** argv) {
  return leat::main(argc, argv, [](leat::pipeline& p) {
    count("living", by_way_of("second", by_way_of("first", texts(p))));
    count("frozen", by_way_of("third", texts(p)));
  });
}
