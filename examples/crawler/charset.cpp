// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/charset.hpp>
#include <crawler/meta_charset.hpp>

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <utility>

namespace crawler {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

struct alias {
  std::string_view label;
  std::string_view charset;
};

// The labels of WHATWG Encoding that mean something else than iconv takes them for.
constexpr std::array aliases{
  alias{"ascii", "windows-1252"},
  alias{"us-ascii", "windows-1252"},
  alias{"iso-8859-1", "windows-1252"},
  alias{"iso8859-1", "windows-1252"},
  alias{"iso_8859-1", "windows-1252"},
  alias{"latin1", "windows-1252"},
  alias{"l1", "windows-1252"},
  alias{"iso-8859-9", "windows-1254"},
  alias{"latin5", "windows-1254"},
  alias{"iso-8859-11", "windows-874"},
  alias{"tis-620", "windows-874"},
  alias{"utf8", "utf-8"},
  alias{"unicode-1-1-utf-8", "utf-8"},
  alias{"gb2312", "gb18030"},
  alias{"gbk", "gb18030"},
  alias{"x-gbk", "gb18030"},
  alias{"big5", "big5-hkscs"},
  alias{"sjis", "shift_jis"},
  alias{"x-sjis", "shift_jis"},
  alias{"windows-31j", "shift_jis"},
  alias{"ks_c_5601-1987", "euc-kr"},
  alias{"utf-16", "utf-16le"},
  alias{"unicode", "utf-16le"},
  alias{"x-user-defined", "windows-1252"},
};

/// The encodings whose web variants have other names in iconv.
std::string iconv_name(std::string_view charset) {
  if (charset == "shift_jis")
    return "cp932";
  if (charset == "euc-kr")
    return "cp949";
  return std::string(charset);
}

/// Lower case and free of aliases; empty for names that must not reach iconv ("x//translit",
/// UTF-7).
std::string canonical(std::string_view label) {
  std::string name;
  for (char c : label) {
    if (!is_letter(c) && !is_digit(c)
        && std::string_view("-_:.+").find(c) == std::string_view::npos)
      return {};
    name += lower(c);
  }
  if (name == "utf-7" || name == "utf7" || name == "unicode-1-1-utf-7")
    return {};
  auto found = std::ranges::find(aliases, name, &alias::label);
  return found == aliases.end() ? name : std::string(found->charset);
}

/// How many bytes the character at the beginning takes; 0 if it is not valid UTF-8.
std::size_t utf8_length(std::string_view text) {
  auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
    return byte(i) >= low && byte(i) <= high;
  };
  unsigned lead = byte(0);
  if (lead < 0x80)
    return 1;
  if (lead >= 0xc2 && lead <= 0xdf)
    return follows(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef)
    return follows(1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf) && follows(2) ? 3 : 0;
  if (lead >= 0xf0 && lead <= 0xf4)
    return follows(1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf) && follows(2)
        && follows(3)
      ? 4
      : 0;
  return 0;
}

std::size_t valid_prefix(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    auto length = utf8_length(text.substr(i));
    if (length == 0)
      break;
    i += length;
  }
  return i;
}

std::string repaired_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (true) {
    auto valid = valid_prefix(text);
    out += text.substr(0, valid);
    if (valid == text.size())
      return out;
    out += replacement;
    text.remove_prefix(valid + 1);
    while (!text.empty() && (text.front() & 0xc0) == 0x80) // the rest of a character that is broken
      text.remove_prefix(1);
  }
}

class converter {
 public:
  explicit converter(const std::string& charset) : handle_(iconv_open("UTF-8", charset.c_str())) {}
  converter(const converter&) = delete;
  converter& operator=(const converter&) = delete;
  ~converter() {
    if (is_known())
      iconv_close(handle_);
  }

  bool is_known() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

  std::string convert(std::string& body) {
    std::string out;
    std::array<char, 4'096> buffer;
    char* in = body.data();
    std::size_t left = body.size();
    while (left > 0) {
      char* end = buffer.data();
      std::size_t room = buffer.size();
      auto failed = iconv(handle_, &in, &left, &end, &room) == static_cast<std::size_t>(-1);
      int reason = errno;
      out.append(buffer.data(), end);
      if (failed && reason != E2BIG) {
        out += replacement;
        auto skipped = std::min<std::size_t>(left, 1);
        in += skipped;
        left -= skipped;
      }
    }
    return out;
  }

 private:
  iconv_t handle_;
};

/// Nothing if the charset is not known; the body is then as it was.
std::optional<decoded_text> decode(std::string& body, std::string_view label) {
  auto charset = canonical(label);
  if (charset.empty())
    return std::nullopt;
  if (charset == "utf-8")
    return decoded_text{valid_prefix(body) == body.size() ? std::move(body) : repaired_utf8(body),
                        charset};
  converter to(iconv_name(charset));
  if (!to.is_known())
    return std::nullopt;
  return decoded_text{to.convert(body), charset};
}

/// The charset of a byte order mark, which is taken off.
std::string_view take_mark(std::string& body) {
  for (auto [mark, charset] : {alias{"\xef\xbb\xbf", "utf-8"}, alias{"\xfe\xff", "utf-16be"},
                               alias{"\xff\xfe", "utf-16le"}})
    if (body.starts_with(mark)) {
      body.erase(0, mark.size());
      return charset;
    }
  return {};
}

} // namespace

std::string_view charset_parameter(std::string_view content_type) {
  constexpr std::string_view name = "charset";
  auto same = [](char a, char b) { return lower(a) == b; };
  auto found =
    std::search(content_type.begin(), content_type.end(), name.begin(), name.end(), same);
  while (found != content_type.end()) {
    std::string_view rest(found + static_cast<std::ptrdiff_t>(name.size()), content_type.end());
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n\f\r"), rest.size()));
    if (rest.starts_with('=')) {
      rest.remove_prefix(1);
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t\n\f\r"), rest.size()));
      if (rest.starts_with('"') || rest.starts_with('\''))
        return rest.substr(1, std::min(rest.find(rest.front(), 1), rest.size()) - 1);
      return rest.substr(0, rest.find_first_of(" \t\n\f\r;"));
    }
    found = std::search(found + 1, content_type.end(), name.begin(), name.end(), same);
  }
  return {};
}

decoded_text to_utf8(std::string body, std::string_view content_type) {
  auto result = decode(body, take_mark(body));
  if (!result)
    result = decode(body, charset_parameter(content_type));
  if (!result) {
    auto meta = canonical(meta_charset(std::string_view(body).substr(0, 1'024)));
    // A page whose meta element could be read byte by byte is not UTF-16, whatever it says.
    result = decode(body, meta.starts_with("utf-16") ? "utf-8" : meta);
  }
  if (!result)
    result = decode(body, valid_prefix(body) == body.size() ? "utf-8" : "windows-1252");
  // An iconv without its modules knows UTF-8 only.
  return result ? std::move(*result) : decoded_text{repaired_utf8(body), "utf-8"};
}

} // namespace crawler
