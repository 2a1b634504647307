// Must not compile; the only error says:
// leat::tap: the function can't be called with the stream's item, nor with its parts (items come as const T&; to change them in place use update)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::tap([](int& x) { ++x; }) | leat::discard();
}
