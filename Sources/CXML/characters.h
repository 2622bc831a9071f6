// Characters and names as XML has them.

#ifndef CXML_CHARACTERS_H
#define CXML_CHARACTERS_H

#include <stdint.h>

// What an ASCII character may be.
enum { TEXT = 1, VALUE = 2, NAME = 4, NAME_START = 8, SPACE = 16, COLON = 32 };

extern uint8_t plain_kinds[256];

static inline int is_space(uint8_t c) { return plain_kinds[c] & SPACE; }

static inline int is_character(uint32_t c) {
    return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
           (c >= 0x10000 && c < 0x110000);
}

static inline int is_name_start(uint32_t c) {
    return (c >= 0xC0 && c < 0x300 && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c < 0x2000 && c != 0x37E) ||
           c == 0x200C || c == 0x200D || (c >= 0x2070 && c < 0x2190) || (c >= 0x2C00 && c < 0x2FF0) ||
           (c >= 0x3001 && c < 0xD800) || (c >= 0xF900 && c < 0xFDD0) || (c >= 0xFDF0 && c < 0xFFFE) ||
           (c >= 0x10000 && c < 0xF0000);
}

static inline int is_name_part(uint32_t c) {
    return is_name_start(c) || c == 0xB7 || (c >= 0x300 && c < 0x370) || c == 0x203F || c == 0x2040;
}

// A character beyond ASCII: its length; 0 when it is none that XML allows, -1 when it is cut.
static inline int character(const uint8_t *s, const uint8_t *end, uint32_t *value) {
    uint8_t c = *s;
    int length = c >= 0xC2 && c < 0xE0 ? 2 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xF0 && c < 0xF5 ? 4 : 0;
    if (!length) return 0;
    uint32_t v = c & (0x7F >> length);
    for (int i = 1; i < length; i++) {
        if (s + i == end) return -1;
        if ((s[i] & 0xC0) != 0x80) return 0;
        v = v << 6 | (s[i] & 0x3F);
    }
    if ((length == 3 && v < 0x800) || (length == 4 && v < 0x10000) || !is_character(v)) return 0;
    *value = v;
    return length;
}

static inline int put_utf8(uint8_t *out, uint32_t c) {
    if (c < 0x80) return out[0] = (uint8_t)c, 1;
    if (c < 0x800) return out[0] = (uint8_t)(0xC0 | c >> 6), out[1] = (uint8_t)(0x80 | (c & 63)), 2;
    if (c < 0x10000)
        return out[0] = (uint8_t)(0xE0 | c >> 12), out[1] = (uint8_t)(0x80 | (c >> 6 & 63)),
               out[2] = (uint8_t)(0x80 | (c & 63)), 3;
    out[0] = (uint8_t)(0xF0 | c >> 18), out[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    return out[2] = (uint8_t)(0x80 | (c >> 6 & 63)), out[3] = (uint8_t)(0x80 | (c & 63)), 4;
}

#endif
