// Must not compile; the only error says:
// leat::values: the items have no key that could be dropped; operators behind key_by(f) give keyed<K, T>
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::values() | leat::discard();
}
