// Must not compile; the only error says:
// leat::update: the function can't be called with the stream's item as T&, nor with its parts
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::update([](std::string& s) { s += "x"; }) | leat::discard();
}
