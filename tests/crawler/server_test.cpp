// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/fetch.hpp>
#include <crawler/folder.hpp>
#include <crawler/server.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <future>

using namespace crawler;
using namespace std::chrono_literals;

namespace {

struct temporary_folder {
  std::filesystem::path path;

  temporary_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "leat-crawler-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~temporary_folder() { std::filesystem::remove_all(path); }

  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
  }
};

fetch_result fetch(const server& s, const std::string& url) {
  fetch_options options;
  options.connect_to = endpoint{"127.0.0.1", s.port()};
  fetcher f(std::move(options));
  std::promise<fetch_result> done;
  f.start(url, [&done](fetch_result r) { done.set_value(std::move(r)); });
  return done.get_future().get();
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_test)

BOOST_AUTO_TEST_CASE(the_log_has_each_request) {
  server s([](const http_request& q) {
    return http_reply{q.target == "/" ? 200 : 404, {}, {}, 20ms};
  });
  fetch(s, "http://A.test:80/");
  fetch(s, "http://b.test/x?y");
  auto log = s.log();
  BOOST_REQUIRE(log.size() == 2);
  BOOST_TEST(log[0].host == "a.test");
  BOOST_TEST(log[0].target == "/");
  BOOST_TEST(log[0].status == 200);
  BOOST_TEST(log[1].host == "b.test");
  BOOST_TEST(log[1].target == "/x?y");
  BOOST_TEST(log[1].status == 404);
  BOOST_TEST((log[0].end - log[0].start >= 20ms));
  BOOST_TEST((log[0].end <= log[1].start));
}

BOOST_AUTO_TEST_CASE(without_a_log) {
  server s([](const http_request&) { return http_reply{}; }, false);
  BOOST_TEST(fetch(s, "http://h.test/").status == 200);
  BOOST_TEST(s.log().empty());
}

BOOST_AUTO_TEST_CASE(files_of_a_folder) {
  temporary_folder files;
  files.write("index.html", "<p>start");
  files.write("sub/index.html", "<p>sub");
  files.write("sub/a b.txt", "text");
  files.write("..hidden", "dots");
  std::ofstream(files.path.string() + "-beside") << "secret";
  folder f(files.path);
  auto get = [&f](const std::string& target) { return f({"h", target}); };
  BOOST_TEST(get("/").body == "<p>start");
  BOOST_TEST(get("/index.html?query").body == "<p>start");
  BOOST_TEST(get("/sub/").body == "<p>sub");
  BOOST_TEST(get("/sub").status == 301);
  BOOST_TEST(get("/sub").headers[0].second == "/sub/");
  BOOST_TEST(get("/sub/a%20b.txt").body == "text");
  BOOST_TEST(get("/sub/a%20b.txt").headers[0].second == "text/plain");
  BOOST_TEST(get("/sub/../index.html").body == "<p>start");
  BOOST_TEST(get("/..hidden").body == "dots");
  auto beside = "/../" + files.path.filename().string() + "-beside";
  for (const auto& target : {std::string("/none"), beside, "/sub/.." + beside,
                             "/%2e%2e" + beside.substr(3), std::string("/%00"), std::string("*")})
    BOOST_TEST(get(target).status == 404, target);
  std::filesystem::remove(files.path.string() + "-beside");
}

BOOST_AUTO_TEST_CASE(a_folder_must_be_there) {
  BOOST_CHECK_THROW(folder("/nowhere/at/all"), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
