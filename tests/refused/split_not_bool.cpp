// Must not compile; the only error says:
// leat::split: the predicate must give a bool; for more than two streams write split_by(n, f)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::split([](int) { return std::string("yes"); });
}
