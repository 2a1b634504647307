// SPDX-License-Identifier: BSD-3-Clause
// Which check was made with which operator, for the table in docs/operators.md.
#pragma once

#include <boost/test/unit_test.hpp>

#include <string>

namespace contract {

/// Notes it in the file that the environment variable LEAT_CONTRACT_CHECKS names, if there is one.
void note_checked(const std::string& header, const std::string& check);

} // namespace contract

/// An assertion about an operator, by the name of its header. There is no other way to the table.
#define CONTRACT_CHECK(check, header, condition, message) \
  do {                                                    \
    BOOST_CHECK_MESSAGE(condition, message);              \
    contract::note_checked(header, check);                \
  } while (false)
