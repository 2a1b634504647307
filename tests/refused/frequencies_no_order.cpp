// Must not compile; the only error says:
// leat::frequencies: items are the keys of a std::map, so they must be copyable and have <; map them to what is to be counted
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

struct k { int a; };

int main() {
  leat::pipeline p;
  p | leat::from_values(k{1}) | leat::frequencies() | leat::discard();
}
