// Must not compile; the only error says:
// leat: .expire_after is for operators that remember keys (unique)
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(1) | leat::map(std::negate()).expire_after(std::chrono::seconds(1)) | leat::discard();
}
