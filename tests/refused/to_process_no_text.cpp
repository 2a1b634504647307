// Must not compile; the only error says:
// leat::to_process: the items are no text; map them to std::string before it
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::to_process("cat");
}
