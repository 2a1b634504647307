// SPDX-License-Identifier: BSD-3-Clause
// Calls that take a while, several at once, in three styles: libcurl in threads of the program,
// std::future, and a callback of something else that runs. The pages come from a small server that
// the program carries with it.
#include <crawler/server.hpp>
#include <leat/leat.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;

/// GET with libcurl; waits for the answer.
std::string get(const std::string& url) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   &curl_easy_cleanup);
  std::string body;
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(
    handle.get(), CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t, std::size_t n, void* to) {
      static_cast<std::string*>(to)->append(data, n);
      return n;
    });
  if (const CURLcode code = curl_easy_perform(handle.get()); code != CURLE_OK)
    throw std::runtime_error(curl_easy_strerror(code));
  return body;
}

int main() {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const crawler::server pages([](const crawler::http_request& request) {
    return crawler::http_reply{.body = "this is the page " + request.target};
  });
  const std::string site = "http://127.0.0.1:" + std::to_string(pages.port());
  boost::asio::thread_pool transfers(4), clerk(1); // they outlive the job

  leat::pipeline p;
  p | leat::from_values("/brook", "/fern", "/hill", "/thorp", "/town")
    // libcurl: the function has a thread of the program get the page, and returns at once
    | leat::map_async<std::string>(
      [&](const std::string& path, const leat::completion<std::string>& done) {
        boost::asio::post(transfers, [url = site + path, done] {
          try {
            done(get(url));
          } catch (...) {
            done.fail(std::current_exception());
          }
        });
      },
      {.in_flight = 4, .timeout = 30s, .retry = leat::retry(2, {.first = 100ms, .jitter = 0.5})})
    // std::future: the function gives one
    | leat::map_async([](const std::string& page) {
        return std::async(std::launch::async, [page] {
          return page + ": " + std::to_string(1 + std::ranges::count(page, ' ')) + " words";
        });
      })
    // a callback: whoever has the completion calls it when the result is there
    | leat::map_async<std::string>(
      [&](const std::string& text, const leat::completion<std::string>& done) {
        boost::asio::post(clerk, [text, done] { done(text + ", filed"); });
      })
    | leat::to_stream(std::cout);
  leat::run(p);
}
