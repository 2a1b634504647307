// SPDX-License-Identifier: BSD-3-Clause
#include <leat/keyed.hpp>
#include <leat/weight.hpp>

#include <boost/test/unit_test.hpp>

#include <any>
#include <array>
#include <chrono>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
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

struct tick {
  char symbol[8];
  double price;
};

struct page {
  std::string url;
  std::vector<std::string> links;
  std::optional<std::string> title;
};

class opaque { // not to be seen through
 public:
  explicit opaque(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class document : public opaque { // has a weight of its own
 public:
  using opaque::opaque;
};

struct strict { // a member without a default constructor
  opaque id;
  std::string note;
};

struct tree {
  std::vector<tree> branches;
  std::string name;
};

struct circle {
  std::shared_ptr<circle> next;
  std::array<char, 100> load{};
};

struct packed {
  unsigned a : 3;
  unsigned b : 5;
  std::string name;
};

struct self { // its elements are of its own type, as those of some JSON classes are
  using value_type = self;
  std::string text;
  [[nodiscard]] const self* begin() const { return this; }
  [[nodiscard]] const self* end() const { return this + 1; }
  [[nodiscard]] std::size_t max_size() const { return 1; }
};

template <class T>
std::size_t size_in_itself(const T&) {
  return sizeof(T);
}

std::string text_of(std::size_t n) {
  std::string text(n, 'x');
  text.shrink_to_fit();
  return text;
}

} // namespace

template <>
struct leat::weight<document> {
  static std::size_t heap(const document& d) { return d.text().size(); }
};

BOOST_AUTO_TEST_SUITE(weight_test)

using leat::has_fixed_weight;
using leat::weight_of;

static_assert(has_fixed_weight<int> && has_fixed_weight<tick>);
static_assert(has_fixed_weight<std::string_view>);
static_assert(has_fixed_weight<std::pair<int, double>> && has_fixed_weight<std::tuple<>>);
static_assert(has_fixed_weight<std::array<int, 4>> && has_fixed_weight<std::optional<tick>>);
static_assert(has_fixed_weight<std::variant<int, tick>>);
static_assert(has_fixed_weight<std::chrono::nanoseconds>);
static_assert(has_fixed_weight<leat::keyed<int, tick>> && has_fixed_weight<opaque>);
static_assert(has_fixed_weight<std::any> && has_fixed_weight<std::function<void()>>);
static_assert(!has_fixed_weight<std::string> && !has_fixed_weight<page> && !has_fixed_weight<tree>);
static_assert(!has_fixed_weight<std::unique_ptr<int>>);
static_assert(!has_fixed_weight<std::array<std::string, 2>>);
static_assert(!has_fixed_weight<std::pair<int, std::string>>);
static_assert(!has_fixed_weight<leat::keyed<int, page>>);
static_assert(!has_fixed_weight<std::variant<int, std::string>> && !has_fixed_weight<document>);
static_assert(!has_fixed_weight<strict> && !has_fixed_weight<packed>);

BOOST_AUTO_TEST_CASE(values_without_heap_weigh_their_size) {
  BOOST_TEST(weight_of(7) == sizeof(int));
  BOOST_TEST(weight_of(tick{}) == sizeof(tick));
  BOOST_TEST(weight_of(std::string_view("not owned, however long it may be"))
             == sizeof(std::string_view));
  BOOST_TEST(weight_of(opaque(text_of(1000))) == sizeof(opaque));
}

BOOST_AUTO_TEST_CASE(a_string_has_heap_once_it_is_long) {
  BOOST_TEST(weight_of(std::string("short")) == sizeof(std::string));
  BOOST_TEST(weight_of(text_of(1000)) == sizeof(std::string) + 1000);
}

BOOST_AUTO_TEST_CASE(what_a_vector_has_reserved_counts) {
  std::vector<int> numbers;
  numbers.reserve(100);
  BOOST_TEST(weight_of(numbers) == size_in_itself(numbers) + 100 * sizeof(int));
}

BOOST_AUTO_TEST_CASE(elements_are_seen_through) {
  const std::array<std::string, 2> two{text_of(100), text_of(200)};
  BOOST_TEST(weight_of(two) == size_in_itself(two) + 300);
  const std::vector<std::string> three{text_of(100), "short", text_of(200)};
  BOOST_TEST(weight_of(three) == size_in_itself(three) + 3 * sizeof(std::string) + 300);
  const std::deque<std::string> line{text_of(100)};
  BOOST_TEST(weight_of(line) == size_in_itself(line) + sizeof(std::string) + 100);
}

BOOST_AUTO_TEST_CASE(nodes_of_containers_count_as_element_and_four_pointers) {
  constexpr std::size_t links = 4 * sizeof(void*);
  const std::list<int> list{1, 2, 3};
  BOOST_TEST(weight_of(list) == size_in_itself(list) + 3 * (sizeof(int) + links));
  const std::forward_list<int> chain{1, 2, 3};
  BOOST_TEST(weight_of(chain) == size_in_itself(chain) + 3 * (sizeof(int) + links));
  const std::set<std::string> set{text_of(50)};
  BOOST_TEST(weight_of(set) == size_in_itself(set) + sizeof(std::string) + links + 50);
  const std::map<int, std::string> map{{1, text_of(50)}};
  BOOST_TEST(weight_of(map)
             == size_in_itself(map) + sizeof(std::pair<const int, std::string>) + links + 50);
  const std::unordered_map<int, int> hashed{{1, 2}};
  BOOST_TEST(weight_of(hashed)
             == size_in_itself(hashed) + sizeof(std::pair<const int, int>) + links);
}

BOOST_AUTO_TEST_CASE(optionals_variants_and_tuples_are_seen_through) {
  using either = std::variant<int, std::string>;
  BOOST_TEST(weight_of(std::optional<std::string>()) == sizeof(std::optional<std::string>));
  BOOST_TEST(weight_of(std::optional(text_of(100))) == sizeof(std::optional<std::string>) + 100);
  BOOST_TEST(weight_of(either(1)) == sizeof(either));
  BOOST_TEST(weight_of(either(text_of(100))) == sizeof(either) + 100);
  const std::tuple both(text_of(100), 1, text_of(200));
  BOOST_TEST(weight_of(both) == size_in_itself(both) + 300);
  const leat::keyed<std::string, int> keyed{text_of(100), 1};
  BOOST_TEST(weight_of(keyed) == size_in_itself(keyed) + 100);
}

BOOST_AUTO_TEST_CASE(smart_pointers_are_seen_through) {
  BOOST_TEST(weight_of(std::unique_ptr<std::string>()) == sizeof(void*));
  BOOST_TEST(weight_of(std::make_unique<std::string>(text_of(100)))
             == sizeof(void*) + sizeof(std::string) + 100);
  using shared = std::shared_ptr<const std::string>;
  BOOST_TEST(weight_of(std::make_shared<const std::string>(text_of(100)))
             == sizeof(shared) + sizeof(std::string) + 100);
}

BOOST_AUTO_TEST_CASE(aggregates_are_seen_through) {
  const page p{text_of(100), {text_of(200)}, text_of(300)};
  BOOST_TEST(weight_of(p) == sizeof(page) + 600 + sizeof(std::string));
  const tree t{{{{}, text_of(100)}, {{}, text_of(200)}}, "root"};
  BOOST_TEST(weight_of(t) == sizeof(tree) + 2 * sizeof(tree) + 300);
  BOOST_TEST(weight_of(packed{1, 2, text_of(100)}) == sizeof(packed) + 100);
  BOOST_TEST(weight_of(strict{opaque(text_of(50)), text_of(100)}) == sizeof(strict) + 100);
}

BOOST_AUTO_TEST_CASE(a_specialisation_decides) {
  BOOST_TEST(weight_of(document(text_of(100))) == sizeof(document) + 100);
  BOOST_TEST(weight_of(std::optional(document(text_of(100))))
             == sizeof(std::optional<document>) + 100);
}

BOOST_AUTO_TEST_CASE(circles_have_an_end) {
  const auto one = std::make_shared<circle>();
  one->next = std::make_shared<circle>();
  one->next->next = one;
  BOOST_TEST(weight_of(one) == size_in_itself(one) + 2 * sizeof(circle));
  one->next->next.reset();
  BOOST_TEST(weight_of(self{.text = text_of(100)}) == sizeof(self) + 100);
}

BOOST_AUTO_TEST_SUITE_END()
