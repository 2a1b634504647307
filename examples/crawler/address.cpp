// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/address.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace crawler {
namespace {

struct ipv4_block {
  std::uint32_t network;
  int bits;
};

constexpr std::uint32_t ipv4(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0,
                             std::uint32_t d = 0) {
  return (a << 24) | (b << 16) | (c << 8) | d;
}

constexpr std::array special_ipv4{
  ipv4_block{ipv4(0, 0), 8},          // this network
  ipv4_block{ipv4(10, 0), 8},         // private
  ipv4_block{ipv4(100, 64), 10},      // shared by carriers
  ipv4_block{ipv4(127, 0), 8},        // loopback
  ipv4_block{ipv4(169, 254), 16},     // link-local, metadata services of clouds
  ipv4_block{ipv4(172, 16), 12},      // private
  ipv4_block{ipv4(192, 0, 0), 24},    // protocol assignments
  ipv4_block{ipv4(192, 0, 2), 24},    // documentation
  ipv4_block{ipv4(192, 88, 99), 24},  // 6to4 relays
  ipv4_block{ipv4(192, 168), 16},     // private
  ipv4_block{ipv4(198, 18), 15},      // benchmarks
  ipv4_block{ipv4(198, 51, 100), 24}, // documentation
  ipv4_block{ipv4(203, 0, 113), 24},  // documentation
  ipv4_block{ipv4(224, 0), 3},        // multicast, reserved, broadcast
};

bool is_public_ipv4(std::uint32_t address) {
  return std::ranges::none_of(special_ipv4, [address](ipv4_block block) {
    return (address ^ block.network) >> (32 - block.bits) == 0;
  });
}

using ipv6_bytes = std::array<std::uint8_t, 16>;

bool begins_with(const ipv6_bytes& address, std::initializer_list<std::uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), address.begin());
}

std::uint32_t ipv4_at(const ipv6_bytes& address, std::size_t i) {
  return ipv4(address[i], address[i + 1], address[i + 2], address[i + 3]);
}

bool is_public_ipv6(const ipv6_bytes& address) {
  if (begins_with(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) // ::ffff:0:0/96, mapped
    return is_public_ipv4(ipv4_at(address, 12));
  if (begins_with(address, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) // 64:ff9b::/96, NAT64
    return is_public_ipv4(ipv4_at(address, 12));
  if (begins_with(address, {0x20, 0x02})) // 2002::/16, 6to4
    return is_public_ipv4(ipv4_at(address, 2));
  if (begins_with(address, {0x20, 0x01, 0x0d, 0xb8})) // documentation
    return false;
  if (begins_with(address, {0x20, 0x01})
      && address[2] < 2) // 2001::/23, protocol assignments, Teredo
    return false;
  return (address[0] & 0xe0) == 0x20; // 2000::/3 is all that is global unicast
}

} // namespace

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    return is_public_ipv4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    return is_public_ipv6(std::to_array(v6.sin6_addr.s6_addr));
  }
  return false;
}

bool is_private_host(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost"))
    return true;
  in_addr v4;
  if (inet_pton(AF_INET, std::string(host).c_str(), &v4) == 1)
    return !is_public_ipv4(ntohl(v4.s_addr));
  if (!host.starts_with('[') || !host.ends_with(']'))
    return false;
  in6_addr v6;
  host = host.substr(1, host.size() - 2);
  return inet_pton(AF_INET6, std::string(host).c_str(), &v6) == 1
    && !is_public_ipv6(std::to_array(v6.s6_addr));
}

} // namespace crawler
