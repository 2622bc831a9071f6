// Moves a mapping. A GNU extension, so it needs its own macro before every header.
#define _GNU_SOURCE
#include "include/cpostings.h"

#include <sys/mman.h>

void *kp_move_mapping(void *address, size_t old_size, size_t new_size)
{
    void *moved = mremap(address, old_size, new_size, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? NULL : moved;
}
