// Must not compile; the only error says:
// leat::update: the function does not take the item as T&, so it can't change it; use map or tap
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::update([](int x) { return x + 1; }) | leat::discard();
}
