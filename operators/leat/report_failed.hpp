// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/copyable.hpp>
#include <leat/failure.hpp>
#include <leat/operator.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace leat {

/// Tells the host that a user's function failed on an item, and writes the dead letter if the
/// policy is that. Gives `skip` (go on without the item), `wait` (leave it where it is and return
/// `progress::again`) or `stop`.
template <class T>
verdict report_failed(const T& item, failure about, operator_context& context) {
  const verdict answer = context.failed(0, about);
  if constexpr (copyable_item<T>)
    if (answer == verdict::letter)
      context.out<dead_letter<T>>(context.letters_outlet(0))
        .push(dead_letter<T>{item, std::move(about)});
  return answer == verdict::letter ? verdict::skip : answer;
}

/// The same for the exception that is being handled.
template <class T>
verdict report_failed(const T& item, operator_context& context) {
  failure about;
  about.item = describe_item(item);
  about.cause = std::current_exception();
  return report_failed(item, std::move(about), context);
}

} // namespace leat
