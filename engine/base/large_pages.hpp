// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace yhdyspinta::base {

/// Asks for pages of 2 MB for what this process will allocate from now on, up to 512 MB; none of it
/// is taken before it is used. A model touches tens of megabytes in no order that the processor
/// could know, and with pages of 4 KB each touch costs a search for the page as well: about a sixth
/// of the time of a large run. A wish that the system may leave unheard; without glibc on Linux
/// nothing happens.
void use_large_pages();

}  // namespace yhdyspinta::base
