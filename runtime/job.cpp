// SPDX-License-Identifier: BSD-3-Clause
#include "job_control.hpp"
#include "log.hpp"
#include "make_metrics.hpp"
#include <leat/diagnosis.hpp>
#include <leat/inside_node.hpp>
#include <leat/job.hpp>

#include <stdexcept>
#include <utility>

namespace leat {

namespace {

std::string story(const std::vector<failure>& failures) {
  std::string text = "the job failed: ";
  for (std::size_t i = 0; i < failures.size(); ++i)
    text += (i == 0 ? "" : "\n  then: ") + to_text(failures[i]);
  return text;
}

} // namespace

job_failed::job_failed(std::vector<failure> failures)
  : std::runtime_error(story(failures)),
    failures_(std::make_shared<const std::vector<failure>>(std::move(failures))) {}

job::job(std::shared_ptr<job_control> control, std::shared_ptr<engine_state> on)
  : engine_(std::move(on)), control_(std::move(control)) {}

job& job::operator=(job&& other) noexcept {
  if (this != &other) {
    end_it();
    control_ = std::move(other.control_);
    engine_ = std::move(other.engine_);
  }
  return *this;
}

job::~job() { end_it(); }

void job::end_it() noexcept {
  if (!control_)
    return;
  control_->cancel();
  control_->wait_until_over();
  if (!control_->failure_told())
    try {
      control_->wait();
    } catch (const std::exception& e) {
      log_error("nobody asked, but {}", e.what());
    }
  control_.reset();
}

void job::wait() { control_->wait(); }
bool job::wait_for(duration d) { return control_->wait_for(d); }
stop_report job::stop(duration deadline) { return control_->stop(deadline); }
void job::request_stop() { control_->request_stop(); }
void job::cancel() noexcept { control_->cancel(); }
job_state job::state() const noexcept { return control_->state(); }
void job::on_end(std::function<void(std::exception_ptr)> f) { control_->on_end(std::move(f)); }
std::string job::diagnose() const {
  const auto seen = control_->look();
  return leat::diagnose(*seen.plan, seen.nodes);
}

metrics_snapshot job::metrics() const {
  const auto seen = control_->look();
  return make_metrics(*seen.plan, seen.nodes);
}

attachment job::attach_branch(const detail::branch_request& by) { return control_->attach(by); }

job start(pipeline& p) {
  engine on = engine::shared();
  return start(p, on);
}
job start(pipeline&& p) { return start(p); }
job start(pipeline&& p, engine& on) { return start(p, on); }

void run(pipeline& p) {
  require_outside("running a pipeline");
  job j = start(p);
  j.wait();
}
void run(pipeline&& p) { run(p); }
void run(pipeline& p, engine& on) {
  require_outside("running a pipeline");
  job j = start(p, on);
  j.wait();
}
void run(pipeline&& p, engine& on) { run(p, on); }

void run(pipeline& p, std::stop_token stop) {
  engine on = engine::shared();
  run(p, on, std::move(stop));
}
void run(pipeline& p, engine& on, std::stop_token stop) {
  require_outside("running a pipeline");
  job j = start(p, on);
  const std::stop_callback drain(stop, [&] { j.request_stop(); });
  j.wait();
}

} // namespace leat
