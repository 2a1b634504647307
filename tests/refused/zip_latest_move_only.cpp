// Must not compile; the only error says:
// leat::zip_latest: it gives the items of all streams but the first again and again, and these can't be copied; map them to a std::shared_ptr before it
#include <leat/leat.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <ranges>
#include <string>

int main() {
  leat::pipeline p;
  auto box = [](int x) { return std::make_unique<int>(x); };
  leat::zip_latest(p | leat::from_values(1), p | leat::from_values(1) | leat::map(box)) | leat::discard();
}
