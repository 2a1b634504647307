// Must not compile; the only error says:
// leat: a source begins a pipe: p | leat::from_...(...)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::from_values(2) | leat::discard();
}
