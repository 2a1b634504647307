// Must not compile; the only error says:
// leat::filter/take_while/skip_while: the predicate can't be called with the stream's item, nor with its parts
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::filter([](const std::string& s) { return s.empty(); }) | leat::discard();
}
