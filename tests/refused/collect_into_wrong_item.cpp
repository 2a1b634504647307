// Must not compile; the only error says:
// leat::collect_into: the container has no push_back and no insert that takes the stream's item
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  std::vector<std::string> out;
  p | leat::from_values(1) | leat::collect_into(out);
}
