// SPDX-License-Identifier: BSD-3-Clause
#include "worker.hpp"

#include "actors/caf/session_broker.hpp"
#include "actors/caf/worker_actor.hpp"
#include "actors/session/unix_socket.hpp"
#include "engine_state.hpp"
#include "fingerprint.hpp"
#include "log.hpp"
#include "placement.hpp"
#include <leat/failure.hpp>
#include <leat/planner.hpp>

#include <exception>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

namespace leat {

namespace {

/// The plan, and the graph that its functions belong to.
struct kept_plan {
  job_plan plan;
  std::shared_ptr<graph> of;
};

built_job build_here(const worker::build& how, const deploy_order& order) {
  try {
    pipeline p;
    how(p, order.arguments);
    auto kept = std::make_shared<kept_plan>();
    kept->of = p.graph();
    kept->plan = make_plan(*kept->of, {.fuse = order.fuse, .spill_to = {}});
    if (order.placement.size() != kept->plan.nodes.size())
      return {nullptr, difference(fingerprint(kept->plan), order.graph)};
    apply_placement(kept->plan, order.placement);
    if (auto differs = difference(fingerprint(kept->plan), order.graph); !differs.empty())
      return {nullptr, std::move(differs)};
    p.graph()->begin();
    return {{kept, &kept->plan}, {}};
  } catch (...) { // a user's function may throw what it likes
    return {nullptr, message_of(std::current_exception())};
  }
}

/// Beside TCP, for processes of this machine, if it can be.
std::vector<owned_socket> doors_of(owned_socket tcp, transport by) {
  std::vector<owned_socket> doors;
  if (by == transport::nearest)
    try {
      doors.push_back(listen_beside(tcp));
    } catch (const std::system_error& e) {
      log_warning("{}: processes of this machine come by TCP, too", e.what());
    }
  doors.push_back(std::move(tcp));
  return doors;
}

std::string advertised(const worker_options& options, std::uint16_t port) {
  if (!options.advertise)
    return {};
  auto at = *options.advertise;
  if (at.port == 0)
    at.port = port;
  return at.text();
}

} // namespace

worker::worker(worker_options options, build how)
  : address_(options.listen),
    on_(std::make_shared<engine_state>(engine_options{}, cluster_options{})) {
  auto listener = listen_on(options.listen);
  address_.port = listener.port;
  const bool private_enough = options.process.tls || options.insecure;
  if (!listener.loopback && (options.process.token.empty() || !private_enough))
    throw std::invalid_argument(
      "--listen " + options.listen.text()
      + " is beyond this machine: it needs a token (--token-file, LEAT_TOKEN), and certificates "
        "(--tls-certificate, --tls-key, --tls-authority) or --insecure: then what goes over the "
        "network is not encrypted");
  auto doors = doors_of(std::move(listener.socket), options.process.by);
  const auto log = [](const std::string& line) { log_warning("{}", line); };
  auto& system = on_->system();
  actor_ = system.spawn<shell::worker_actor>(shell::worker_settings{
    {program_identity(), std::move(options.labels), advertised(options, address_.port),
     options.process.sessions.most_item_bytes},
    [how = std::move(how)](const deploy_order& order) { return build_here(how, order); },
    log,
    on_->services()});
  shell::session_settings sessions{draw_incarnation(), std::move(options.process.token),
                                   options.process.sessions, log, options.process.tls,
                                   options.process.by};
  auto entered = sessions.sessions;
  auto broker = shell::spawn_session_broker(system, std::move(sessions), actor_);
  caf::anon_send(actor_, shell::use_broker_message{broker, std::move(entered)});
  for (auto& socket : doors) // when the worker knows it
    caf::anon_send(broker,
                   shell::listen_message{std::make_shared<owned_socket>(std::move(socket))});
}

worker::~worker() { caf::anon_send(actor_, shell::end_worker_message{}); }

} // namespace leat
