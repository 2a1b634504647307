// Must not compile; the only error says:
// leat::scan/fold: the function can't be called with the state and the stream's item, nor with the state and the item's parts
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::fold(std::string(), [](int a, int b) { return a + b; }) | leat::discard();
}
