// SPDX-License-Identifier: BSD-3-Clause
// Options of real processes: a file of them, addresses for other workers, the largest item, health.
#include "child.hpp"
#include "relay.hpp"

#include <boost/test/unit_test.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stop_token>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

const std::string cluster = CLUSTER_PROGRAM;
const std::string placed = PLACED_PROGRAM;
const std::string steady = STEADY_PROGRAM;
const std::string total = "total 499897499674\n";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The answer of a process to a probe, as it comes.
std::string probe(const std::string& at, const std::string& target) {
  const auto there = leat::dial(leat::socket_address::read(at), 20s, std::stop_token());
  BOOST_TEST_REQUIRE(static_cast<bool>(there.socket), there.error);
  const auto request = "GET " + target + " HTTP/1.1\r\nHost: here\r\n\r\n";
  BOOST_TEST_REQUIRE(send(there.socket.get(), request.data(), request.size(), MSG_NOSIGNAL)
                     == static_cast<ssize_t>(request.size()));
  std::string all;
  std::array<char, 1000> some{};
  for (;;) {
    pollfd readable{there.socket.get(), POLLIN, 0};
    BOOST_TEST_REQUIRE(poll(&readable, 1, 60'000) == 1);
    const auto n = recv(there.socket.get(), some.data(), some.size(), 0);
    if (n <= 0)
      return all;
    all.append(some.data(), static_cast<std::size_t>(n));
  }
}
bool ok(const std::string& answer) { return answer.starts_with("HTTP/1.1 200 "); }
bool unavailable(const std::string& answer) { return answer.starts_with("HTTP/1.1 503 "); }

/// The ports at which a process accepts connections, in order.
std::vector<unsigned> listening_ports(pid_t of) {
  const auto process = std::filesystem::path("/proc") / std::to_string(of);
  std::set<std::string> sockets;
  for (const auto& fd : std::filesystem::directory_iterator(process / "fd")) {
    std::error_code closed_meanwhile;
    sockets.insert(std::filesystem::read_symlink(fd, closed_meanwhile));
  }
  std::vector<unsigned> ports;
  for (const auto* table : {"tcp", "tcp6"}) {
    std::ifstream lines(process / "net" / table);
    std::string line;
    std::getline(lines, line); // the heading
    while (std::getline(lines, line)) {
      std::istringstream words(line);
      std::string number, here, there, state, inode;
      words >> number >> here >> there >> state;
      for (int i = 0; i < 6; ++i)
        words >> inode;
      if (state == "0A" && sockets.contains("socket:[" + inode + "]"))
        ports.push_back(
          static_cast<unsigned>(std::stoul(here.substr(here.find(':') + 1), nullptr, 16)));
    }
  }
  std::ranges::sort(ports);
  return ports;
}
unsigned port_of(const std::string& address) { return leat::socket_address::read(address).port; }

} // namespace

BOOST_AUTO_TEST_SUITE(options_test)

BOOST_AUTO_TEST_CASE(a_file_makes_a_worker_and_a_coordinator) {
  const auto folder = std::filesystem::temp_directory_path() / ("leat_" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const auto token = folder / "token", of_worker = folder / "worker", of_job = folder / "job";
  std::ofstream(token) << std::string(32, 'a') << '\n';
  std::ofstream(of_worker) << "worker = true\nlisten = \"127.0.0.1:0\"\n"
                           << "token-file = " << token << '\n';
  child worker(cluster, {"--config", of_worker});
  std::ofstream(of_job) << "workers = [\"" << worker.wait_for("listening on ") << "\"]\n"
                        << "token-file = " << token << '\n';
  BOOST_TEST(child(cluster, {}, {{"LEAT_CONFIG", of_job}}).finish().text == total);
  std::ofstream(of_job) << "worker-count = 2\n";
  const auto end = child(cluster, {"--config", of_job}).finish();
  BOOST_TEST(end.code == 2);
  BOOST_TEST(has(end.text, of_job.string() + ": 'worker-count' is no option"), end.text);
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(workers_reach_each_other_where_they_say) {
  const auto end_with = [](const child::arguments& more) {
    child::arguments words{"--worker", "--connect-timeout", "0.5", "--listen"};
    words.emplace_back("127.0.0.1:0");
    child first(steady, words);
    const relay to_first(first.wait_for("listening on "));
    words.back() = "127.0.0.2:0";
    words.insert(words.end(), more.begin(), more.end());
    child second(steady, words);
    const relay to_second(second.wait_for("listening on "));
    return child(steady, {"--workers", to_first.address() + "," + to_second.address(), "300"})
      .finish();
  };
  const auto without = end_with({});
  BOOST_TEST(without.code == 1);
  BOOST_TEST(has(without.text, "worker 2 cannot be reached from worker 1 at 127.0.0.1:"),
             without.text);
  const auto with = end_with({"--advertise", "127.0.0.2:0"});
  BOOST_TEST(with.text == "100\n200\n300\n");
  BOOST_TEST(with.code == 0);
  const auto elsewhere = end_with({"--advertise", "127.0.0.3:1"});
  BOOST_TEST(has(elsewhere.text, "worker 1 at 127.0.0.3:1"), elsewhere.text);
}

BOOST_AUTO_TEST_CASE(an_item_that_is_too_large_fails_its_node) {
  const child::arguments two_mib{"--max-item", "2MiB"};
  workers on(placed, 2, {}, two_mib);
  const auto run = [&](std::size_t bytes) {
    child::arguments words{"--workers", on.addresses(), "large", std::to_string(bytes)};
    words.insert(words.end(), two_mib.begin(), two_mib.end());
    return child(placed, words).finish();
  };
  const std::size_t fits = (std::size_t{2} << 20) - sizeof(std::uint32_t); // its length goes along
  BOOST_TEST(run(fits).text == std::to_string(fits) + "\n");
  const auto end = run(fits + 100);
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "'fill'"), end.text);
  BOOST_TEST(has(end.text, "is more than the 2097152 that may go to another process"), end.text);
  BOOST_TEST(run(fits).code == 0); // and it was no matter of the session
}

BOOST_AUTO_TEST_CASE(the_largest_item_is_the_same_everywhere) {
  workers on(cluster, 1, {{"LEAT_MAX_ITEM", "1MiB"}});
  const auto end = child(cluster, {"--workers", on.addresses()}).finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "takes items of 1048576 bytes, here 67108864; give all processes the "
                           "same --max-item"),
             end.text);
}

