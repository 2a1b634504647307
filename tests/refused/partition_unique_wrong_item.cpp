// Must not compile; the only error says:
// leat::partition_unique/timed_window_unique: the key function can't be called with the stream's item, nor with its parts (items come as const T&)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::partition_unique(2, &std::string::size) | leat::discard();
}
