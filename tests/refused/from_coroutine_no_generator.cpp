// Must not compile; the only error says:
// leat::from_coroutine: give it a leat::generator<T>, moved in, or a function that gives a fresh one
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_coroutine([] { return 1; }) | leat::discard();
}
