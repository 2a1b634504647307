// Must not compile; the only error says:
// leat::scan_output: the function gives nothing that can travel (void, a reference or an immovable type); for the state itself use scan
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::scan_output(0, [](int& s, int x) { s += x; }) | leat::discard();
}
