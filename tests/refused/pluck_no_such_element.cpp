// Must not compile; the only error says:
// leat::pluck: the stream's item has no such element or member
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(std::pair{1, 2}) | leat::pluck<2>() | leat::discard();
}
