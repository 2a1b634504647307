// SPDX-License-Identifier: BSD-3-Clause
#include "cluster.hpp"

#include "actors/caf/session_broker.hpp"
#include "actors/caf/worker_actor.hpp"
#include "fingerprint.hpp"
#include "log.hpp"

#include <future>
#include <random>
#include <stdexcept>
#include <utility>

namespace leat {

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
  actor_ = system.spawn<shell::cluster_actor>(shell::cluster_settings{
    self, options_.workers, options_.process.sessions.connect_timeout});
  const auto log = [](const std::string& line) { log_warning("{}", line); };
  broker_ = shell::spawn_session_broker(
    system, {self, options_.process.token, options_.process.sessions, log});
  caf::anon_send(actor_, shell::use_broker_message{broker_});
}

cluster::~cluster() { caf::anon_send(actor_, shell::end_cluster_message{}); }

std::vector<shell::known_worker> cluster::workers() {
  auto answer = std::make_shared<std::promise<std::vector<shell::known_worker>>>();
  auto known = answer->get_future();
  const auto then = [answer](std::vector<shell::known_worker> workers, const std::string& fault) {
    if (fault.empty())
      answer->set_value(std::move(workers));
    else
      answer->set_exception(std::make_exception_ptr(std::runtime_error(fault)));
  };
  caf::anon_send(actor_, shell::ask_workers_message{then});
  // Longer than it takes the sessions to say that there is nobody.
  const auto& limits = options_.process.sessions;
  if (known.wait_for(limits.connect_timeout + limits.link_timeout) != std::future_status::ready)
    throw std::runtime_error("a worker does not answer");
  auto all = known.get();
  const auto identity = program_identity();
  for (std::size_t w = 0; w < all.size(); ++w)
    if (all[w].info.program != identity)
      throw std::runtime_error("worker " + options_.workers[w].text() + " runs another program ("
                               + all[w].info.program + ", here " + identity
                               + "); start the same executable there");
  return all;
}

void cluster::deploy(shell::job_part part, const std::vector<std::string>& fingerprint, bool fuse,
                     const std::vector<std::uint32_t>& placement) {
  deploy_order order{.graph = fingerprint,
                     .arguments = options_.arguments,
                     .fuse = fuse,
                     .placement = placement};
  for (auto& address : options_.workers)
    order.addresses.push_back(address.text());
  std::vector<deploy_order> orders;
  for (std::uint32_t w = 0; w < options_.workers.size(); ++w) {
    order.process = w + 1;
    orders.push_back(order);
  }
  caf::anon_send(actor_, shell::deploy_message{std::move(part), std::move(orders)});
}

void cluster::job_over(job_id which) { caf::anon_send(actor_, shell::job_over_message{which}); }

} // namespace leat
