// Must not compile; the only error says:
// leat::input: the stream that is piped into it has another item type than p.input<T>()
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p, q;
  auto [numbers, in] = q.input<int>();
  numbers | leat::discard();
  p | leat::from_values(1.5) | in;
}
