// Must not compile; the only error says:
// leat::sum: the values have no + or no zero (V{}); write sum(f) with an f that gives numbers
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

struct k { int a; };

int main() {
  leat::pipeline p;
  p | leat::from_values(k{1}) | leat::sum() | leat::discard();
}
