// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/orders.hpp"

#include <leat/codec.hpp>
#include <leat/item_codec.hpp>

#include <algorithm>
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

// Weights that come from another process are its word. No chunk has more than the first; no more
// than the second is reserved on that word.
constexpr std::uint64_t most_weight = std::uint64_t{1} << 40;
constexpr std::size_t most_reserved = std::size_t{16} * 1024 * 1024;

std::size_t weight_in(byte_reader& in) {
  const auto weight = in.read<std::uint64_t>();
  if (weight > most_weight)
    throw codec_error("leat: a packet that is said to weigh " + std::to_string(weight) + " bytes");
  return weight;
}

/// Places of nodes and edges are looked up by what comes; a forged one finds nothing.
constexpr std::uint8_t is_data = 0, is_signal = 1;
using signal =
  std::variant<watermark, barrier, probe, turn, renewal, want, end_of_stream, failed_stream>;
// All but items, and a branch's begin, which never leaves its process.
static_assert(std::variant_size_v<packet> == std::variant_size_v<signal> + 2);

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
    const auto in_memory = data->items.items->bytes(data->items.begin, data->items.end);
    bytes.reserve(most_beside_item + std::min(in_memory, most_reserved));
    out.write(is_data);
    out.write(static_cast<std::uint64_t>(data->weight));
    out.write(static_cast<std::uint64_t>(in_memory));
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

std::vector<std::byte> to_message(const edge_plan& along, epoch life, const packet& what,
                                  std::size_t most_item_bytes) {
  auto bytes = to_message(along, life, what);
  if (bytes.size() <= most_item_bytes + most_beside_item)
    return bytes;
  const auto* data = std::get_if<data_packet>(&what);
  const std::size_t items = data == nullptr ? 1 : data->items.size();
  const bool several = items > 1;
  const std::string held = several ? "a chunk of " + std::to_string(items) + " items" : "an item";
  throw codec_error("leat: " + held + " of " + std::to_string(bytes.size())
                    + " bytes is more than the " + std::to_string(most_item_bytes)
                    + " that may go to another process; give all processes a larger --max-item"
                    + (several ? ", or the stream a smaller budget" : ""));
}

std::pair<epoch, packet> packet_in(const edge_plan& along, std::span<const std::byte> message) {
  byte_reader in(message);
  const auto life = epoch(in.read<std::uint32_t>());
  const auto kind = in.read<std::uint8_t>();
  if (kind == is_data) {
    if (!along.items)
      throw codec_error("leat: items for an edge that has none");
    const auto weight = weight_in(in);
    const auto bytes = weight_in(in);
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
