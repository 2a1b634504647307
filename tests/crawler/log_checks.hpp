// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/server.hpp>
#include <crawler/site.hpp>

#include <chrono>
#include <vector>

/// Each URL of the closure was asked for as often as it must be, and no other one was.
void check_requests(const std::vector<crawler::served>& log,
                    const std::vector<crawler::expected_fetch>& closure);

/// Of each host: robots.txt first, one request at a time, the delay between two.
void check_manners(const std::vector<crawler::served>& log, const crawler::site& s,
                   std::chrono::milliseconds delay = std::chrono::milliseconds(0));
