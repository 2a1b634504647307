// SPDX-License-Identifier: BSD-3-Clause
#include <leat/codec.hpp>
#include <leat/keyed.hpp>

#include <boost/test/unit_test.hpp>

#include <any>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <forward_list>
#include <functional>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace shop { // serialize is found here, not in leat

enum class state : std::uint8_t {
  open,
  paid,
};
enum class answer : bool {
  no,
  yes,
};

struct point {
  std::int32_t x;
  std::int32_t y;
  bool operator==(const point&) const = default;
};

struct order {
  std::string customer;
  std::vector<point> places;
  std::optional<double> discount;
  std::map<std::string, std::uint32_t> items;
  state at = state::open;
  bool gift = false;
  char code[4] = {};
  bool operator==(const order&) const = default;
};

class account { // private members, and a serialize function
 public:
  account() = default;
  account(std::string owner, std::int64_t balance) : owner_(std::move(owner)), balance_(balance) {}
  bool operator==(const account&) const = default;

  template <class Archive>
  friend void serialize(Archive& ar, account& x) {
    ar(x.owner_, x.balance_, x.digits_);
  }

 private:
  std::string owner_;
  std::int64_t balance_ = 0;
  bool digits_[2][2] = {{true, false}, {false, true}};
};

class id { // no default constructor, and a codec
 public:
  explicit id(int value) : value_(value) {}
  [[nodiscard]] int value() const { return value_; }
  bool operator==(const id&) const = default;

 private:
  int value_;
};

struct ticket {
  id number;
  const std::string note;
  bool operator==(const ticket&) const = default;
};

struct tree {
  std::vector<tree> branches;
  bool operator==(const tree&) const = default;
};

struct link {
  std::unique_ptr<link> next;
};

struct chain { // nests by its serialize function alone
  std::optional<std::unique_ptr<chain>> next;
  template <class Archive>
  friend void serialize(Archive& ar, chain& x) {
    ar(x.next);
  }
};

struct silent { // writes nothing
  template <class Archive>
  friend void serialize(Archive&, silent&) {}
};

struct shape {
  virtual ~shape() = default;
  int colour = 0;
};

struct named_list : std::vector<int> { // a container and more
  std::string name;
};

struct with_pointer {
  int a;
  int* b;
};
struct with_view {
  int a;
  std::string_view b;
};
struct with_function {
  std::string a;
  std::function<void()> b;
};
struct with_shape {
  std::unique_ptr<shape> a;
};

struct most {
  std::string a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x;
  bool operator==(const most&) const = default;
};
struct too_many {
  std::string a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y;
};

} // namespace shop

template <>
struct leat::codec<shop::id> {
  static void encode(const shop::id& x, byte_writer& out) { codec<int>::encode(x.value(), out); }
  static shop::id decode(byte_reader& in) { return shop::id(codec<int>::decode(in)); }
};

namespace {

using namespace std::string_literals;
using namespace std::chrono_literals;
using leat::codec_error;
using leat::encodable;
using leat::from_bytes;
using leat::to_bytes;

std::vector<std::byte> bytes(std::initializer_list<int> values) {
  std::vector<std::byte> result;
  for (const int value : values)
    result.push_back(static_cast<std::byte>(value));
  return result;
}

/// One byte fewer or more is refused, and what is not there is not read (each piece has a block of
/// its own, so that the sanitizers see it).
void check_ends(std::vector<std::byte> encoding,
                const std::function<void(std::span<const std::byte>)>& decode) {
  for (std::size_t n = 0; n < encoding.size(); ++n) {
    const std::vector<std::byte> piece(encoding.begin(),
                                       encoding.begin() + static_cast<std::ptrdiff_t>(n));
    BOOST_CHECK_THROW(decode(piece), codec_error);
  }
  encoding.push_back(std::byte{0});
  BOOST_CHECK_THROW(decode(encoding), codec_error);
}

/// A value becomes bytes and is the same again, from these bytes only.
template <class T>
void check(const T& x) {
  const std::vector<std::byte> encoding = to_bytes(x);
  const bool same = from_bytes<T>(encoding) == x;
  BOOST_TEST(same);
  check_ends(encoding, [](std::span<const std::byte> piece) { from_bytes<T>(piece); });
}

shop::order an_order() {
  return {.customer = "Ann",
          .places = {{1, -2}, {3, 4}},
          .discount = 0.25,
          .items = {{"nails", 100U}, {"hammer", 1U}},
          .at = shop::state::paid,
          .gift = true,
          .code = {'a', 'b', 'c', 'd'}};
}

/// Nearly everything at once.
using parcel =
  std::tuple<shop::order, std::variant<std::monostate, bool, std::string, shop::account>,
             std::unordered_map<std::string, std::vector<bool>>, std::vector<shop::tree>,
             std::array<std::optional<std::string>, 2>, std::set<shop::answer>,
             std::shared_ptr<const std::string>>;

parcel a_parcel() {
  return {an_order(),
          shop::account("Bob", 12),
          {{"k", {true, false}}, {"l", {}}},
          {shop::tree{{{}, {}}}, {}},
          {"x", std::nullopt},
          {shop::answer::yes},
          nullptr};
}

/// Refuses blocks beyond a size; they come from the default resource.
class small_blocks : public std::pmr::memory_resource {
 public:
  explicit small_blocks(std::size_t limit) : limit_(limit) { std::pmr::set_default_resource(this); }
  ~small_blocks() override { std::pmr::set_default_resource(nullptr); }

