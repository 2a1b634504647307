// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/folder.hpp>
#include <crawler/web.hpp>

namespace crawler {

web::web(crawl_options& options) {
  if (options.from == crawl_options::source::urls)
    return;
  if (options.from == crawl_options::source::folder) {
    server_.emplace(folder(options.folder), false);
    options.urls = {"http://folder.test/index.html"};
  } else {
    site_.emplace(options.site);
    server_.emplace(site_handler(*site_), false);
    options.urls = {site_->seed_url()};
    options.scope.allow.push_back(".test");
  }
  options.fetch.connect_to = endpoint{"127.0.0.1", server_->port()};
}

} // namespace crawler
