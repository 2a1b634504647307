// SPDX-License-Identifier: BSD-3-Clause
#include <leat/concat_operator.hpp>
#include <leat/saved.hpp>

namespace leat {

progress concat_operator::process(int, chunk_slice& in, operator_context& context) {
  context.outlet_at(0).forward(in);
  return in.empty() ? progress::more : progress::again;
}

progress concat_operator::port_ended(int, operator_context& context) {
  while (current_ + 1 < ports_ && context.port_ended(current_))
    ++current_;
  return progress::more;
}

void concat_operator::save(byte_writer& out) const { save_value(out, current_); }
void concat_operator::load(byte_reader& in) { load_value(in, current_); }

} // namespace leat
