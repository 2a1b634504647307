// SPDX-License-Identifier: BSD-3-Clause
// Messages as they come out of a session: orders, and packets of several kinds of items.
#include "actors/session/orders.hpp"
#include "target.hpp"
#include <leat/bytes.hpp>
#include <leat/item_codec.hpp>

#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace {

struct page {
  std::string url;
  std::vector<std::string> links;
  std::optional<double> score;
  std::map<int, std::vector<std::uint8_t>> parts;
  std::variant<int, std::string> kind;
};

const std::array<const leat::item_codec*, 5> codecs{
  leat::item_codec_of<std::uint64_t>(), leat::item_codec_of<std::string>(),
  leat::item_codec_of<page>(), leat::item_codec_of<std::vector<std::tuple<bool, std::string>>>(),
  leat::item_codec_of<leat::dead_letter<page>>()};

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  try {
    const auto [job, what] = leat::order_in(bytes);
    if (leat::order_in(leat::to_message(job, what)).second.index() != what.index())
      std::abort();
  } catch (const leat::codec_error&) { // NOLINT(bugprone-empty-catch): as it should be
  }
  if (size == 0)
    return 0;
  leat::edge_plan along;
  along.items = codecs[data[0] % codecs.size()];
  try {
    const auto [life, what] = leat::packet_in(along, bytes.subspan(1));
    if (leat::packet_in(along, leat::to_message(along, life, what)).second.index() != what.index())
      std::abort();
  } catch (const leat::codec_error&) { // NOLINT(bugprone-empty-catch): as it should be
  }
  return 0;
}
