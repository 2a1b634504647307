// SPDX-License-Identifier: BSD-3-Clause
#include "cluster.hpp"

#include "actors/caf/session_broker.hpp"
#include "actors/caf/worker_actor.hpp"
#include "fingerprint.hpp"
#include "log.hpp"

#include <algorithm>
#include <future>
#include <random>
#include <stdexcept>
#include <utility>

namespace leat {

namespace {
/// A worker that was killed has been started again by then, if anybody does that.
constexpr duration patience_after_loss = std::chrono::milliseconds(500);
} // namespace

incarnation draw_incarnation() {
  incarnation drawn;
  std::random_device random; // the kernel's
  for (auto& b : drawn.bits)
    b = std::byte(random());
  return drawn;
}

cluster::cluster(caf::actor_system& system, cluster_options options)
  : options_(std::move(options)) {
  const auto self = draw_incarnation();
  std::vector<std::string> addresses;
  for (auto& worker : options_.workers)
    addresses.push_back(worker.text());
  actor_ = system.spawn<shell::cluster_actor>(
    cluster_settings{std::move(addresses), program_identity(),
                     options_.process.sessions.most_item_bytes,
                     options_.process.sessions.connect_timeout,
                     options_.process.sessions.connect_timeout},
    self);
  const auto log = [](const std::string& line) { log_warning("{}", line); };
  shell::session_settings sessions{self, options_.process.token, options_.process.sessions, log,
                                   options_.process.tls, options_.process.by, sessions_};
  auto broker = shell::spawn_session_broker(system, std::move(sessions));
  caf::anon_send(actor_, shell::use_broker_message{std::move(broker), sessions_});
}

cluster::~cluster() { caf::anon_send(actor_, shell::end_cluster_message{}); }

present_workers cluster::workers() {
  auto answer = std::make_shared<std::promise<present_workers>>();
  auto known = answer->get_future();
  const auto then = [answer](present_workers workers, const std::string& fault) {
    if (fault.empty())
      answer->set_value(std::move(workers));
    else
      answer->set_exception(std::make_exception_ptr(std::runtime_error(fault)));
  };
  const auto& limits = options_.process.sessions;
  const auto least = options_.least == 0 ? options_.workers.size() : options_.least;
  caf::anon_send(actor_, shell::find_workers_message{least, limits.connect_timeout, then});
  // Longer than it takes the sessions to say that there is nobody.
  if (known.wait_for(2 * limits.connect_timeout + limits.link_timeout)
      != std::future_status::ready)
    throw std::runtime_error("a worker does not answer");
  return known.get();
}

void cluster::workers_left(use_workers then) {
  const auto least = std::max<std::size_t>(1, options_.least);
  caf::anon_send(actor_, shell::find_workers_message{least, patience_after_loss, std::move(then)});
}

void cluster::deploy(shell::job_part part, const std::vector<std::string>& fingerprint,
                     bool fuse) {
  deploy_order order{.graph = fingerprint, .arguments = options_.arguments, .fuse = fuse};
  for (auto& node : part.plan->nodes)
    order.placement.push_back(static_cast<std::uint32_t>(node.process));
  caf::anon_send(actor_, shell::deploy_message{std::move(part), std::move(order)});
}

void cluster::job_over(job_id which) { caf::anon_send(actor_, shell::job_over_message{which}); }

} // namespace leat
