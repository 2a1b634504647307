// Must not compile; the only error says:
// leat::unzip: the items are no pairs or tuples; map them to such before it
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::unzip();
}
