// SPDX-License-Identifier: BSD-3-Clause
#include <leat/positive.hpp>
#include <leat/saved.hpp>
#include <leat/timeout.hpp>

#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>

namespace leat {

namespace {

std::exception_ptr nothing_came(const operator_context& at, duration longest) {
  const auto milliseconds = std::chrono::duration<double, std::milli>(longest).count();
  std::string length = std::to_string(milliseconds); // "1500.000000"
  length.erase(length.find_last_not_of('0') + 1);
  if (length.back() == '.')
    length.pop_back();
  return std::make_exception_ptr(std::runtime_error(
    "leat::timeout: nothing came to '" + std::string(at.node_name()) + "' for " + length + " ms"));
}

} // namespace

progress timeout_operator::process(int, chunk_slice& in, operator_context& context) {
  silence_.broken(context);
  context.outlet_at(0).forward(in);
  return in.empty() ? progress::more : progress::again;
}

progress timeout_operator::on_timer(std::uint64_t, operator_context& context) {
  if (!silence_.was_long(context))
    return progress::more;
  context.fail_stream(nothing_came(context, silence_.longest()));
  return progress::done;
}

void fallback_operator::start(operator_context& context) {
  if (switched_)
    context.cancel_port(0);
  else
    silence_.start(context);
}

progress fallback_operator::process(int port, chunk_slice& in, operator_context& context) {
  if (port == 0)
    silence_.broken(context);
  context.outlet_at(0).forward(in);
  return in.empty() ? progress::more : progress::again;
}

progress fallback_operator::on_timer(std::uint64_t, operator_context& context) {
  switched_ = silence_.was_long(context);
  if (!switched_)
    return progress::more;
  context.cancel_port(0);
  return context.port_ended(1) ? progress::done : progress::more;
}

void fallback_operator::save(byte_writer& out) const {
  silence_.save(out);
  save_value(out, switched_);
}

void fallback_operator::load(byte_reader& in) {
  silence_.load(in);
  load_value(in, switched_);
}

spec<timeout_recipe> timeout(duration longest, std::source_location where) {
  require_positive(longest, "leat::timeout");
  return spec(timeout_recipe{longest}, where);
}

} // namespace leat
