// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <cstddef>

namespace leat {

/// Who begins afresh when a node has crashed. Origin: OTP's strategies.
enum class restart_strategy {
  one_for_one,  ///< the node alone
  rest_for_one, ///< the node, and the operators behind it as soon as what it gave before is used up
  one_for_all,  ///< all: the job starts over, as after a lost worker, see `redeploy`
};

/// What becomes of a node in which a function threw, and no policy of `.on_error` helped: it begins
/// afresh, with a new copy of its function and new state, behind the item that it failed on. What
/// its operator held is lost (`dropped` as "lost by restart" where it holds items that leave by
/// themselves); what waits in front of it waits on, and what it has given out goes on. A source
/// begins with its first item again.
///
/// Each crash within the period doubles the wait. One more than `intensity` of them fails the job.
/// With `.parallel(n)` all of this holds for each instance.
struct restart {
  std::size_t intensity = 3;
  duration period = std::chrono::seconds(5);
  duration wait = std::chrono::milliseconds(100);
  restart_strategy strategy = restart_strategy::one_for_one;
};

/// Throws `std::invalid_argument` if it can't be meant.
void require_sensible(const restart& how);

} // namespace leat
