// Must not compile; the only error says:
// leat::flat_map: the function gives a view (string_view, span, reference_wrapper) of an item that is gone by then, or a range of such views; give owners such as std::vector and std::string
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(std::string("a")) | leat::flat_map([](const std::string& s) { return std::vector{std::string_view(s)}; }) | leat::discard();
}
