// XML read as a stream, behind an opaque handle: no header of libxml2 is seen by callers.
//
// Plain documents (UTF-8 without a document type) are read by a short scanner of our own, all others by libxml2; what comes
// out is the same.
//
// Bytes are pushed in, events come out. Nothing is ever loaded (no DTD, no external entity, no network), nothing is
// expanded beyond the predefined entities, and the limits below hold whatever the document says.

#ifndef CXML_H
#define CXML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cxml_parser cxml_parser;

// Names and namespaces are numbers: the position in the vocabulary given at creation, from 1; 0 for all others.
typedef struct {
    int32_t name, space;
    const uint8_t *local_name, *value;  // neither ends with NUL
    int32_t local_length, value_length;
} cxml_attribute;

// Pointers are valid during the call only.
typedef struct {
    void (*start)(void *context, int32_t name, int32_t space, const uint8_t *local_name, int32_t local_length,
                  const cxml_attribute *attributes, int32_t count);
    void (*end)(void *context, int32_t name, int32_t space);
    void (*text)(void *context, const uint8_t *bytes, int32_t count);
} cxml_events;

typedef struct {
    int32_t depth;       // nested elements
    int32_t attributes;  // attributes of one element; looked for before libxml2 compares each with each
    int32_t namespaces;  // declarations in scope at one time
    int32_t html_names;  // 1: the named characters of XHTML (&nbsp; &eacute; …) are known
} cxml_limits;

enum {
    CXML_OK = 0,
    CXML_MALFORMED = 1,    // see cxml_message, cxml_line
    CXML_DEPTH = 2,
    CXML_ATTRIBUTES = 3,
    CXML_NAMESPACES = 4,
    CXML_DECLARATION = 5,  // the document declares entities or attributes of its own
    CXML_ENCODING = 6,     // an encoding that is not known here
    CXML_NO_MEMORY = 7,
    CXML_STOPPED = 8,      // cxml_stop was called
    CXML_SIZE = 9,         // a name, attribute or text that is over libxml2's own limits
};

// `names` and `spaces` are NUL-ended strings that are copied. `spaces` may hold several addresses for one namespace:
// `space_numbers[i]` is the number that stands for `spaces[i]`. NULL when there is no memory.
cxml_parser *cxml_create(const char *const *names, int32_t name_count, const char *const *spaces,
                         const int32_t *space_numbers, int32_t space_count, cxml_limits limits);
void cxml_destroy(cxml_parser *parser);

// Begins a new document with the same vocabulary.
int cxml_begin(cxml_parser *parser, cxml_events events, void *context);

// Gives the next bytes; after a failure the same status is returned for ever and no more events come.
int cxml_feed(cxml_parser *parser, const void *bytes, size_t count);

// The document is complete (anything missing is an error).
int cxml_finish(cxml_parser *parser);

// To be called from within an event: no further events.
void cxml_stop(cxml_parser *parser);

// The place of the first failure, or the present line; a short English reason, valid until the next document.
int64_t cxml_line(cxml_parser *parser);
const char *cxml_message(const cxml_parser *parser);

// Whether the present document is read the quick way, without libxml2: for those who compare the two.
int cxml_is_quick(const cxml_parser *parser);

#ifdef __cplusplus
}
#endif

#endif
