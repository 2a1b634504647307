// Must not compile; the only error says:
// leat::sliding_window: an item goes out with several windows, so it must be copyable; map it to a std::shared_ptr first
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::map([](int x) { return std::make_unique<int>(x); })
    | leat::sliding_window(2) | leat::discard();
}
