// Must not compile; the only error says:
// leat::min/max: the values have no <; write min(f) with an f that gives what can be compared
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

struct k { int a; };

int main() {
  leat::pipeline p;
  p | leat::from_values(k{1}) | leat::min() | leat::discard();
}
