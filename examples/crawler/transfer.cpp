// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/address.hpp>
#include <crawler/ascii.hpp>
#include <crawler/transfer.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace crawler {
namespace {

std::chrono::microseconds time_of(CURL* handle, CURLINFO which) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(handle, which, &microseconds);
  return std::chrono::microseconds(microseconds);
}

curl_slist* connect_list(const std::optional<endpoint>& to) {
  if (!to)
    return nullptr;
  const bool v6 = to->address.find(':') != std::string::npos;
  const auto address = v6 ? '[' + to->address + ']' : to->address;
  return curl_slist_append(nullptr, ("::" + address + ':' + std::to_string(to->port)).c_str());
}

void append_listed(std::string& list, std::string_view value) {
  if (!list.empty())
    list += ", ";
  list += value;
}

} // namespace

transfer::transfer(std::string url, fetcher::callback done, const fetcher::exceptions& but,
                   const fetch_options& options)
  : connect_to_(connect_list(but.connect_to ? but.connect_to : options.connect_to),
                &curl_slist_free_all),
    done_(std::move(done)), max_bytes_(but.max_bytes.value_or(options.max_bytes)),
    may_be_private_(options.private_addresses || connect_to_) {
  result_.url = std::move(url);
  result_.started = std::chrono::system_clock::now();
  auto* h = handle_.get();
  if (!h)
    return;
  curl_easy_setopt(h, CURLOPT_URL, result_.url.c_str());
  curl_easy_setopt(h, CURLOPT_PRIVATE, this);
  curl_easy_setopt(h, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(h, CURLOPT_USERAGENT, options.user_agent.c_str());
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_PROXY, "");
  curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  // Without this the thread waits for the resolver of a transfer that timed out.
  curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(h, CURLOPT_CONNECT_TO, connect_to_.get());

  curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(
    h, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t, std::size_t size, void* self) {
      return static_cast<transfer*>(self)->take_body({data, size});
    });
  curl_easy_setopt(h, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(
    h, CURLOPT_HEADERFUNCTION, +[](char* data, std::size_t, std::size_t size, void* self) {
      return static_cast<transfer*>(self)->take_header({data, size});
    });
  curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(h, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(
    h, CURLOPT_XFERINFOFUNCTION,
    +[](void* self, curl_off_t, curl_off_t received, curl_off_t, curl_off_t) {
      return static_cast<transfer*>(self)->check_progress(received);
    });
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(
    h, CURLOPT_OPENSOCKETFUNCTION, +[](void* self, curlsocktype, curl_sockaddr* address) {
      return static_cast<transfer*>(self)->open_socket(*address);
    });
}

std::size_t transfer::take_header(std::string_view line) {
  auto colon = line.find(':');
  if (line.starts_with("HTTP/")) { // an interim answer may have come before
    result_.location.clear();
    result_.retry_after.clear();
    result_.robots_tag.clear();
  } else if (colon != line.npos) {
    auto name = line.substr(0, colon);
    auto value = trimmed(line.substr(colon + 1));
    if (equal_ignoring_case(name, "location"))
      result_.location = value;
    else if (equal_ignoring_case(name, "retry-after"))
      result_.retry_after = value;
    else if (equal_ignoring_case(name, "x-robots-tag"))
      append_listed(result_.robots_tag, value);
  }
  return line.size();
}

std::size_t transfer::take_body(std::string_view bytes) {
  auto room = max_bytes_ - result_.body.size();
  is_too_large_ = bytes.size() > room;
  result_.body += bytes.substr(0, std::min<std::size_t>(bytes.size(), room));
  return is_too_large_ ? CURL_WRITEFUNC_ERROR : bytes.size();
}

int transfer::check_progress(curl_off_t received) {
  is_too_large_ = is_too_large_ || static_cast<std::uint64_t>(received) > max_bytes_;
  return is_too_large_ ? 1 : 0;
}

curl_socket_t transfer::open_socket(const curl_sockaddr& address) {
  if (!may_be_private_ && !is_public(address.addr)) {
    is_refused_ = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
}

failure transfer::classify(CURLcode code) const {
  if (is_too_large_)
    return failure::too_large;
  switch (code) {
  case CURLE_OK:
    return failure::none;
  case CURLE_COULDNT_RESOLVE_HOST:
    return failure::dns;
  case CURLE_COULDNT_CONNECT:
    return is_refused_ ? failure::refused_address : failure::connect;
  case CURLE_SEND_ERROR:
  case CURLE_RECV_ERROR:
    return failure::connect;
  case CURLE_OPERATION_TIMEDOUT:
    return failure::timeout;
  case CURLE_FILESIZE_EXCEEDED:
    return failure::too_large;
  case CURLE_URL_MALFORMAT:
  case CURLE_UNSUPPORTED_PROTOCOL:
    return failure::refused_url;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_CRL_BADFILE:
  case CURLE_SSL_INVALIDCERTSTATUS:
  case CURLE_USE_SSL_FAILED:
    return failure::tls;
  default:
    return failure::protocol;
  }
}

void transfer::finish(CURLcode code) {
  auto error = classify(code);
  if (error == failure::none)
    complete(error, {});
  else if (error == failure::too_large)
    complete(error, "more than " + std::to_string(max_bytes_) + " bytes");
  else if (error == failure::refused_address)
    complete(error, "not a public address");
  else
    complete(error, error_[0] ? error_.data() : curl_easy_strerror(code));
}

void transfer::cancel() { complete(failure::cancelled, "the crawl was stopped"); }

void transfer::complete(failure error, std::string text) {
  long status = 0;
  char* type = nullptr;
  curl_off_t wire_bytes = 0;
  if (auto* h = handle_.get()) {
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(h, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(h, CURLINFO_SIZE_DOWNLOAD_T, &wire_bytes);
    result_.first_byte = time_of(h, CURLINFO_STARTTRANSFER_TIME_T);
    result_.total = time_of(h, CURLINFO_TOTAL_TIME_T);
  }
  result_.status = static_cast<std::int32_t>(status);
  result_.content_type = type ? type : "";
  result_.wire_bytes = static_cast<std::uint64_t>(wire_bytes);
  result_.error = error;
  result_.error_text = std::move(text);
  done_(std::move(result_));
}

} // namespace crawler
