// Must not compile; the only error says:
// leat::timeout: the fallback has another item type than the stream; map one of them to the type of the other
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::timeout(std::chrono::seconds(1), p | leat::from_values(1.5))
    | leat::discard();
}
