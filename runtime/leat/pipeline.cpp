// SPDX-License-Identifier: BSD-3-Clause
#include <leat/pipeline.hpp>

namespace leat {

pipeline::pipeline() : graph_(std::make_shared<leat::graph>()) {}

} // namespace leat
