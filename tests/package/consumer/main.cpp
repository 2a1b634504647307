#include <leat/leat.hpp>

int main() {
  leat::pipeline p;
  p | leat::from_values(1, 2, 3) | leat::for_each([](int) {});
  leat::run(p);
}
