// Must not compile; the only error says:
// leat: behind key_by each key gets a copy of the initial state; this one can't be copied
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::key_by([](int x) { return x; }) | leat::fold(std::make_unique<int>(0), [](std::unique_ptr<int>& a, int b) { *a += b; }) | leat::discard();
}
