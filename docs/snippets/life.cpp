// SPDX-License-Identifier: BSD-3-Clause
// Stopping, cancelling and looking at a job.
#include <leat/leat.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <string>

using namespace std::chrono_literals;

leat::pipeline endless() {
  leat::pipeline p;
  p | leat::from_periodic(1ms, [n = 0]() mutable { return n++; })
    | leat::map([](int x) { return x * x; }).named("square").own_actor()
    | leat::discard();
  return p;
}

void stop() {
  leat::job job = leat::start(endless());
  const leat::stop_report report = job.stop(10s); // sources end, what is under way arrives
  if (!report.drained)
    for (const std::string& node : report.survivors)
      std::cout << "not out in time: " << node << '\n';
}

void cancel() {
  leat::job job = leat::start(endless());
  job.on_end([](const std::exception_ptr& failure) {
    std::cout << (failure ? "failed\n" : "over\n");
  });
  job.cancel(); // what is under way is dropped
  job.wait();
}

void look() {
  leat::job job = leat::start(endless());
  std::cout << job.diagnose() << '\n'; // what each node waits for
  const leat::metrics_snapshot now = job.metrics();
  std::cout << now.node("square").items_in << " items came to be squared\n";
}

void show() {
  leat::job job = leat::start(endless());
  const auto shown = job.progress(std::cerr, {.interval = 200ms}); // until the end of its scope
  job.wait_for(10ms);
}

void until_a_signal() {
  leat::pipeline p = endless();
  leat::stop_signals signals;
  leat::run(p, signals.token()); // until SIGINT or SIGTERM; then it drains
}

int main(int argc, char**) {
  stop();
  cancel();
  look();
  show();
  if (argc > 1)
    until_a_signal();
}
