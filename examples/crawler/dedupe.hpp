// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>
#include <crawler/seen_urls.hpp>
#include <leat/own.hpp>

#include <utility>

namespace crawler {

/// An operator that passes on each URL once. A redirect to a URL that is known ends there, and is
/// reported; any other repeat is dropped. (`leat::unique` would drop redirects without a report.)
struct dedupe {
  using output = leat::outputs<url_record, outcome>;
  struct state {
    seen_urls seen;
  };

  void on_item(candidate&& found, state& s, leat::context<output>& c) const {
    if (s.seen.insert(found.record.url))
      c.push<0>(std::move(found.record));
    else if (found.redirect)
      c.push<1>(*found.redirect);
  }
};

} // namespace crawler
