// SPDX-License-Identifier: BSD-3-Clause
#include <leat/callable.hpp>
#include <leat/keyed.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using leat::detail::passing;
using text = std::string;
using box = std::unique_ptr<int>;
using two = std::pair<text, int>;

template <class T, class F>
constexpr passing how(const F&) {
  return leat::passing_of<F, T>;
}

/// Counts how often it was copied on its way.
struct traced {
  int copies = 0;
  traced() = default;
  traced(const traced& other) : copies(other.copies + 1) {}
  traced(traced&&) = default;
  traced& operator=(const traced&) = delete;
  traced& operator=(traced&&) = default;
  ~traced() = default;
};

struct point {
  int x = 0;
  int y = 0;
  [[nodiscard]] int sum() const { return x + y; }
  [[nodiscard]] int scaled(int by) const { return by * sum(); }
  int grow() { return ++x; }
};

int free_whole(const two&) { return 1; }
int free_parts(const text&, int) noexcept { return 2; }

struct overloaded {
  int operator()(const text&) const { return 1; }
  int operator()(text&&) const { return 2; }
};
struct only_rvalue {
  int operator()(text&&) & { return 1; }
  int operator()(int) & { return 2; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(callable_test)

BOOST_AUTO_TEST_CASE(a_borrowing_signature_gets_the_whole_item_lent) {
  BOOST_TEST((how<text>([](const text&) {}) == passing::whole));
  BOOST_TEST((how<text>([](const text&) noexcept {}) == passing::whole));
  BOOST_TEST((how<two>(&free_whole) == passing::whole));
  BOOST_TEST((how<text>(std::function<void(const text&)>()) == passing::whole));
}

BOOST_AUTO_TEST_CASE(a_signature_by_value_or_rvalue_gets_an_item_of_its_own) {
  BOOST_TEST((how<text>([](text) {}) == passing::whole_own));
  BOOST_TEST((how<text>([](text&&) {}) == passing::whole_own));
  BOOST_TEST((how<text>([](text) mutable noexcept {}) == passing::whole_own));
  BOOST_TEST((how<text>([](const text) {})
              == passing::whole_own)); // top-level const is no part of a signature
  BOOST_TEST((how<box>([](box) {}) == passing::whole_own));
}

BOOST_AUTO_TEST_CASE(a_view_by_value_borrows) { // else each text would be copied for it
  BOOST_TEST((how<text>([](std::string_view) {}) == passing::whole));
}

BOOST_AUTO_TEST_CASE(parts_are_what_does_not_fit_as_a_whole) {
  BOOST_TEST((how<two>([](const text&, const int&) {}) == passing::parts));
  BOOST_TEST((how<two>([](const text&, int) {})
              == passing::parts_own)); // one takes its own: all are given away
  BOOST_TEST((how<two>([](text, int) {}) == passing::parts_own));
  BOOST_TEST((how<two>(&free_parts) == passing::parts_own));
  BOOST_TEST((how<std::pair<box, int>>([](box, int) {}) == passing::parts_own));
  BOOST_TEST((how<std::tuple<int, int, int>>([](int, int, int) {}) == passing::parts_own));
  BOOST_TEST((how<leat::keyed<text, int>>([](const text&, const int&) {}) == passing::parts));
  BOOST_TEST((how<two>([](const two&, int = 0) {})
              == passing::whole_own)); // a parameter with a default is no part
}

BOOST_AUTO_TEST_CASE(unpacking_goes_one_level_deep) {
  using nested = std::pair<two, int>;
  BOOST_TEST((how<nested>([](const two&, const int&) {}) == passing::parts));
  BOOST_TEST((how<nested>([](const text&, int, int) {}) == passing::none));
}

BOOST_AUTO_TEST_CASE(generic_functions_are_lent_the_whole) {
  BOOST_TEST((how<two>([](const auto&) {}) == passing::whole));
  BOOST_TEST((how<text>([](auto) {}) == passing::whole));
  BOOST_TEST((how<text>([](auto&&) {}) == passing::whole));
  BOOST_TEST((how<two>([](const auto&...) {}) == passing::whole));
  BOOST_TEST((how<two>([](const auto&, const auto&) {}) == passing::parts));
  BOOST_TEST((how<text>(overloaded()) == passing::whole));
  BOOST_TEST((how<text>(std::identity()) == passing::whole));
}

BOOST_AUTO_TEST_CASE(what_does_not_take_a_lent_item_gets_its_own) {
  BOOST_TEST((how<text>(only_rvalue()) == passing::whole_own));
  BOOST_TEST((how<box>([](auto) {}) == passing::whole_own));
  BOOST_TEST((how<point>(&point::grow) == passing::whole_own));
}

BOOST_AUTO_TEST_CASE(bodies_are_instantiated_for_the_chosen_call_only) {
  // would not compile for two's parts, nor for an rvalue
  const auto picky = [](const auto& x, auto&&... rest) {
    static_assert(sizeof...(rest) == 0);
    return x.first;
  };
  BOOST_TEST((how<two>(picky) == passing::whole));
}

BOOST_AUTO_TEST_CASE(mutable_references_are_refused) {
  BOOST_TEST((how<text>([](text&) {}) == passing::none));
  BOOST_TEST((how<two>([](text&, int) {}) == passing::none));
  BOOST_TEST((how<text>([](int) {}) == passing::none));
}

BOOST_AUTO_TEST_CASE(unpack_forces_parts) {
  const auto count = [](const auto&... x) { return sizeof...(x); };
  BOOST_TEST((how<two>(leat::unpack(count)) == passing::parts));
  BOOST_TEST((how<two>(leat::unpack([](text, int) {})) == passing::parts_own));
  BOOST_TEST((how<text>(leat::unpack([](const text&) {})) == passing::none));
}

BOOST_AUTO_TEST_CASE(member_pointers_work_on_the_item_or_what_it_points_to) {
  point p{3, 4};
  auto field = &point::y;
  auto function = &point::sum;
  auto with_argument = &point::scaled;
  BOOST_TEST(leat::call_with_item<point>(field, p) == 4);
  BOOST_TEST(leat::call_with_item<point>(function, p) == 7);
  BOOST_TEST((how<std::unique_ptr<point>>(&point::sum) == passing::whole));
  const std::pair<point, int> parts{p, 2};
  BOOST_TEST((leat::call_with_item<std::pair<point, int>>(with_argument, parts)) == 14);
}

BOOST_AUTO_TEST_CASE(arguments_in_front_must_fit_too) {
  const auto add = [](int& sum, int x) { sum += x; };
  BOOST_TEST((leat::takes_item<decltype(add), int, int&>));
  BOOST_TEST((!leat::takes_item<decltype(add), int, text&>));
  BOOST_TEST((!leat::takes_item<decltype(add), int, const int&>));
  const auto put = [](std::vector<int>& into, const text&, int x) { into.push_back(x); };
  BOOST_TEST((leat::passing_of<decltype(put), two, std::vector<int>&> == passing::parts_own));
  std::vector<int> got;
  leat::call_with_item<two>(put, two("a", 5), got);
  BOOST_TEST(got == std::vector{5});
  const auto count = [](int& n, const text&, const int&) {
    ++n;
  }; // the parameter in front is no item
  BOOST_TEST((leat::passing_of<decltype(count), two, int&> == passing::parts));
}

BOOST_AUTO_TEST_CASE(an_own_item_is_moved_from_an_rvalue_and_copied_from_an_lvalue) {
  auto own = [](traced t) { return t.copies; };
  auto lent = [](const traced& t) { return t.copies; };
  const traced kept;
  BOOST_TEST(leat::call_with_item<traced>(own, traced()) == 0);
  BOOST_TEST(leat::call_with_item<traced>(own, kept) == 1);
  BOOST_TEST(leat::call_with_item<traced>(lent, kept) == 0);
  BOOST_TEST(leat::call_with_item<traced>(lent, traced()) == 0);
  auto part = [](traced t, int) { return t.copies; };
  BOOST_TEST((leat::call_with_item<std::pair<traced, int>>(part, std::pair<traced, int>())) == 0);
}

BOOST_AUTO_TEST_CASE(what_is_only_looked_at_can_be_lent_or_copied) {
  const auto by_value = [](box) {};
  const auto lent = [](const box&) {};
  BOOST_TEST((!leat::looks_at_item<decltype(by_value), box>));
  BOOST_TEST((leat::looks_at_item<decltype(lent), box>));
  const auto copied = [](text) {};
  BOOST_TEST((leat::looks_at_item<decltype(copied), text>));
}

BOOST_AUTO_TEST_CASE(changes_in_place_concern_the_whole_or_the_parts) {
  auto whole = [](text& s) { s += '!'; };
  auto parts = [](text& s, int& n) { s += '!', ++n; };
  auto unpacked = leat::unpack([](auto&... x) { ((x += x), ...); });
  text word = "a";
  leat::change_item(whole, word);
  BOOST_TEST(word == "a!");
  two both("b", 1);
  leat::change_item(parts, both);
  leat::change_item(unpacked, both);
  BOOST_TEST(both.first == "b!b!");
  BOOST_TEST(both.second == 4);
  leat::keyed<text, int> of_key{"k", 1};
  leat::change_item(parts, of_key);
  BOOST_TEST(of_key.value == 2);
  BOOST_TEST((!leat::changes_item<decltype(parts), text>));
}

BOOST_AUTO_TEST_SUITE_END()
