// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/charset.hpp>
#include <crawler/meta_charset.hpp>

#include <boost/test/unit_test.hpp>

using crawler::meta_charset;
using crawler::to_utf8;
using namespace std::string_literals;

namespace {

std::string charset_of(std::string body, std::string_view header = "text/html") {
  return to_utf8(std::move(body), header).charset;
}

std::string text_of(std::string body, std::string_view header = "text/html") {
  return to_utf8(std::move(body), header).text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(charset_test)

BOOST_AUTO_TEST_CASE(each_rule_beats_the_next) {
  std::string meta = "<meta charset=iso-8859-5>";
  BOOST_TEST(charset_of("\xef\xbb\xbf" + meta, "text/html; charset=koi8-r") == "utf-8");
  BOOST_TEST(charset_of(meta, "text/html; charset=koi8-r") == "koi8-r");
  BOOST_TEST(charset_of(meta + "\xc3\xa9") == "iso-8859-5");
  BOOST_TEST(charset_of("caf\xc3\xa9") == "utf-8");
  BOOST_TEST(charset_of("caf\xe9") == "windows-1252");
}

BOOST_AUTO_TEST_CASE(texts) {
  BOOST_TEST(text_of("\xef\xbb\xbfx") == "x");
  BOOST_TEST(text_of("\xff\xfe\xe9\0x\0"s) == "\xc3\xa9x");
  BOOST_TEST(text_of("\xfe\xff\0\xe9\0x"s) == "\xc3\xa9x");
  BOOST_TEST(text_of("\x93"
                     "caf\xe9\x94")
             == "\xe2\x80\x9c"
                "caf\xc3\xa9\xe2\x80\x9d");
  BOOST_TEST(text_of("\xcf\xf0\xe8", "text/html; charset=windows-1251")
             == "\xd0\x9f\xd1\x80\xd0\xb8");
  BOOST_TEST(text_of("\x93\xfa\x96\x7b", "text/html;charset=\"Shift_JIS\"")
             == "\xe6\x97\xa5\xe6\x9c\xac");
  BOOST_TEST(text_of("\xc4\xe3", "text/html; charset=gb2312") == "\xe4\xbd\xa0");
  BOOST_TEST(text_of("") == "");
}

BOOST_AUTO_TEST_CASE(latin1_means_windows_1252) {
  BOOST_TEST(charset_of("x", "text/html; charset=ISO-8859-1") == "windows-1252");
  BOOST_TEST(text_of("\x80", "text/html; charset=us-ascii") == "\xe2\x82\xac");
}

BOOST_AUTO_TEST_CASE(what_is_not_valid_is_replaced) {
  std::string r = "\xef\xbf\xbd";
  auto utf8 = [](std::string body) { return text_of(std::move(body), "text/html; charset=utf-8"); };
  BOOST_TEST(utf8("a\xe9z") == "a" + r + "z");
  BOOST_TEST(utf8("a\xe2\x82") == "a" + r);
  BOOST_TEST(utf8("\xc0\xaf") == r);
  BOOST_TEST(utf8("\xed\xa0\x80x") == r + "x");
  BOOST_TEST(utf8("\xf5\x80\x80\x80x") == r + "x");
  BOOST_TEST(utf8("\xf0\x9f\x98\x80") == "\xf0\x9f\x98\x80");
  BOOST_TEST(text_of("a\x81z") == "a" + r + "z");
  BOOST_TEST(text_of("\xff\xfe"
                     "a\0b"s)
             == "a" + r);
}

BOOST_AUTO_TEST_CASE(unusable_names_are_passed_over) {
  for (auto name : {"klingon", "utf-7", "utf-8//ignore", "", "\"\""})
    BOOST_TEST(charset_of("caf\xe9", "text/html; charset="s + name) == "windows-1252", name);
}

BOOST_AUTO_TEST_CASE(a_page_that_says_utf_16_in_ascii_is_not) {
  BOOST_TEST(charset_of("<meta charset=utf-16>") == "utf-8");
}

BOOST_AUTO_TEST_CASE(only_the_first_1024_bytes_are_searched) {
  std::string meta = "<meta charset=koi8-r>";
  BOOST_TEST(charset_of(std::string(1'024 - meta.size(), ' ') + meta) == "koi8-r");
  BOOST_TEST(charset_of(std::string(1'024, ' ') + meta) == "utf-8");
}

BOOST_AUTO_TEST_CASE(large_bodies_go_through_the_converter_whole) {
  BOOST_TEST(text_of(std::string(100'000, '\xe9')).size() == 200'000);
}

BOOST_AUTO_TEST_CASE(meta_elements) {
  BOOST_TEST(meta_charset("<html><head><META CharSet = 'x'>") == "x");
  BOOST_TEST(meta_charset("<meta http-equiv=Content-Type content='text/html; charset=x'>") == "x");
  BOOST_TEST(meta_charset("<meta content='text/html; charset=x'>") == "");
  BOOST_TEST(meta_charset("<meta name=viewport content=width><meta charset=x/>") == "x/");
  BOOST_TEST(meta_charset(
               "<!-- <meta charset=a> --><title a='<meta charset=b>'></title><meta charset=\"x\">")
             == "x");
  BOOST_TEST(meta_charset("<!doctype html><?php <meta charset=a> ?><p/><3 <meta/charset=x>")
             == "x");
  BOOST_TEST(meta_charset("<metal charset=a><meta") == "");
  BOOST_TEST(meta_charset("<meta charset='a") == "a");
  BOOST_TEST(meta_charset("<!--><meta charset=x>") == "x");
}

BOOST_AUTO_TEST_CASE(parameters) {
  using crawler::charset_parameter;
  BOOST_TEST(charset_parameter("text/html; Charset = utf-8 ; x") == "utf-8");
  BOOST_TEST(charset_parameter("text/html; charset='a b'") == "a b");
  BOOST_TEST(charset_parameter("text/html; charset=\"a") == "a");
  BOOST_TEST(charset_parameter("text/html; charset charset=a") == "a");
  BOOST_TEST(charset_parameter("text/html; charset") == "");
}

BOOST_AUTO_TEST_SUITE_END()
