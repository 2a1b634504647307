// Must not compile; the only error says:
// leat::scan/fold: the state is a view (string_view, span), and the items are gone when it is used again; begin with an owner such as std::string
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  p | leat::from_values(std::string("a")) | leat::fold(std::string_view(), [](std::string_view, const std::string& s) { return std::string_view(s); }) | leat::discard();
}
