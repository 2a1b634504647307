// Must not compile; the only error says:
// leat::loop: the stream that closes the loop has another item type than p.loop<T>()
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  auto [again, back] = p.loop<int>();
  p | leat::from_values(1) | back;
  p | leat::from_values("one") | back;
  again | leat::discard();
}
