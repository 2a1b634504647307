// SPDX-License-Identifier: BSD-3-Clause
#include <leat/hash.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace {

enum class colour : std::uint8_t {
  red,
  green,
};

struct no_hash {
  int a;
  bool operator==(const no_hash&) const = default;
};

struct own_hash {
  int a;
  bool operator==(const own_hash&) const = default;
};

struct no_equality {
  int a;
};

} // namespace

template <>
struct std::hash<own_hash> {
  std::size_t operator()(const own_hash& x) const noexcept { return static_cast<std::size_t>(x.a); }
};
template <>
struct std::hash<no_equality> {
  std::size_t operator()(const no_equality& x) const noexcept {
    return static_cast<std::size_t>(x.a);
  }
};

BOOST_AUTO_TEST_SUITE(hash_test)

using leat::hash_key;
using leat::hashable_key;
using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace std::string_view_literals;

static_assert(hashable_key<int> && hashable_key<char> && hashable_key<bool>);
static_assert(hashable_key<double>);
static_assert(hashable_key<colour> && hashable_key<std::string> && hashable_key<std::string_view>);
static_assert(hashable_key<std::pair<int, std::string>>);
static_assert(hashable_key<std::tuple<int, colour, double>>);
static_assert(hashable_key<std::array<int, 3>> && hashable_key<std::optional<std::string>>);
static_assert(hashable_key<std::variant<std::monostate, int, std::string>>);
static_assert(hashable_key<std::chrono::milliseconds>);
static_assert(hashable_key<std::chrono::system_clock::time_point>);
static_assert(hashable_key<own_hash> && hashable_key<std::pair<own_hash, std::optional<own_hash>>>);
static_assert(!hashable_key<no_hash> && !hashable_key<std::optional<no_hash>>);
static_assert(!hashable_key<no_equality>);
static_assert(!hashable_key<std::pair<int, no_hash>> && !hashable_key<std::variant<int, no_hash>>);
static_assert(!hashable_key<const char*> && !hashable_key<std::shared_ptr<int>>);
static_assert(!hashable_key<std::unique_ptr<int>>);
static_assert(!hashable_key<std::vector<int>> && !hashable_key<std::pair<int, int*>>);

// These figures decide which process has a key, so they must not change from build to build.
BOOST_AUTO_TEST_CASE(hashes_are_the_same_in_every_build) {
  BOOST_TEST(hash_key(0) == 0xe220a8397b1dcdafU);
  BOOST_TEST(hash_key(1) == 0x910a2dec89025cc1U);
  BOOST_TEST(hash_key(-1) == 0xe4d971771b652c20U);
  BOOST_TEST(hash_key(true) == 0x910a2dec89025cc1U);
  BOOST_TEST(hash_key('\xff') == 0x338c507146283fb4U);
  BOOST_TEST(hash_key(1.5) == 0xd6dab18e1392608aU);
  BOOST_TEST(hash_key("a"s) == 0xc8409fd05de80527U);
  BOOST_TEST(hash_key("a longer text than eight bytes"sv) == 0x0ec1fe2b26c02209U);
  BOOST_TEST(hash_key(std::pair(1, "a"s)) == 0x0fec03d0a7335b5fU);
  BOOST_TEST(hash_key(std::tuple(1, 2, 3)) == 0xaff6bbae9a1dc00bU);
  BOOST_TEST(hash_key(std::optional(1)) == 0x0c6561f17a3aaa17U);
  BOOST_TEST(hash_key(std::variant<int, double>(1.5)) == 0x44b62d09bb0e367aU);
  BOOST_TEST(hash_key(std::array{1, 2}) == 0xb12327750c8b2824U);
  BOOST_TEST(hash_key(5ms) == 0x63033b0ca389c35aU);
}

