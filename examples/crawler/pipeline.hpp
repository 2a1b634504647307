// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/fetch.hpp>
#include <crawler/items.hpp>
#include <crawler/options.hpp>
#include <crawler/progress.hpp>
#include <crawler/reading.hpp>
#include <crawler/web.hpp>
#include <leat/pipeline.hpp>
#include <leat/stream.hpp>

#include <memory>

namespace crawler {

/// What a crawl gives. Both streams must be read, or discarded.
struct crawl_streams {
  leat::stream<outcome> outcomes;  ///< one for each URL
  leat::stream<link_record> links; ///< nothing unless `options.links` names a file
};

/// Adds a crawl to a pipeline. It ends by itself when nothing is left; when the job is asked to
/// stop, what is being fetched is finished and reported, and the rest is given up.
///
///     seeds ─┐                                    ┌─ refused ──────────────► outcomes
///            ├─► dedupe ─► frontier ─► fetch ─┬─► parse ─► outcomes, links
///     found ─┘                ▲  │            │     │
///       ▲                     └──┼─ answered ─┘     │
///       └──────── sitemaps ──────┴── links, redirects
///
/// `found` and `answered` are loops. Hosts are dealt to `options.parallel` places, where all of
/// their pages are fetched and parsed: actors, of workers if there are some. Each process has one
/// fetcher. All else, with what `served` serves, is where the job was started.
crawl_streams add_crawl(leat::pipeline& p, const crawl_options& options,
                        std::shared_ptr<progress> shown, std::shared_ptr<web> served = nullptr,
                        read_function read = read_answer);

} // namespace crawler
