// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <gumbo.h>

#include <functional>
#include <string>
#include <string_view>

namespace crawler {

/// Calls `f` for each element in the order of the document; those in `<template>` are left out. The
/// text is UTF-8. Hostile pages are read as far as `affordable_html` goes.
void for_each_element(std::string_view html, const std::function<void(const GumboElement&)>& f);

/// Without the white space around it; empty if there is none.
std::string_view attribute(const GumboElement& element, const char* name);

/// The text directly in an element, white space collapsed.
std::string text_of(const GumboElement& element);

} // namespace crawler
