// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>
#include <crawler/scope.hpp>
#include <leat/own.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace crawler {

/// How far links and redirects are followed.
struct reading_rules {
  std::shared_ptr<const crawler::scope> scope;
  unsigned max_redirects = 10;
  std::uint32_t max_depth = 0;
  std::size_t max_links = 0;  ///< of a page
  bool records_links = false; ///< all of them, for `--links`
};

/// What a page, or another final answer of a server, gives.
struct reading {
  std::optional<outcome> report{};  ///< nothing for a redirect that goes on
  std::vector<candidate> found{};   ///< in scope and not too deep
  std::vector<link_record> links{}; ///< all of the page, if they were asked for
};

/// Reads an answer that will not be retried. Pages with status 200 are parsed; of redirects the
/// target is checked: the number of hops, loops, scope.
reading read_answer(const answer& a, const reading_rules& rules);

/// The operator that parts answers, which come with the host's name: each without its text for the
/// frontier, which may ask the host again then, and those that will not be retried for the reader.
struct sorter {
  using output = leat::outputs<answer, answer>;
  unsigned retries = 0;

  void on_item(leat::keyed<std::string, answer>&& of_host, leat::context<output>& c) const;
};

/// What reads answers: `read_answer`, but for tests.
using read_function = std::function<reading(const answer&, const reading_rules&)>;

/// The operator of it.
struct reader {
  using output = leat::outputs<outcome, candidate, link_record>;
  reading_rules rules;
  read_function read = read_answer;

  void on_item(const answer& a, leat::context<output>& c) const;
};

} // namespace crawler
