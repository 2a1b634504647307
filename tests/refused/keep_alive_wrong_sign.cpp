// Must not compile; the only error says:
// leat::keep_alive: the sign can't be converted to the stream's item (on a keyed stream that is a leat::keyed, key and value)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::keep_alive(std::chrono::seconds(1), "ping") | leat::discard();
}
