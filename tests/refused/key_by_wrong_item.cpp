// Must not compile; the only error says:
// leat::key_by: the function can't be called with the stream's item, nor with its parts (items come as const T&)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::key_by([](const std::string& s) { return s; }) | leat::discard();
}
