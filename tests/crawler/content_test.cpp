// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/content.hpp>

#include <boost/test/unit_test.hpp>

using namespace crawler;

BOOST_AUTO_TEST_SUITE(content_test)

BOOST_AUTO_TEST_CASE(a_header_that_says_something_is_believed) {
  BOOST_TEST((kind_of("Text/HTML; charset=x", "%PDF") == content_kind::html));
  BOOST_TEST((kind_of("application/xhtml+xml", "") == content_kind::html));
  BOOST_TEST((kind_of("application/xml", "<html>") == content_kind::xml));
  BOOST_TEST((kind_of("text/plain", "<html>") == content_kind::other));
  BOOST_TEST((kind_of("application/octet-stream", "<html>") == content_kind::other));
}

BOOST_AUTO_TEST_CASE(else_the_body_decides) {
  for (auto body :
       {"<!DOCTYPE HTML>", " \n<hTmL >", "\xef\xbb\xbf<p>", "<!-- x", "<a href=x>", "<br>"})
    BOOST_TEST((kind_of("", body) == content_kind::html), body);
  for (auto body : {"", "x<html>", "<address>", "<htmlx>", "\x89PNG", "<html", "%PDF-1.4", "{}"})
    BOOST_TEST((kind_of("", body) == content_kind::other), body);
  BOOST_TEST((kind_of(" ", "<?xml version='1.0'?>") == content_kind::xml));
  BOOST_TEST((kind_of("*/*", "<html>") == content_kind::html));
  BOOST_TEST((kind_of("unknown/unknown", "<html>") == content_kind::html));
}

BOOST_AUTO_TEST_SUITE_END()
