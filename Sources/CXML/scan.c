#include "scan.h"

#include <string.h>

// libxml2 2.9 compares every attribute of an element with every other before it says anything: 200,000 of them cost
// many seconds. So the signs "=" outside quotes are counted in the bytes before libxml2 sees them. NULs are passed
// over, which makes this right for UTF-16 as well. Returns 0 when a start tag has too many.
int scan_tags(tag_scan *p, const uint8_t *bytes, size_t count, int32_t limit) {
    const uint8_t *end = bytes + count;
    for (const uint8_t *s = bytes; s < end; s++) {
        if (p->at == IN_TEXT) {
            s = memchr(s, '<', (size_t)(end - s));
            if (!s) return 1;
            p->at = AFTER_LESS;
            p->counted = 0;
            continue;
        }
        if (p->at == IN_QUOTE) {
            s = memchr(s, p->quote, (size_t)(end - s));
            if (!s) return 1;
            p->at = IN_TAG;
            continue;
        }
        char c = (char)*s;
        if (c == 0) continue;
        switch (p->at) {
        case AFTER_LESS:
            p->at = c == '!' ? AFTER_BANG : c == '?' ? IN_INSTRUCTION : IN_TAG;
            if (c == '>') p->at = IN_TEXT;
            p->last = p->before_last = 0;
            continue;
        case IN_TAG:
            if (c == '>') p->at = IN_TEXT;
            else if (c == '"' || c == '\'') p->quote = c, p->at = IN_QUOTE;
            else if (c == '=' && ++p->counted > limit) return 0;
            continue;
        case AFTER_BANG:
            p->at = c == '-' ? IN_COMMENT : c == '[' ? IN_CDATA : IN_DECLARATION;
            continue;
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
    return 1;
}
