// Must not compile; the only error says:
// leat::race: the streams have different item types; map them to one first (a std::variant, say)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  leat::race(p | leat::from_values(1), p | leat::from_values(1.5)) | leat::discard();
}
