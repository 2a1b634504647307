// SPDX-License-Identifier: BSD-3-Clause
#include <leat/failure.hpp>

#include <algorithm>
#include <cmath>

namespace leat {

std::string message_of(const std::exception_ptr& error) {
  if (!error)
    return "no reason given";
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (const std::string& text) {
    return text;
  } catch (const char* text) {
    return text;
  } catch (...) {
    return "an exception that is no std::exception";
  }
}

std::string to_text(const failure& f) {
  if (f.node.empty() && f.op.empty()) // of the job as a whole
    return f.what;
  std::string text = f.op.empty() ? "node" : f.op;
  if (!f.node.empty() && f.node != f.op)
    text += " '" + f.node + "'";
  text += " failed";
  if (!f.item.empty())
    text += " on item " + f.item;
  if (f.attempts > 1)
    text += " after " + std::to_string(f.attempts) + " attempts";
  text += ": " + f.what;
  if (f.where.line() != 0)
    text += " (" + std::string(f.where.file_name()) + ":" + std::to_string(f.where.line()) + ")";
  return text;
}

duration backoff::before_attempt(int attempt, std::uint64_t random) const {
  const double wait =
    static_cast<double>(first.count()) * std::pow(factor, std::max(0, attempt - 1));
  const duration whole = wait >= static_cast<double>(at_most.count())
    ? at_most
    : duration(static_cast<duration::rep>(wait));
  constexpr std::uint64_t parts = 1'000'000;
  const double less = jitter * static_cast<double>(random % parts) / parts;
  return whole - duration(static_cast<duration::rep>(static_cast<double>(whole.count()) * less));
}

retry_policy retry(int n, backoff wait) {
  if (n < 1)
    throw std::invalid_argument("leat::retry: the number of further attempts must be at least 1");
  if (wait.first < duration::zero() || wait.at_most < wait.first || wait.factor < 1.0)
    throw std::invalid_argument(
      "leat::retry: a backoff needs first >= 0, factor >= 1 and at_most >= first");
  if (!(wait.jitter >= 0.0 && wait.jitter <= 1.0))
    throw std::invalid_argument("leat::retry: a jitter is a fraction, from 0 to 1");
  return {{.retries = n, .wait = wait}};
}

} // namespace leat
