#include "scan.h"

#include <string.h>

// One byte outside text and start tags.
static void elsewhere(tag_scan *p, char c) {
    switch (p->at) {
    case AFTER_LESS:
        p->at = c == '!' ? AFTER_BANG : c == '?' ? IN_INSTRUCTION : c == '>' ? IN_TEXT : IN_TAG;
        p->last = p->before_last = 0;
        return;
    case AFTER_BANG:
        p->at = c == '-' ? IN_COMMENT : c == '[' ? IN_CDATA : IN_DECLARATION;
        return;
    case IN_COMMENT:
        if (c == '>' && p->last == '-' && p->before_last == '-') p->at = IN_TEXT;
        break;
    case IN_CDATA:
        if (c == '>' && p->last == ']' && p->before_last == ']') p->at = IN_TEXT;
        break;
    case IN_INSTRUCTION:
        if (c == '>' && p->last == '?') p->at = IN_TEXT;
        break;
    default:  // a document type: its parts begin with "<" again, and its end is as good as any ">"
        if (c == '>') p->at = IN_TEXT;
        if (c == '<') p->at = AFTER_LESS;
    }
    p->before_last = p->last;
    p->last = c;
}

// libxml2 2.9 compares every attribute of an element with every other before it says anything: 200,000 of them cost
// many seconds. So the signs "=" outside quotes are counted in the bytes before libxml2 sees them. NULs are passed
// over, which makes this right for UTF-16 as well. Returns 0 when a start tag has too many.
int scan_tags(tag_scan *p, const uint8_t *bytes, size_t count, int32_t limit) {
    const uint8_t *s = bytes, *end = bytes + count;
    while (s < end) {
        char c = (char)*s;
        switch (p->at) {
        case IN_TEXT:
            s = memchr(s, '<', (size_t)(end - s));
            if (!s) return 1;
            p->at = AFTER_LESS;
            p->counted = 0;
            break;
        case IN_QUOTE:
            s = memchr(s, p->quote, (size_t)(end - s));
            if (!s) return 1;
            p->at = IN_TAG;
            break;
        case IN_TAG:
            // Letters are passed over at once: the signs that matter are all below "A".
            while (s < end && (*s > '>' || *s < '"')) s++;
            if (s == end) return 1;
            c = (char)*s;
            if (c == '>') p->at = IN_TEXT;
            else if (c == '"' || c == '\'') p->quote = c, p->at = IN_QUOTE;
            else if (c == '=' && ++p->counted > limit) return 0;
            break;
        default:
            if (c != 0) elsewhere(p, c);
        }
        s++;
    }
    return 1;
}
