// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/fetch.hpp>

#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace crawler {

/// One GET of the fetcher: a libcurl handle and what has come so far. Used on the fetcher's thread
/// only.
class transfer {
 public:
  transfer(std::string url, fetcher::callback done, const fetcher::exceptions& but,
           const fetch_options& options);
  transfer(const transfer&) = delete;
  transfer& operator=(const transfer&) = delete;

  CURL* handle() const { return handle_.get(); }

  /// Calls back. To be called once, after the handle has left the multi handle.
  void finish(CURLcode code);
  void cancel();

 private:
  std::size_t take_header(std::string_view line);
  std::size_t take_body(std::string_view bytes);
  int check_progress(curl_off_t received);
  curl_socket_t open_socket(const curl_sockaddr& address);
  failure classify(CURLcode code) const;
  void complete(failure error, std::string text);

  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> connect_to_; // outlives the handle
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_{curl_easy_init(), &curl_easy_cleanup};
  fetcher::callback done_;
  std::uint64_t max_bytes_;
  bool may_be_private_;
  bool is_too_large_ = false;
  bool is_refused_ = false;
  fetch_result result_;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

} // namespace crawler
