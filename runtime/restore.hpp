// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/host.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace leat {

/// Makes the operators of a job begin with what others of the same names and instances have saved.
/// Throws `std::invalid_argument` if there is one that the job does not have.
void restore(job_plan& plan,
             const std::map<std::pair<std::string, std::size_t>, std::vector<std::byte>>& states);

/// Throws `std::logic_error` while items wait on edges, which are not saved.
void require_nothing_waits(const std::vector<node_status>& nodes);

} // namespace leat
