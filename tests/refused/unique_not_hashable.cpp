// Must not compile; the only error says:
// leat::unique: a key must be copyable, have == and a std::hash
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

struct k { int a; };

int main() {
  leat::pipeline p;
  p | leat::from_values(k{1}) | leat::unique() | leat::discard();
}
