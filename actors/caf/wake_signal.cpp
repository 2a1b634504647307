// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/wake_signal.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace leat::shell {

wake_signal::wake_signal() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (descriptor_ < 0)
    throw std::system_error(errno, std::generic_category(),
                            "leat: no eventfd to wake a blocking source with");
}

wake_signal::~wake_signal() { ::close(descriptor_); }

// Neither can fail but where the flag is up, or down, already.
void wake_signal::raise() noexcept { ::eventfd_write(descriptor_, 1); }
void wake_signal::lower() noexcept {
  eventfd_t count = 0;
  ::eventfd_read(descriptor_, &count);
}

} // namespace leat::shell
