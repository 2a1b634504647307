// Must not compile; the only error says:
// leat::split_by: the function must give a whole number, the place of the item's stream
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::split_by(2, [](int x) { return x / 2.0; });
}
