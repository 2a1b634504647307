// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/outgoing_bytes.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

leat::outgoing_part part_of(std::size_t size, std::size_t begin, char fill) {
  auto message =
    std::make_shared<const std::vector<std::byte>>(begin + size + 7, static_cast<std::byte>(fill));
  return {{.on = leat::lane::packets}, std::move(message), begin, begin + size};
}

std::string flat(const leat::outgoing_bytes& of, std::size_t behind = 0) {
  leat::write_buffer all{'.'};
  of.append_to(all, behind);
  return {all.begin() + 1, all.end()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(outgoing_bytes_test)

BOOST_AUTO_TEST_CASE(frames_and_parts_keep_their_order) {
  leat::outgoing_bytes out;
  std::string wanted;
  const auto add_frame = [&](const std::string& bytes) {
    out.add(bytes);
    wanted += bytes;
  };
  const auto add_part = [&](std::size_t size, std::size_t begin, char fill) {
    const auto part = part_of(size, begin, fill);
    out.add(part);
    const auto header = leat::encode_part(part.header, size);
    wanted.append(header.begin(), header.end()).append(size, fill);
  };
  add_frame("a heartbeat");
  add_part(5'000, 3, 'a');
  add_part(10, 0, 'b'); // is copied
  add_part(20'000, 0, 'c');
  add_frame("a word");
  add_part(0, 1, 'd');
  add_part(1'024, 1, 'e');
  BOOST_TEST(out.size() == wanted.size());
  BOOST_TEST(flat(out) == wanted);
  std::string joined;
  for (const auto piece : out.pieces()) {
    BOOST_TEST(!piece.empty());
    joined.append(piece.begin(), piece.end());
  }
  BOOST_TEST(joined == wanted);
  for (std::size_t behind = 0; behind <= wanted.size(); behind += 1 + behind % 13)
    BOOST_TEST_REQUIRE(flat(out, behind) == wanted.substr(behind));
}

BOOST_AUTO_TEST_CASE(what_parts_carry_stays_where_it_is) {
  auto part = part_of(5'000, 3, 'x');
  const std::weak_ptr<const std::vector<std::byte>> message = part.message;
  const auto* bytes = reinterpret_cast<const char*>(part.message->data()) + 3;
  leat::outgoing_bytes out;
  out.add(part);
  part = {};
  BOOST_TEST(!message.expired());
  const auto pieces = out.pieces();
  BOOST_TEST(std::any_of(pieces.begin(), pieces.end(), [&](auto p) { return p.data() == bytes; }));
}

BOOST_AUTO_TEST_CASE(nothing_is_no_bytes) {
  const leat::outgoing_bytes out;
  BOOST_TEST(out.size() == 0U);
  BOOST_TEST(out.pieces().empty());
  BOOST_TEST(flat(out).empty());
}

BOOST_AUTO_TEST_SUITE_END()
