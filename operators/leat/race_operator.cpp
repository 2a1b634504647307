// SPDX-License-Identifier: BSD-3-Clause
#include <leat/race_operator.hpp>
#include <leat/saved.hpp>

namespace leat {

void race_operator::start(operator_context& context) {
  if (winner_ != nobody) // it was decided before the state was saved
    cancel_losers(context);
}

progress race_operator::process(int port, chunk_slice& in, operator_context& context) {
  if (winner_ == nobody) {
    winner_ = port;
    cancel_losers(context);
  }
  context.outlet_at(0).forward(in);
  return in.empty() ? progress::more : progress::again;
}

void race_operator::cancel_losers(operator_context& context) const {
  for (int port = 0; port < ports_; ++port)
    if (port != winner_)
      context.cancel_port(port);
}

void race_operator::save(byte_writer& out) const { save_value(out, winner_); }
void race_operator::load(byte_reader& in) { load_value(in, winner_); }

} // namespace leat
