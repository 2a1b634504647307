// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/folder.hpp>
#include <crawler/web.hpp>

namespace crawler {

web::web(crawl_options& options)
  : from_(options.from), folder_(options.folder), of_site_(options.site) {
  if (from_ == crawl_options::source::folder)
    options.urls = {"http://folder.test/index.html"};
  else if (from_ == crawl_options::source::site) {
    options.urls = {site::seed_url()};
    options.scope.allow.push_back(".test");
  }
}

std::optional<endpoint> web::serve() {
  if (from_ == crawl_options::source::urls)
    return std::nullopt;
  if (!server_ && from_ == crawl_options::source::folder)
    server_.emplace(folder(folder_), false);
  else if (!server_) {
    site_.emplace(of_site_);
    server_.emplace(site_handler(*site_), false);
  }
  return endpoint{"127.0.0.1", server_->port()};
}

} // namespace crawler