 private:
  void* do_allocate(std::size_t n, std::size_t alignment) override {
    if (n > limit_)
      throw std::bad_alloc();
    return std::pmr::new_delete_resource()->allocate(n, alignment);
  }
  void do_deallocate(void* p, std::size_t n, std::size_t alignment) override {
    std::pmr::new_delete_resource()->deallocate(p, n, alignment);
  }
  [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
    return this == &other;
  }

  std::size_t limit_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(codec_test)

static_assert(encodable<int> && encodable<bool> && encodable<shop::state>);
static_assert(encodable<std::string>);
static_assert(encodable<std::vector<std::unique_ptr<int>>>);
static_assert(encodable<std::shared_ptr<const std::string>>);
static_assert(encodable<shop::order> && encodable<shop::account> && encodable<shop::ticket>);
static_assert(encodable<shop::tree>);
static_assert(encodable<shop::link> && encodable<shop::chain> && encodable<shop::most>);
static_assert(encodable<parcel>);
static_assert(encodable<std::map<std::unique_ptr<int>, int>>);
static_assert(encodable<std::chrono::system_clock::time_point>);
static_assert(encodable<leat::keyed<std::string, int>> && encodable<std::chrono::year_month_day>);

static_assert(!encodable<int*> && !encodable<const char*> && !encodable<int&>);
static_assert(!encodable<int shop::point::*>);
static_assert(!encodable<std::string_view> && !encodable<std::span<int>>);
static_assert(!encodable<std::initializer_list<int>>);
static_assert(!encodable<std::vector<int>::iterator> && !encodable<std::reference_wrapper<int>>);
static_assert(!encodable<std::nullptr_t>);
static_assert(!encodable<std::function<void()>> && !encodable<void (*)()> && !encodable<std::any>);
static_assert(!encodable<std::atomic<int>> && !encodable<std::filesystem::path>);
static_assert(!encodable<std::weak_ptr<int>>);
static_assert(!encodable<std::unique_ptr<int[]>> && !encodable<std::unique_ptr<shop::shape>>);
static_assert(!encodable<shop::with_shape>);
static_assert(!encodable<shop::with_pointer> && !encodable<shop::with_view>);
static_assert(!encodable<shop::with_function>);
static_assert(!encodable<std::vector<std::unique_ptr<shop::with_view>>>);
static_assert(!encodable<std::optional<int*>>);
static_assert(!encodable<std::variant<int, std::string_view>> && !encodable<std::array<int*, 2>>);
static_assert(!encodable<std::pair<int, int*>> && !encodable<std::map<int, std::string_view>>);
static_assert(!encodable<shop::named_list> && !encodable<shop::too_many>);

BOOST_AUTO_TEST_CASE(the_layout_is_fixed) {
  BOOST_CHECK(to_bytes(0x01020304) == bytes({4, 3, 2, 1}));
  BOOST_CHECK(to_bytes(true) == bytes({1}));
  BOOST_CHECK(to_bytes("ab"s) == bytes({2, 0, 0, 0, 'a', 'b'}));
  BOOST_CHECK(to_bytes(std::vector<std::uint16_t>{1, 2}) == bytes({2, 0, 0, 0, 1, 0, 2, 0}));
  BOOST_CHECK(to_bytes(std::optional<std::int8_t>(7)) == bytes({1, 7}));
  BOOST_CHECK(to_bytes(std::optional<int>()) == bytes({0}));
  BOOST_CHECK((to_bytes(std::variant<bool, std::int8_t>(std::int8_t{7})) == bytes({1, 7})));
  BOOST_CHECK(to_bytes(std::pair("a"s, shop::state::paid)) == bytes({1, 0, 0, 0, 'a', 1}));
  BOOST_CHECK((to_bytes(shop::point{1, -1}) == bytes({1, 0, 0, 0, 255, 255, 255, 255})));
  BOOST_CHECK(to_bytes(std::make_unique<std::int8_t>(std::int8_t{7})) == bytes({1, 7}));
  BOOST_CHECK((to_bytes(std::map<std::int8_t, bool>{{2, true}}) == bytes({1, 0, 0, 0, 2, 1})));
}

BOOST_AUTO_TEST_CASE(simple_values_survive) {
  check(std::int64_t{-1});
  check(3.5);
  check(true);
  check(shop::state::paid);
  check(shop::answer::yes);
  check(1500ms);
  check(std::chrono::sys_time<std::chrono::nanoseconds>(12h));
  check(shop::point{1, 2});
  check(std::monostate());
  check(std::tuple<>());
}

BOOST_AUTO_TEST_CASE(containers_survive) {
  check(""s);
  check("text with a \0 within"s);
  check(U"wide"s);
  check(std::vector<int>{1, 2, 3});
  check(std::vector<bool>{true, false, true});
  check(std::vector<std::string>{"a", "", "c"});
  check(std::deque<int>{1, 2, 3});
  check(std::list<std::string>{"a", "b"});
  check(std::forward_list<std::string>{"a", "b", "c"});
  check(std::set<int>{3, 1, 2});
  check(std::multiset<int>{1, 1, 2});
  check(std::map<std::string, std::vector<int>>{{"a", {1}}, {"b", {}}});
  check(std::multimap<int, std::string>{{1, "a"}, {1, "b"}});
  check(std::unordered_set<std::string>{"a", "b"});
  check(std::unordered_map<int, std::string>{{1, "a"}, {2, "b"}});
  check(std::array<int, 3>{1, 2, 3});
  check(std::array<std::string, 2>{"a", "b"});
  check(std::vector<std::monostate>(3));
}

BOOST_AUTO_TEST_CASE(what_is_made_of_parts_survives) {
  check(std::pair("a"s, 1));
  check(std::tuple(1, "a"s, true));
  check(std::optional("a"s));
  check(std::optional<std::optional<bool>>(std::optional<bool>()));
  check(std::variant<int, std::string>("a"));
  check(leat::keyed<std::string, int>{"a", 1});
  check(an_order());
  check(shop::account("Ann", 100));
  check(shop::ticket{shop::id(7), "note"});
  check(std::vector{shop::ticket{shop::id(7), "note"}});
  check(shop::tree{{shop::tree{{{}, {}}}, {}}});
  check(a_parcel());
  shop::most all;
  all.a = "first";
  all.x = "last";
  check(all);
}

BOOST_AUTO_TEST_CASE(pointers_keep_what_they_point_to) {
  BOOST_TEST(from_bytes<std::unique_ptr<int>>(to_bytes(std::unique_ptr<int>())).get() == nullptr);
  BOOST_TEST(*from_bytes<std::unique_ptr<std::string>>(to_bytes(std::make_unique<std::string>("a")))
             == "a");
  using shared = std::shared_ptr<const std::string>;
  const auto one = std::make_shared<const std::string>("a");
  const auto two =
    from_bytes<std::pair<shared, shared>>(to_bytes(std::pair<shared, shared>(one, one)));
  BOOST_TEST(*two.first == "a");
  BOOST_TEST(*two.second == "a");
  BOOST_TEST(two.first != two.second); // what was shared is two copies
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_value_are_refused) {
  BOOST_CHECK_THROW(from_bytes<bool>(bytes({2})), codec_error);
  BOOST_CHECK_THROW(from_bytes<shop::answer>(bytes({255})), codec_error);
  BOOST_CHECK_THROW(from_bytes<std::optional<int>>(bytes({2, 0, 0, 0, 0})), codec_error);
  BOOST_CHECK_THROW(from_bytes<std::unique_ptr<int>>(bytes({2, 0, 0, 0, 0})), codec_error);
  BOOST_CHECK_THROW((from_bytes<std::variant<bool, char>>(bytes({2, 0}))), codec_error);
}

BOOST_AUTO_TEST_CASE(errors_name_the_place) {
  const auto says = [](const std::string& text) {
    return [text](const codec_error& e) {
      return std::string(e.what()).find(text) != std::string::npos;
    };
  };
  BOOST_CHECK_EXCEPTION(from_bytes<int>(bytes({1, 2})), codec_error,
                        says("4 bytes wanted at byte 0, but only 2 are left"));
  BOOST_CHECK_EXCEPTION(from_bytes<std::string>(bytes({9, 0, 0, 0, 'a'})), codec_error,
                        says("9 elements announced before byte 4, but only 1 bytes are left"));
  BOOST_CHECK_EXCEPTION(from_bytes<bool>(bytes({7})), codec_error,
                        says("7 is no bool, before byte 1"));
  BOOST_CHECK_EXCEPTION(from_bytes<char>(bytes({7, 8})), codec_error, says("1 bytes left over"));
}

BOOST_AUTO_TEST_CASE(an_announced_size_takes_no_memory) {
  const small_blocks limit(1024);
  const auto forged = bytes({255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0});
  BOOST_CHECK_THROW(from_bytes<std::pmr::string>(forged), codec_error);
  BOOST_CHECK_THROW(from_bytes<std::pmr::vector<std::uint64_t>>(forged), codec_error);
  BOOST_CHECK_THROW(from_bytes<std::pmr::vector<std::pmr::string>>(forged), codec_error);
  BOOST_CHECK_THROW((from_bytes<std::pmr::unordered_map<int, int>>(forged)), codec_error);
  auto many = bytes({0, 1, 0, 0}); // 256 strings announced, bytes for 256, but each takes four
  many.resize(4 + 256, std::byte{0});
  const small_blocks enough_for_64(sizeof(std::pmr::string) * 64);
  BOOST_CHECK_THROW(from_bytes<std::pmr::vector<std::pmr::string>>(many), codec_error);
}

BOOST_AUTO_TEST_CASE(elements_that_write_nothing_are_refused_when_they_are_written) {
  BOOST_CHECK_THROW(to_bytes(std::vector<shop::silent>(3)), codec_error);
  BOOST_CHECK_NO_THROW(to_bytes(std::vector<shop::silent>()));
}

BOOST_AUTO_TEST_CASE(values_nest_64_deep) {
  shop::tree tree;
  for (int level = 1; level < 64; ++level)
    tree = shop::tree{std::vector{tree}};
  check(tree);
  tree = shop::tree{std::vector{tree}};
  BOOST_CHECK_THROW(to_bytes(tree), codec_error);

  shop::link list;
  for (int level = 1; level < 65; ++level)
    list = shop::link{std::make_unique<shop::link>(std::move(list))};
  BOOST_CHECK_THROW(to_bytes(list), codec_error);
}

BOOST_AUTO_TEST_CASE(a_forged_depth_is_refused) {
  std::vector<std::byte> ones;
  for (int level = 0; level < 100'000; ++level)
    for (const int byte : {1, 0, 0, 0})
      ones.push_back(static_cast<std::byte>(byte));
  BOOST_CHECK_THROW(from_bytes<shop::tree>(ones), codec_error);
  ones.assign(100'000, std::byte{1});
  BOOST_CHECK_THROW(from_bytes<shop::link>(ones), codec_error);
  BOOST_CHECK_THROW(from_bytes<shop::chain>(ones), codec_error);
}

BOOST_AUTO_TEST_CASE(garbage_is_refused_or_is_a_value) {
  std::mt19937 random(20240611); // NOLINT: the same bytes in each run
  std::uniform_int_distribution<int> any_byte(0, 255);
  std::uniform_int_distribution<std::size_t> any_length(0, 80);
  std::size_t decoded = 0;
  const auto decode = [&](const std::vector<std::byte>& encoding) {
    try {
      to_bytes(from_bytes<parcel>(encoding));
      ++decoded;
    } catch (const codec_error&) { // what most garbage should give; all else fails the test
    }
  };
  for (int round = 0; round < 10'000; ++round) {
    std::vector<std::byte> garbage(any_length(random));
    for (auto& byte : garbage)
      byte = static_cast<std::byte>(any_byte(random));
    decode(garbage);
  }
  const std::vector<std::byte> encoding = to_bytes(a_parcel());
  for (int round = 0; round < 10'000; ++round) { // goes further into the value
    std::vector<std::byte> damaged = encoding;
    for (int changes = 0; changes < 2; ++changes)
      damaged[random() % damaged.size()] = static_cast<std::byte>(any_byte(random) % 4);
    decode(damaged);
  }
  BOOST_TEST(decoded > 0U);
  BOOST_TEST(decoded < 10'000U);
}

BOOST_AUTO_TEST_SUITE_END()
