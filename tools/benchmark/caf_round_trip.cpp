// SPDX-License-Identifier: BSD-3-Clause
// One item at a time to another process and back by CAF's brokers on loopback:
// caf_round_trip [items [milliseconds in between]]
#include "caf_settings.hpp"
#include "trickle.hpp"
#include "two_processes.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>

#include <cstring>

namespace bench {
namespace {

using item = clock::time_point;

struct settings : caf_settings {
  settings() { load<caf::io::middleman>(); }
};

caf::behavior echo(caf::io::broker* self) {
  return {
    [=](const caf::io::new_connection_msg& m) {
      self->configure_read(m.handle, caf::io::receive_policy::exactly(sizeof(item)));
    },
    [=](const caf::io::new_data_msg& m) {
      self->write(m.handle, m.buf.size(), m.buf.data());
      self->flush(m.handle);
    },
    [=](const caf::io::connection_closed_msg&) { self->quit(); },
  };
}

caf::behavior near_end(caf::io::broker* self, caf::io::connection_handle to, arrivals* out) {
  self->configure_read(to, caf::io::receive_policy::exactly(sizeof(item)));
  return {
    [=](item x) {
      self->write(to, sizeof x, &x);
      self->flush(to);
    },
    [=](const caf::io::new_data_msg& m) {
      item put_in;
      std::memcpy(&put_in, m.buf.data(), sizeof put_in);
      out->arrived(put_in);
    },
    [=](const caf::io::connection_closed_msg&) { self->quit(); },
  };
}

void answer(const std::function<void(std::uint16_t)>& listening) {
  settings config;
  caf::actor_system system{config};
  std::uint16_t port = 0;
  auto actor = system.middleman().spawn_server(echo, port);
  if (!actor)
    throw std::runtime_error("it cannot listen");
  listening(port);
  caf::scoped_actor self{system};
  self->wait_for(*actor);
}

void measure(std::size_t items, std::chrono::milliseconds pause, std::uint16_t port) {
  settings config;
  caf::actor_system system{config};
  arrivals out;
  auto actor = system.middleman().spawn_client(near_end, "127.0.0.1", port, &out);
  if (!actor)
    throw std::runtime_error("no connection");
  trickle(out, items, pause, [&](item x) { caf::anon_send(*actor, x); });
  caf::anon_send_exit(*actor, caf::exit_reason::user_shutdown);
}

} // namespace
} // namespace bench

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bench::clock::time_point)

int main(int argc, char** argv) try {
  const auto items = bench::number(argc, argv, 1, 20'000);
  const auto pause = std::chrono::milliseconds(argc > 2 ? bench::number(argc, argv, 2, 1) : 0);
  return bench::run_two([](const auto& listening) { bench::answer(listening); },
                        [&](std::uint16_t port) { bench::measure(items, pause, port); });
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
