// Must not compile; the only error says:
// leat::pairwise: an item goes out twice, so it must be copyable; map it to something that is, a std::shared_ptr for one
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_generator([] { return std::optional(std::make_unique<int>(1)); }) | leat::pairwise() | leat::discard();
}
