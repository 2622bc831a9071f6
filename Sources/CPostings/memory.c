// For mremap.
#define _GNU_SOURCE
#include <sys/mman.h>

#include "cpostings.h"

void *kp_move_mapping(void *start, size_t old_size, size_t new_size) {
    void *moved = mremap(start, old_size, new_size, MREMAP_MAYMOVE);
    return moved == MAP_FAILED ? 0 : moved;
}
