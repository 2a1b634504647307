// Must not compile; the only error says:
// leat::distinct_until_changed: a key is kept and compared, so it must be copyable and have ==; give a function that gives such a key
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

struct k { int a; };

int main() {
  leat::pipeline p;
  p | leat::from_values(k{1}) | leat::distinct_until_changed() | leat::discard();
}
