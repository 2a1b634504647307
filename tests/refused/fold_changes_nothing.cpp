// Must not compile; the only error says:
// leat::scan/fold: the state has the type of the initial value, and the function gives another type; write the initial value in the type you mean, as in fold(0.0, f), or take the state as S& and give void
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::fold(0, [](int a, int b) { a += b; }) | leat::discard();
}
