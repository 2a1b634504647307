// Must not compile; the only error says:
// leat::mean: the values can't be summed and divided by a number; write mean(f) with an f that gives numbers
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values("a") | leat::mean() | leat::discard();
}
