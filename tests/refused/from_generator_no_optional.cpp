// Must not compile; the only error says:
// leat::from_generator: the function must give a std::optional, empty at the end
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_generator([] { return 1; }) | leat::discard();
}
