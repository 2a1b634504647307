// SPDX-License-Identifier: BSD-3-Clause
#include <leat/coordinator_core.hpp>
#include <leat/node_core.hpp>

#include <type_traits>

namespace leat {

void apply(node_core& to, node_command what) {
  std::visit(
    [&]<class Command>(Command& c) {
      if constexpr (std::is_same_v<Command, command::start>)
        to.start();
      else if constexpr (std::is_same_v<Command, command::stop>)
        to.stop();
      else if constexpr (std::is_same_v<Command, command::abort>)
        to.abort();
      else if constexpr (std::is_same_v<Command, command::begin_round>)
        to.begin_round(c.round, c.drain);
      else if constexpr (std::is_same_v<Command, command::end_head>)
        to.end_head();
      else if constexpr (std::is_same_v<Command, command::probe_done>)
        to.on_probe_done(c.error);
      else if constexpr (std::is_same_v<Command, command::begin_branch>)
        to.begin_branch(c.at);
      else if constexpr (std::is_same_v<Command, command::end_branch>)
        to.end_branch(c.edge);
      else if constexpr (std::is_same_v<Command, command::cancel_branch>)
        to.on_cancel(c.edge, {});
      else if constexpr (std::is_same_v<Command, command::end_input>)
        to.end_input(c.edge);
      else
        to.tell_status();
    },
    what);
}

} // namespace leat
