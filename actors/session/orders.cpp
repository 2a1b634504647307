// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/orders.hpp"

#include <leat/codec.hpp>
#include <leat/item_codec.hpp>

#include <array>
#include <stdexcept>
#include <type_traits>

namespace leat {

/// An exception crosses processes as its message.
template <>
struct codec<std::exception_ptr> {
  static void encode(const std::exception_ptr& e, byte_writer& out) {
    out.write<std::uint8_t>(e ? 1 : 0);
    if (e)
      codec<std::string>::encode(message_of(e), out);
  }
  static std::exception_ptr decode(byte_reader& in) {
    if (!detail::decode_bool(in))
      return nullptr;
    return std::make_exception_ptr(std::runtime_error(codec<std::string>::decode(in)));
  }
};

namespace {

template <class T>
void encode_alternative(const T& x, byte_writer& out) {
  if constexpr (encodable<T>)
    codec<T>::encode(x, out);
  else
    throw codec_error("leat: branches of a job that runs in several processes can't be changed");
}
template <class T>
T decode_alternative(byte_reader& in) {
  if constexpr (encodable<T>)
    return codec<T>::decode(in);
  else
    throw codec_error("leat: a branch from another process");
}

/// Which alternative, and it.
template <class... Ts>
void encode_variant(const std::variant<Ts...>& x, byte_writer& out) {
  out.write(static_cast<std::uint8_t>(x.index()));
  std::visit([&](const auto& held) { encode_alternative(held, out); }, x);
}
template <class Variant, std::size_t... I>
Variant decode_variant(byte_reader& in, std::index_sequence<I...>) {
  const auto which = in.read<std::uint8_t>();
  using reader = Variant (*)(byte_reader&);
  constexpr std::array<reader, sizeof...(I)> readers{+[](byte_reader& from) {
    return Variant(std::in_place_index<I>,
                   decode_alternative<std::variant_alternative_t<I, Variant>>(from));
  }...};
  if (which >= readers.size())
    throw codec_error("leat: a message of the unknown kind " + std::to_string(which));
  return readers[which](in);
}
template <class Variant>
Variant decode_variant(byte_reader& in) {
  return decode_variant<Variant>(in, std::make_index_sequence<std::variant_size_v<Variant>>{});
}

void require_end(const byte_reader& in) {
  if (in.left() > 0)
    throw codec_error("leat: a message with " + std::to_string(in.left()) + " bytes left over");
}

/// Places of nodes and edges are looked up by what comes; a forged one finds nothing.
constexpr std::uint8_t is_data = 0, is_signal = 1;
using signal = std::variant<watermark, barrier, probe, turn, want, end_of_stream, failed_stream>;

} // namespace

template <>
struct codec<command_order> {
  static void encode(const command_order& x, byte_writer& out) {
    out.write(static_cast<std::uint32_t>(x.to));
    encode_variant(x.what, out);
  }
  static command_order decode(byte_reader& in) {
    const auto to = node_id(in.read<std::uint32_t>());
    return {to, decode_variant<node_command>(in)};
  }
};

std::vector<std::byte> to_message(job_id of, const order& what) {
  std::vector<std::byte> bytes;
  byte_writer out(bytes);
  out.write(static_cast<std::uint32_t>(of));
  encode_variant(what, out);
  return bytes;
}

std::pair<job_id, order> order_in(std::span<const std::byte> message) {
  byte_reader in(message);
  const auto of = job_id(in.read<std::uint32_t>());
  std::pair<job_id, order> read(of, decode_variant<order>(in));
  require_end(in);
  return read;
}

std::vector<std::byte> to_message(const edge_plan& along, epoch life, const packet& what) {
  std::vector<std::byte> bytes;
  byte_writer out(bytes);
  out.write(static_cast<std::uint32_t>(life));
  if (const auto* data = std::get_if<data_packet>(&what)) {
    if (!along.items)
      throw codec_error("leat: items that can't leave their process");
    bytes.reserve(64 + data->items.items->bytes(data->items.begin, data->items.end));
    out.write(is_data);
    out.write(static_cast<std::uint64_t>(data->weight));
    out.write(static_cast<std::uint64_t>(
      data->items.items->bytes(data->items.begin, data->items.end)));
    along.items->encode(data->items, out);
    return bytes;
  }
  out.write(is_signal);
  std::visit(
    [&]<class T>(const T& held) {
      if constexpr (std::is_constructible_v<signal, T>)
        encode_variant(signal(held), out);
      else
        encode_alternative(held, out);
    },
    what);
  return bytes;
}

std::pair<epoch, packet> packet_in(const edge_plan& along, std::span<const std::byte> message) {
  byte_reader in(message);
  const auto life = epoch(in.read<std::uint32_t>());
  const auto kind = in.read<std::uint8_t>();
  if (kind == is_data) {
    if (!along.items)
      throw codec_error("leat: items for an edge that has none");
    const std::size_t weight = in.read<std::uint64_t>();
    const std::size_t bytes = in.read<std::uint64_t>();
    data_packet data;
    data.items.items = along.items->decode(in, bytes);
    data.items.end = data.items.items->size();
    data.weight = weight;
    require_end(in);
    return {life, std::move(data)};
  }
  if (kind != is_signal)
    throw codec_error("leat: a packet of the unknown kind " + std::to_string(kind));
  auto read = decode_variant<signal>(in);
  require_end(in);
  return {life, std::visit([](auto& held) { return packet(std::move(held)); }, read)};
}

} // namespace leat
