// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/address.hpp"

namespace leat {

// Processes of one machine need no network between them: a byte takes less through a Unix-domain
// socket than over TCP, and no congestion control slows it down. It has an abstract name (unix(7)):
// the address that TCP listens at. Nobody sees it outside the network namespace, and it goes with
// its process.

/// A socket that listens to this machine, beside one that listens to TCP. Throws
/// `std::system_error` if another process has taken the name.
[[nodiscard]] owned_socket listen_beside(const owned_socket& tcp);

/// A connection to the socket beside the one that listens at an address of this machine. Empty if
/// there is none, it has no room, or belongs to another user than this process or root: whoever is
/// first may take a name.
[[nodiscard]] owned_socket dial_beside(const sockaddr& tcp, socklen_t size);

} // namespace leat
