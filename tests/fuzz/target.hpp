// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

/// What libFuzzer calls with each input that it makes up, and replay.cpp with each file of the
/// corpus. It must come back, and may not crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
