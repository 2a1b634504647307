// Must not compile; the only error says:
// leat::partition: the key is a view (string_view, span, reference_wrapper) of an item that is gone by then; give an owner such as std::string
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(std::string("a")) | leat::partition(2, [](const std::string& s) { return std::string_view(s); }) | leat::discard();
}
