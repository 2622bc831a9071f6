#include <string.h>

#include "cpostings.h"

// Vectors of four: SSE2 on x86-64, NEON on ARM.
typedef uint32_t four __attribute__((vector_size(16)));

static inline four load(const uint8_t *in) {
    four value;
    memcpy(&value, in, 16);
    return value;
}

static inline void store(uint32_t *out, four value) { memcpy(out, &value, 16); }

// With a constant width the loop unrolls and all its conditions go away.
__attribute__((always_inline)) static inline void unpack(const uint8_t *in, const unsigned width, uint32_t *values) {
    const uint32_t mask = width == 32 ? UINT32_MAX : (1u << (width & 31)) - 1;
#pragma clang loop unroll(full)
    for (unsigned index = 0; index < 32; index++) {
        const unsigned bit = index * width;
        const unsigned shift = bit & 31;
        four value = load(in + (bit >> 5) * 16) >> shift;
        // Halves that share no bit are joined by adding: `|` would be turned into scalar funnel shifts.
        if (shift + width > 32) value += load(in + ((bit >> 5) + 1) * 16) << (32 - shift);
        store(values + index * 4, value & mask);
    }
}

#define EACH_WIDTH(M)                                                                                                  \
    M(1) M(2) M(3) M(4) M(5) M(6) M(7) M(8) M(9) M(10) M(11) M(12) M(13) M(14) M(15) M(16) M(17) M(18) M(19) M(20)     \
        M(21) M(22) M(23) M(24) M(25) M(26) M(27) M(28) M(29) M(30) M(31) M(32)

void kp_unpack(const uint8_t *in, unsigned width, uint32_t *values) {
    switch (width) {
#define CASE(w)                                                                                                        \
    case w: unpack(in, w, values); return;
        EACH_WIDTH(CASE)
#undef CASE
    default: memset(values, 0, 128 * sizeof(uint32_t)); return;
    }
}

void kp_unpack_ascending(const uint8_t *in, unsigned width, uint32_t previous, uint32_t *values) {
    if (width == 0) {
        for (unsigned index = 0; index < 128; index++) values[index] = previous + 1 + index;
        return;
    }
    kp_unpack(in, width, values);
    four last = {previous, previous, previous, previous};
    const four ones = {1, 2, 3, 4};
    for (unsigned index = 0; index < 128; index += 4) {
        four value;
        memcpy(&value, values + index, 16);
        const four zero = {0, 0, 0, 0};
        value += __builtin_shufflevector(zero, value, 0, 4, 5, 6);
        value += __builtin_shufflevector(zero, value, 0, 0, 4, 5);
        value += last + ones;
        store(values + index, value);
        last = __builtin_shufflevector(value, value, 3, 3, 3, 3);
    }
}

void kp_pack(const uint32_t *values, unsigned width, uint8_t *out) {
    if (width == 0 || width > 32) return;
    four word = {0, 0, 0, 0};
    unsigned filled = 0;
    for (unsigned index = 0; index < 32; index++) {
        four value;
        memcpy(&value, values + index * 4, 16);
        word += value << filled;
        filled += width;
        if (filled >= 32) {
            memcpy(out, &word, 16);
            out += 16;
            filled -= 32;
            // What of the value did not fit; nothing, and no shift by 32, where it ended with the word.
            word = filled > 0 ? value >> (width - filled) : (four){0, 0, 0, 0};
        }
    }
}
