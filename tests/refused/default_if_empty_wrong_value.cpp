// Must not compile; the only error says:
// leat::default_if_empty: the value can't become an item of the stream; give one of the items' type, on a keyed stream leat::keyed{key, value}
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::default_if_empty("none") | leat::discard();
}
