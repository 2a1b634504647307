// Must not compile; the only error says:
// leat::scan: the state goes out after each item, so it must be copyable; use fold, or a state that shares what can't be copied
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::scan(std::make_unique<int>(0), [](std::unique_ptr<int>& a, int b) { *a += b; }) | leat::discard();
}
