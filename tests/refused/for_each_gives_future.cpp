// Must not compile; the only error says:
// leat::for_each: the function gives a future that nobody would wait for; use map_async | discard()
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::for_each([](int) { return std::async([] {}); });
}
