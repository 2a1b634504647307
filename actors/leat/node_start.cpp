// SPDX-License-Identifier: BSD-3-Clause
// How a node begins: afresh, or where another one was.
#include <leat/bytes.hpp>
#include <leat/node_core.hpp>

#include <string>

namespace leat {

void node_core::start() {
  state_ = node_state::working;
  now_ = host_.now();
  bool had_ended = false;
  attempt([&] {
    operator_ = plan_.make();
    for (std::size_t step = 0; step < plan_.steps.size(); ++step)
      if (!plan_.steps[step].saved.empty() && !load(step))
        had_ended = true;
    operator_->start(*this);
  });
  leave_unwanted();
  if (plan_.ports > 0 && inputs_.empty()) // a box of dead letters that no operator uses
    finishing_ = finish_due_ = true;
  if (!settle_failure() && (had_ended || nobody_listens())) // they cancelled before this node began
    begin_end();
  run();
}

std::vector<std::byte> node_core::save(std::size_t step) const {
  std::vector<std::byte> bytes;
  if (state_ == node_state::created)
    return bytes;
  const bool ended = state_ == node_state::ending || over();
  bytes.push_back(std::byte(ended ? 1 : 0));
  byte_writer out(bytes);
  if (operator_ && !ended)
    operator_->save_step(step, out);
  return bytes;
}

bool node_core::load(std::size_t step) {
  byte_reader in(plan_.steps[step].saved);
  if (in.read<std::uint8_t>() == 1)
    return false;
  operator_->load_step(step, in);
  if (in.left() > 0)
    throw codec_error("leat: " + std::to_string(in.left()) + " bytes of what '"
                      + plan_.steps[step].name + "' saved are left over; it was another operator");
  return true;
}

} // namespace leat
