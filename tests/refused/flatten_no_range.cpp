// Must not compile; the only error says:
// leat::flatten: the stream's items are no ranges and no optionals of what can travel; use flat_map(f)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::flatten() | leat::discard();
}
