// Must not compile; the only error says:
// leat::scan_output: the function can't change the state; take it as S&, of the initial value's type
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::scan_output(0, [](int s, int x) { return s + x; }) | leat::discard();
}
