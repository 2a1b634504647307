// Must not compile; the only error says:
// leat::to_stream: the stream's items have no operator<<; map them to text first
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <ranges>
#include <string>

struct k { int a; };

int main() {
  leat::pipeline p;
  p | leat::from_values(k{1}) | leat::to_stream(std::cout);
}
