// SPDX-License-Identifier: BSD-3-Clause
// The job of worker_kills: 1,000 numbers a second are squared and summed up by key, spread over
// workers. Each of its nodes says when it sees its first item, and of which attempt.
//
//   killed_job ITEMS
#include <leat/leat.hpp>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <utility>

namespace {

using number = std::uint64_t;

struct attempted {
  number attempt = 0;
  number value = 0;
};

using with_key = leat::keyed<number, attempted>;

std::atomic<number> attempts = 0; // of this process, which is the coordinator's

/// Passes items on.
struct tell_first {
  using output = attempted;
  struct state {
    bool seen = false;
  };
  const char* name;

  void on_item(const attempted& x, state& s, leat::context<output>& c) const {
    if (!std::exchange(s.seen, true)) {
      std::printf("first %s %llu\n", name, static_cast<unsigned long long>(x.attempt));
      std::fflush(stdout);
    }
    c.push(x);
  }
};

void build(leat::pipeline& p, std::span<const std::string> arguments) {
  const auto most = std::strtoull(arguments.empty() ? "1000" : arguments[0].c_str(), nullptr, 10);
  p.on_worker_loss({.intensity = 100, .period = std::chrono::minutes(1)});
  auto numbers = p
    | leat::from_periodic(std::chrono::milliseconds(1),
                          [next = attempted{}]() mutable {
                            if (next.value == 0)
                              next.attempt = ++attempts;
                            return attempted{next.attempt, next.value++};
                          })
    | leat::take(most) | leat::key_by([](const attempted& x) { return x.value % 60; });
  auto squares = numbers | leat::op(tell_first{"square"}).named("square").parallel(6)
    | leat::map([](const with_key& x) {
                   return attempted{x.value.attempt, x.value.value * x.value.value};
                 })
    | leat::key_by([](const attempted& x) { return x.value % 64; });
  squares | leat::op(tell_first{"sum"}).named("sum").parallel(3)
    | leat::fold(number(0), [](number sum, const with_key& x) { return sum + x.value.value; })
    | leat::for_each([](number sum) {
        std::printf("total %llu\n", static_cast<unsigned long long>(sum));
        std::fflush(stdout);
      });
}

} // namespace

int main(int argc, char** argv) { return leat::main(argc, argv, build); }
