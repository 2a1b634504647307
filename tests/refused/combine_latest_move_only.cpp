// Must not compile; the only error says:
// leat::combine_latest: it gives an item again and again, and these can't be copied; map them to a std::shared_ptr before it
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  auto box = [](int x) { return std::make_unique<int>(x); };
  leat::combine_latest(p | leat::from_values(1) | leat::map(box), p | leat::from_values(1)) | leat::discard();
}
