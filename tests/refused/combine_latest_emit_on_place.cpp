// Must not compile; the only error says:
// leat::combine_latest: emit_on(...) stands behind the streams, once
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  auto a = p | leat::from_values(1);
  leat::combine_latest(leat::emit_on(a), a) | leat::discard();
}
