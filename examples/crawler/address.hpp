// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string_view>

struct sockaddr;

namespace crawler {

/// Whether an address belongs to the public internet. Everything else (loopback, private,
/// link-local, shared, reserved, documentation, multicast, other families; IANA's special-purpose
/// registries of RFC 6890) must not be reachable by way of a link, else a page could make the
/// crawler talk to services inside the network it runs in. IPv6 addresses that embed an IPv4 one
/// (mapped, compatible, 6to4, NAT64) are judged by that.
bool is_public(const sockaddr& address);

/// Whether the host of a URL is an address (in brackets for IPv6) that is not public, or
/// "localhost". Other names are judged when they are resolved.
bool is_private_host(std::string_view host);

} // namespace crawler
