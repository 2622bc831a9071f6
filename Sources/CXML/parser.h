// What the two ways of reading share: libxml2's push parser, and the quick way for plain documents.

#ifndef CXML_PARSER_H
#define CXML_PARSER_H

#include "cxml.h"
#include "scan.h"

#include <libxml/parser.h>

typedef struct {
    const xmlChar *key;  // interned by the parser's dictionary: compared as a pointer
    int32_t number;
} slot;

typedef struct {
    slot *slots;
    size_t mask;
} table;

// A vocabulary whose words are compared byte by byte.
typedef struct {
    const char *word;
    uint64_t first, last;  // see `key_of`
    uint32_t length;
    int32_t number;
} plain_slot;

typedef struct {
    plain_slot *slots;
    uint32_t mask;
} plain_table;

typedef struct {
    int32_t name, space, declared;
    const uint8_t *qualified;  // its qualified name in the present piece; NULL: at `name_at` in `names`
    uint32_t name_at, name_length;
} plain_element;

typedef struct {
    uint64_t head;    // the first eight bytes of the prefix
    uint32_t at, length;
    int32_t space;
} plain_binding;

typedef struct {
    const uint8_t *name;
    uint32_t length, prefix_length;  // the prefix without its colon
    const uint8_t *value;            // NULL: at `value_at` in `scratch`
    size_t value_at, value_length;
} plain_attribute;

typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
} plain_bytes;

typedef struct {
    plain_table names_known, spaces_known;
    plain_bytes carry, names, prefixes, scratch;
    plain_element *elements;
    plain_binding *bindings;
    plain_attribute *attributes;
    int32_t binding_count;
    int has_root;
    plain_binding last;     // the prefix that was looked up last
    int has_last;
    const uint8_t *piece;   // what is being read, as far as its lines have been counted
    const uint8_t *at;      // the present place in it
    int64_t lines;          // line breaks before `piece`
} plain_parser;

struct cxml_parser {
    xmlParserCtxtPtr ctxt;
    xmlSAXHandler sax;
    cxml_events events;
    cxml_limits limits;
    void *context;
    char **names, **spaces;
    int32_t *space_numbers, name_count, space_count;
    table name_table, space_table;
    cxml_attribute *attributes;
    uint8_t *mended;  // values of attributes as they are handed out, where libxml2 gives them otherwise
    size_t mended_count, mended_capacity;
    uint16_t *declared;  // namespace declarations of each open element
    int32_t depth, in_scope, status;
    tag_scan scan;
    xmlEntity entity;  // the named character that is being handed to libxml2
    xmlChar character[8];
    int64_t line;
    char message[200];
    enum { UNDECIDED, PLAIN, BY_LIBXML2 } way;
    plain_parser plain;
};

void cxml_fail(cxml_parser *parser, int status, const char *message);

// Adds bytes; 0 when there is no memory.
int plain_append(plain_bytes *to, const void *bytes, size_t count);
const plain_slot *plain_known(const plain_table *table, const uint8_t *bytes, size_t count);
// Where a name that begins at `s` ends; `s` itself when none does, NULL when it is cut. A colon counts as a part of it.
const uint8_t *plain_name_end(const uint8_t *s, const uint8_t *end);
// The length of a qualified name's prefix. Names with colons in odd places have none and are taken as they are.
uint32_t plain_prefix_length(const uint8_t *name, size_t count);
// The number of the namespace that a prefix (or none) stands for.
int32_t plain_space_of(cxml_parser *parser, const uint8_t *prefix, uint32_t count);
// Declares a namespace; 0 when that goes beyond a limit.
int plain_declare(cxml_parser *parser, const uint8_t *prefix, uint32_t count, const uint8_t *value, size_t length);
int plain_create(cxml_parser *parser);
void plain_destroy(cxml_parser *parser);
void plain_begin(cxml_parser *parser);
// Whether a document that begins so is one for `plain_feed`.
int plain_suits(const uint8_t *bytes, size_t count);
void plain_feed(cxml_parser *parser, const uint8_t *bytes, size_t count);
void plain_finish(cxml_parser *parser);
int64_t plain_line(cxml_parser *parser);

#endif