BOOST_AUTO_TEST_CASE(equal_values_of_other_types_have_equal_hashes) {
  BOOST_TEST(hash_key(-5) == hash_key(-5L));
  BOOST_TEST(hash_key(5U) == hash_key(std::int8_t{5}));
  BOOST_TEST(hash_key(colour::green) == hash_key(1));
  BOOST_TEST(hash_key("text"s) == hash_key("text"sv));
  BOOST_TEST(hash_key(0.0) == hash_key(-0.0));
  BOOST_TEST(hash_key(1.5F) == hash_key(1.5));
}

BOOST_AUTO_TEST_CASE(what_differs_has_another_hash) {
  const std::set<std::uint64_t> hashes{
    hash_key(std::pair(1, 2)),
    hash_key(std::pair(2, 1)),
    hash_key(std::pair(0, 0)),
    hash_key(std::tuple(0, 0, 0)),
    hash_key(std::optional(0)),
    hash_key(std::optional(1)),
    hash_key(std::make_optional(std::optional(1))),
    hash_key(std::variant<int, unsigned>(std::in_place_index<0>, 7)),
    hash_key(std::variant<int, unsigned>(std::in_place_index<1>, 7U)),
    hash_key(""s),
    hash_key("\0"s),
    hash_key("\0\0"s),
    hash_key("12345678"s),
    hash_key("12345678\0"s),
    hash_key(std::array{1, 2, 3}),
    hash_key(std::array{1, 3, 2})};
  BOOST_TEST(hashes.size() == 16U);
  BOOST_TEST(hash_key(std::optional<int>()) != hash_key(std::optional(0)));
}

BOOST_AUTO_TEST_CASE(the_end_of_a_string_is_not_read_over) {
  const std::string text = "0123456789abcdefghijklmnop";
  std::set<std::uint64_t> hashes;
  for (std::size_t n = 0; n <= text.size(); ++n) {
    const std::vector<char> exactly(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(n));
    BOOST_TEST(hash_key(std::string_view(exactly.data(), n)) == hash_key(text.substr(0, n)));
    hashes.insert(hash_key(text.substr(0, n)));
  }
  BOOST_TEST(hashes.size() == text.size() + 1);
}

// Each bit of a key should turn about half of the bits of its hash, or parts of it (groups, tables)
// go unevenly.
BOOST_AUTO_TEST_CASE(every_bit_of_a_key_turns_half_of_the_hash) {
  constexpr int rounds = 1000;
  const auto text_of = [](std::uint64_t x) {
    return std::string(reinterpret_cast<const char*>(&x), sizeof(x));
  };
  for (int bit = 0; bit < 64; ++bit) {
    int numbers = 0;
    int texts = 0;
    for (std::uint64_t i = 0; i < rounds; ++i) {
      const std::uint64_t other = i ^ (std::uint64_t{1} << bit);
      numbers += std::popcount(hash_key(i) ^ hash_key(other));
      texts += std::popcount(hash_key(text_of(i)) ^ hash_key(text_of(other)));
    }
    BOOST_TEST(numbers > 30 * rounds);
    BOOST_TEST(numbers < 34 * rounds);
    BOOST_TEST(texts > 30 * rounds);
    BOOST_TEST(texts < 34 * rounds);
  }
}

BOOST_AUTO_TEST_CASE(consecutive_keys_fill_groups_evenly) {
  std::array<int, 64> high{};
  std::array<int, 64> low{};
  for (int key = 0; key < 64'000; ++key) {
    const std::uint64_t hash = hash_key(std::pair(key / 100, key % 100));
    ++high[hash >> 58];
    ++low[hash % 64];
  }
  for (std::size_t i = 0; i < 64; ++i) {
    BOOST_TEST(high[i] > 800);
    BOOST_TEST(high[i] < 1200);
    BOOST_TEST(low[i] > 800);
    BOOST_TEST(low[i] < 1200);
  }
}

BOOST_AUTO_TEST_CASE(a_container_finds_a_string_by_its_view) {
  std::unordered_map<std::string, int, leat::key_hash, std::equal_to<>> map{{"a", 1}};
  const auto found = map.find("a"sv);
  BOOST_REQUIRE(found != map.end());
  BOOST_TEST(found->second == 1);
}

BOOST_AUTO_TEST_SUITE_END()
