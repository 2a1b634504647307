// Must not compile; the only error says:
// leat::start_with: a value can't become an item of the stream; give values of the items' type, on a keyed stream leat::keyed{key, value}
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::key_by(std::identity()) | leat::start_with(1) | leat::discard();
}
