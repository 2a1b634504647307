// SPDX-License-Identifier: BSD-3-Clause
// The pictures that pipelines and jobs give of themselves.
#include "fusing.hpp"
#include "job_control.hpp"
#include "make_metrics.hpp"
#include "picture.hpp"

namespace leat {

namespace {

picture picture_of(const job_control& job) {
  picture drawn = picture_of(job.graph(), job.fused());
  add_numbers(drawn, make_metrics(job.plan(), job.status()));
  return drawn;
}

} // namespace

std::string pipeline::to_mermaid() const {
  return leat::to_mermaid(picture_of(*graph_, environment_fuses()));
}
std::string pipeline::to_dot() const {
  return leat::to_dot(picture_of(*graph_, environment_fuses()));
}
void pipeline::to_svg(const std::string& path) const {
  write_svg(picture_of(*graph_, environment_fuses()), path);
}

std::string job::to_mermaid() const { return leat::to_mermaid(picture_of(*control_)); }
std::string job::to_dot() const { return leat::to_dot(picture_of(*control_)); }
void job::to_svg(const std::string& path) const { write_svg(picture_of(*control_), path); }

} // namespace leat