BOOST_AUTO_TEST_CASE(a_process_listens_where_it_says_and_nowhere_else) {
  child plain(steady, {"--worker"}), watched(steady, {"--worker", "--health", "127.0.0.1:0"});
  const auto health = port_of(watched.wait_for("health on "));
  const auto first = plain.wait_for("listening on "), second = watched.wait_for("listening on ");
  child job(steady, {"--workers", first + "," + second});
  job.wait_for("100"); // with connections among all of them
  BOOST_TEST(listening_ports(plain.id()) == std::vector<unsigned>{port_of(first)});
  std::vector<unsigned> both{health, port_of(second)};
  std::ranges::sort(both);
  BOOST_TEST(listening_ports(watched.id()) == both);
  BOOST_TEST(listening_ports(job.id()).empty());
}

BOOST_AUTO_TEST_CASE(health_of_a_worker) {
  child worker(cluster, {"--worker", "--health", "127.0.0.1:0"});
  const auto health = worker.wait_for("health on ");
  const auto address = worker.wait_for("listening on ");
  BOOST_TEST(ok(probe(health, "/live")));
  for (std::string answer; !ok(answer = probe(health, "/ready"));) // it is told after the line
    BOOST_TEST_REQUIRE(unavailable(answer), answer);
  BOOST_TEST(child(cluster, {"--workers", address}).finish().text == total);
#ifndef __SANITIZE_THREAD__ // TSan holds signals back, now and then for ever
  const auto silent = leat::dial(leat::socket_address::read(health), 20s, std::stop_token());
  worker.signal(SIGTERM);
  BOOST_TEST(worker.finish().code == 0);
#endif
}

BOOST_AUTO_TEST_CASE(health_of_a_coordinator) {
  child waiting(cluster, {"--workers", "127.0.0.1:1", "--connect-timeout", "600", "--health", "0"});
  const auto early = waiting.wait_for("health on ");
  std::string answer;
  while (!has(answer = probe(early, "/ready"), "the workers are not all there"))
    BOOST_TEST_REQUIRE(unavailable(answer), answer);
  BOOST_TEST(unavailable(answer), answer);
  BOOST_TEST(ok(probe(early, "/live")));

  workers on(steady, 1);
  child job(steady, {"--workers", on.addresses(), "--health", "0"});
  const auto health = job.wait_for("health on ");
  job.wait_for("100");
  BOOST_TEST(ok(probe(health, "/ready")));
  on[0].signal(SIGKILL);
  BOOST_TEST(job.finish().code == 1);
}

BOOST_AUTO_TEST_CASE(health_that_cannot_be_told_is_an_error_at_once) {
  child worker(cluster, {"--worker", "--health", "0"});
  const auto taken = worker.wait_for("health on ");
  const auto end = child(cluster, {"--health", taken}).finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "cannot listen on " + taken), end.text);
}

BOOST_AUTO_TEST_SUITE_END()
