#ifndef CXML_SCAN_H
#define CXML_SCAN_H

#include <stddef.h>
#include <stdint.h>

// Where the bytes that come in stand: enough of XML's grammar to count the attributes of a start tag.
typedef struct {
    enum { IN_TEXT, AFTER_LESS, IN_TAG, IN_QUOTE, AFTER_BANG, IN_COMMENT, IN_CDATA, IN_INSTRUCTION, IN_DECLARATION } at;
    int32_t counted;
    char quote, last, before_last;
} tag_scan;

// Returns 0 as soon as one start tag has more than `limit` attributes.
int scan_tags(tag_scan *scan, const uint8_t *bytes, size_t count, int32_t limit);

#endif
