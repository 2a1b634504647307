// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/url.hpp>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <ostream>

using crawler::parse_url;
using crawler::resolve_url;

namespace {

struct spelling {
  const char* given;
  const char* normal; ///< empty: no URL
};

std::ostream& operator<<(std::ostream& out, const spelling& s) { return out << s.given; }

std::string normal(std::optional<crawler::url> u) { return u ? u->text() : std::string(); }

// RFC 3986, 5.4, as far as it is about http; fragments are dropped.
constexpr std::array rfc_examples{
  spelling{"g", "http://a/b/c/g"},
  spelling{"./g", "http://a/b/c/g"},
  spelling{"g/", "http://a/b/c/g/"},
  spelling{"/g", "http://a/g"},
  spelling{"//g", "http://g/"},
  spelling{"?y", "http://a/b/c/d;p?y"},
  spelling{"g?y", "http://a/b/c/g?y"},
  spelling{"#s", "http://a/b/c/d;p?q"},
  spelling{"g#s", "http://a/b/c/g"},
  spelling{"g?y#s", "http://a/b/c/g?y"},
  spelling{";x", "http://a/b/c/;x"},
  spelling{"g;x?y#s", "http://a/b/c/g;x?y"},
  spelling{"", "http://a/b/c/d;p?q"},
  spelling{".", "http://a/b/c/"},
  spelling{"./", "http://a/b/c/"},
  spelling{"..", "http://a/b/"},
  spelling{"../g", "http://a/b/g"},
  spelling{"../..", "http://a/"},
  spelling{"../../g", "http://a/g"},
  spelling{"../../../g", "http://a/g"},
  spelling{"../../../../g", "http://a/g"},
  spelling{"/./g", "http://a/g"},
  spelling{"/../g", "http://a/g"},
  spelling{"g.", "http://a/b/c/g."},
  spelling{".g", "http://a/b/c/.g"},
  spelling{"g..", "http://a/b/c/g.."},
  spelling{"..g", "http://a/b/c/..g"},
  spelling{"./../g", "http://a/b/g"},
  spelling{"./g/.", "http://a/b/c/g/"},
  spelling{"g/./h", "http://a/b/c/g/h"},
  spelling{"g/../h", "http://a/b/c/h"},
  spelling{"g;x=1/./y", "http://a/b/c/g;x=1/y"},
  spelling{"g;x=1/../y", "http://a/b/c/y"},
  spelling{"g?y/./x", "http://a/b/c/g?y/./x"},
  spelling{"g?y/../x", "http://a/b/c/g?y/../x"},
  spelling{"g:h", ""},
  spelling{"http:g", ""},
};

constexpr std::array spellings{
  spelling{"HTTP://Example.ORG:80", "http://example.org/"},
  spelling{"https://example.org:443/a", "https://example.org/a"},
  spelling{"http://example.org:443/a", "http://example.org:443/a"},
  spelling{"http://h:/x", "http://h/x"},
  spelling{"http://h./x", "http://h/x"},
  spelling{"http://h/x#part", "http://h/x"},
  spelling{"http://h?q", "http://h/?q"},
  spelling{"http://h/?", "http://h/?"},
  spelling{"http://h/a/./b/../c", "http://h/a/c"},
  spelling{"http://h/a/%2e%2E/c", "http://h/c"},
  spelling{"http://h/%7euser/%c3%a9%2f", "http://h/~user/%C3%A9%2F"},
  spelling{"http://h/100%/%4", "http://h/100%25/%254"},
  spelling{"http://h/%%34%31", "http://h/%2541"},
  spelling{"http://h/a b/\xc3\xa9", "http://h/a%20b/%C3%A9"},
  spelling{"http://h/?a=%7e&b=%2f c\xc3\xa9", "http://h/?a=%7e&b=%2f%20c%C3%A9"},
  spelling{"http://h/?a=b\\c/../d", "http://h/?a=b\\c/../d"},
  spelling{"http:\\\\h\\a\\b", "http://h/a/b"},
  spelling{" \n http://h/a\nb\t ", "http://h/ab"},
  spelling{"http://user:secret@h/", "http://h/"},
  spelling{"http://b\xc3\xbc"
           "cher.example/",
           "http://xn--bcher-kva.example/"},
  spelling{"http://0x7f.1/", "http://127.0.0.1/"},
  spelling{"http://\xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.1/", "http://127.0.0.1/"},
  spelling{"http://[0:0::0:1]:8080/", "http://[::1]:8080/"},
  spelling{"http://[fe80::1%25eth0]/", ""},
  spelling{"http://h:0/", ""},
  spelling{"http://h:65536/", ""},
  spelling{"http:///", ""},
  spelling{"http://a b/", ""},
  spelling{"//h/x", ""},
  spelling{"/x", ""},
  spelling{"", ""},
  spelling{"ftp://h/x", ""},
  spelling{"javascript:alert(1)", ""},
  spelling{"mailto:a@h", ""},
};

} // namespace

BOOST_AUTO_TEST_SUITE(url_test)

BOOST_DATA_TEST_CASE(examples_of_the_rfc, boost::unit_test::data::make(rfc_examples)) {
  auto base = parse_url("http://a/b/c/d;p?q");
  BOOST_REQUIRE(base);
  BOOST_TEST(normal(resolve_url(*base, sample.given)) == sample.normal);
}

BOOST_DATA_TEST_CASE(one_normal_form, boost::unit_test::data::make(spellings)) {
  auto once = normal(parse_url(sample.given));
  BOOST_TEST(once == sample.normal);
  BOOST_TEST(normal(parse_url(once)) == once, "normalizing twice changes the URL again");
}

BOOST_AUTO_TEST_CASE(parts) {
  auto u = parse_url("https://Example.org:8443/a?b");
  BOOST_REQUIRE(u);
  BOOST_TEST(u->origin() == "https://example.org:8443");
  BOOST_TEST(u->target() == "/a?b");
  BOOST_TEST(u->port == 8443);
}

BOOST_AUTO_TEST_CASE(a_reference_keeps_the_port) {
  BOOST_TEST(normal(resolve_url(*parse_url("http://h:8080/a/b"), "c")) == "http://h:8080/a/c");
}

BOOST_AUTO_TEST_SUITE_END()
