#define _GNU_SOURCE
#include "characters.h"
#include "parser.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Bytes go to libxml2 in pieces of this size, so that a document can be stopped soon after it goes wrong.
enum { PIECE = 16 * 1024 };
// A parser's dictionary keeps every name that it met; with more than this it is made anew for the next document.
enum { DICTIONARY_NAMES = 20000 };

void cxml_fail(cxml_parser *p, int status, const char *message) {
    if (p->status) return;
    p->status = status;
    p->line = cxml_line(p);
    snprintf(p->message, sizeof p->message, "%s", message);
    if (p->way == BY_LIBXML2 && p->ctxt) xmlStopParser(p->ctxt);
}

static void stop(cxml_parser *p, int status, const char *message) { cxml_fail(p, status, message); }

static size_t hash_of(const void *pointer) {
    uint64_t h = (uint64_t)(uintptr_t)pointer * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(h >> 32);
}

static int32_t find(const table *t, const xmlChar *key) {
    if (!key) return 0;
    for (size_t i = hash_of(key) & t->mask; t->slots[i].key; i = (i + 1) & t->mask)
        if (t->slots[i].key == key) return t->slots[i].number;
    return 0;
}

static int fill(table *t, xmlDictPtr dict, char **words, const int32_t *numbers, int32_t count) {
    size_t size = 16;
    while (size < (size_t)count * 4) size *= 2;
    free(t->slots);
    t->slots = calloc(size, sizeof *t->slots);
    if (!t->slots) return 0;
    t->mask = size - 1;
    for (int32_t i = 0; i < count; i++) {
        const xmlChar *key = xmlDictLookup(dict, (const xmlChar *)words[i], -1);
        if (!key) return 0;
        size_t at = hash_of(key) & t->mask;
        while (t->slots[at].key && t->slots[at].key != key) at = (at + 1) & t->mask;
        t->slots[at] = (slot){key, numbers ? numbers[i] : i + 1};
    }
    return 1;
}

// ------------------------------------------------------------------------------------------------ events

// libxml2 hands out "&" in an attribute as "&#38;" unless entities are replaced, which they never are here. What is
// written so in the document itself comes as "&#38;#38;", so this takes nothing else with it.
static void mend_value(cxml_parser *p, cxml_attribute *a) {
    static const char written[] = "&#38;";
    const uint8_t *from = a->value, *end = from + a->value_length;
    const uint8_t *next = memmem(from, (size_t)(end - from), written, 5);
    if (!next) return;
    uint8_t *to = p->mended + p->mended_count;
    a->value = to;
    for (; next; next = memmem(from, (size_t)(end - from), written, 5)) {
        memcpy(to, from, (size_t)(next + 1 - from));
        to += next + 1 - from;
        from = next + 5;
    }
    memcpy(to, from, (size_t)(end - from));
    to += end - from;
    a->value_length = (int32_t)(to - a->value);
    p->mended_count = (size_t)(to - p->mended);
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int space_count,
                     const xmlChar **spaces, int count, int defaulted, const xmlChar **attributes) {
    (void)prefix, (void)spaces, (void)defaulted;
    cxml_parser *p = ((xmlParserCtxtPtr)ctx)->_private;
    if (p->status) return;
    if (p->depth >= p->limits.depth) return stop(p, CXML_DEPTH, "elements are nested too deeply");
    if (count > p->limits.attributes) return stop(p, CXML_ATTRIBUTES, "an element has too many attributes");
    if (space_count > p->limits.namespaces - p->in_scope)
        return stop(p, CXML_NAMESPACES, "too many namespaces are declared");
    p->declared[p->depth++] = (uint16_t)space_count;
    p->in_scope += space_count;
    size_t bytes = 0;
    for (int i = 0; i < count; i++) bytes += (size_t)(attributes[5 * i + 4] - attributes[5 * i + 3]);
    if (bytes > p->mended_capacity) {
        free(p->mended);
        p->mended = malloc(bytes * 2);
        p->mended_capacity = p->mended ? bytes * 2 : 0;
        if (!p->mended) return stop(p, CXML_NO_MEMORY, "there is not enough memory");
    }
    p->mended_count = 0;
    for (int i = 0; i < count; i++) {
        const xmlChar **a = attributes + 5 * i;
        p->attributes[i] = (cxml_attribute){find(&p->name_table, a[0]), find(&p->space_table, a[2]), a[0], a[3],
                                            xmlStrlen(a[0]), (int32_t)(a[4] - a[3])};
        if (count && a[4] > a[3]) mend_value(p, &p->attributes[i]);
    }
    p->events.start(p->context, find(&p->name_table, name), find(&p->space_table, uri), name, xmlStrlen(name), p->attributes,
                    count);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)prefix;
    cxml_parser *p = ((xmlParserCtxtPtr)ctx)->_private;
    if (p->status || p->depth == 0) return;
    p->in_scope -= p->declared[--p->depth];
    p->events.end(p->context, find(&p->name_table, name), find(&p->space_table, uri));
}

static int is_utf8(const uint8_t *s, size_t count) {
    const uint8_t *end = s + count;
    uint32_t value;
    while (s < end) {
        int length = *s < 0x80 ? 1 : character(s, end, &value);
        if (length <= 0) return 0;
        s += length;
    }
    return 1;
}

// libxml2 lets characters that are written with more bytes than they need pass where text is marked as such. Who takes
// text here is promised UTF-8.
static void give_text(cxml_parser *p, const xmlChar *bytes, int count) {
    if (p->status || count <= 0) return;
    if (!is_utf8(bytes, (size_t)count))
        return stop(p, CXML_MALFORMED, "a byte is not UTF-8, or a character is not allowed");
    p->events.text(p->context, bytes, count);
}

static void on_text(void *ctx, const xmlChar *bytes, int count) {
    give_text(((xmlParserCtxtPtr)ctx)->_private, bytes, count);
}

static xmlEntityPtr on_get_entity(void *ctx, const xmlChar *name) {
    xmlParserCtxtPtr c = ctx;
    cxml_parser *p = c->_private;
    if (p->status || !p->limits.html_names) return NULL;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    if (!known) return NULL;
    p->character[xmlCopyCharMultiByte(p->character, (int)known->value)] = 0;
    memset(&p->entity, 0, sizeof p->entity);
    p->entity.type = XML_ENTITY_DECL;
    // In an attribute libxml2 takes one byte only of a predefined entity; as a general one it stays written out.
    p->entity.etype = c->instate == XML_PARSER_ATTRIBUTE_VALUE ? XML_INTERNAL_GENERAL_ENTITY
                                                               : XML_INTERNAL_PREDEFINED_ENTITY;
    p->entity.name = name;
    p->entity.content = p->character;
    p->entity.length = (int)strlen((const char *)p->character);
    return &p->entity;
}

// A reference that may be declared in a DTD which is not loaded: kept as it is written.
static void on_reference(void *ctx, const xmlChar *name) {
    cxml_parser *p = ((xmlParserCtxtPtr)ctx)->_private;
    if (p->status) return;
    p->events.text(p->context, (const uint8_t *)"&", 1);
    give_text(p, name, xmlStrlen(name));
    if (p->status) return;
    p->events.text(p->context, (const uint8_t *)";", 1);
}

static xmlParserInputPtr refuse_entity(void *ctx, const xmlChar *public_id, const xmlChar *system_id) {
    (void)ctx, (void)public_id, (void)system_id;
    return NULL;
}

static xmlParserInputPtr refuse_load(const char *url, const char *id, xmlParserCtxtPtr ctxt) {
    (void)url, (void)id, (void)ctxt;
    return NULL;
}

static void on_entity_declaration(void *ctx, const xmlChar *name, int type, const xmlChar *public_id,
                                  const xmlChar *system_id, xmlChar *content) {
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    stop(((xmlParserCtxtPtr)ctx)->_private, CXML_DECLARATION, "the document declares entities of its own");
}

static void on_attribute_declaration(void *ctx, const xmlChar *element, const xmlChar *name, int type, int defaulted,
                                     const xmlChar *value, xmlEnumerationPtr tree) {
    (void)element, (void)name, (void)type, (void)defaulted, (void)value;
    xmlFreeEnumeration(tree);
    stop(((xmlParserCtxtPtr)ctx)->_private, CXML_DECLARATION, "the document declares attributes of its own");
}

static void on_error(void *ctx, xmlErrorPtr error) {
    cxml_parser *p = ((xmlParserCtxtPtr)ctx)->_private;
    if (p->status || error->level < XML_ERR_ERROR) return;
    // An undeclared prefix or a relative namespace is a fault of names, not of form: the text is all there.
    if (error->domain == XML_FROM_NAMESPACE) return;
    if (error->level == XML_ERR_ERROR && error->code == XML_WAR_UNDECLARED_ENTITY) return;
    int status = CXML_MALFORMED;
    if (error->code == XML_ERR_NO_MEMORY) status = CXML_NO_MEMORY;
    if (error->code == XML_ERR_UNSUPPORTED_ENCODING || error->code == XML_ERR_UNKNOWN_ENCODING)
        status = CXML_ENCODING;
    if (error->code == XML_ERR_NAME_TOO_LONG || error->code == XML_ERR_ENTITY_LOOP) status = CXML_SIZE;
    char message[sizeof p->message];
    snprintf(message, sizeof message, "%s", error->message ? error->message : "not well-formed");
    for (size_t n = strlen(message); n > 0 && (message[n - 1] == '\n' || message[n - 1] == ' ');) message[--n] = 0;
    stop(p, status, message);
}

// ------------------------------------------------------------------------------------------------ life

static char **copy_words(const char *const *words, int32_t count) {
    char **copies = calloc((size_t)count + 1, sizeof *copies);
    for (int32_t i = 0; copies && i < count; i++)
        if (!(copies[i] = strdup(words[i]))) return copies;
    return copies;
}

static int make_context(cxml_parser *p) {
    if (p->ctxt) {
        if (xmlDictSize(p->ctxt->dict) <= DICTIONARY_NAMES) {
            if (xmlCtxtResetPush(p->ctxt, NULL, 0, NULL, NULL) != 0) return 0;
            // Only then is the encoding of the next document looked for.
            p->ctxt->charset = XML_CHAR_ENCODING_NONE;
            return 1;
        }
        xmlFreeParserCtxt(p->ctxt);
    }
    p->ctxt = xmlCreatePushParserCtxt(&p->sax, NULL, NULL, 0, NULL);
    return p->ctxt && fill(&p->name_table, p->ctxt->dict, p->names, NULL, p->name_count) &&
           fill(&p->space_table, p->ctxt->dict, p->spaces, p->space_numbers, p->space_count);
}

cxml_parser *cxml_create(const char *const *names, int32_t name_count, const char *const *spaces,
                         const int32_t *space_numbers, int32_t space_count, cxml_limits limits) {
    cxml_parser *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    xmlInitParser();
    xmlSetExternalEntityLoader(refuse_load);
    p->limits = limits;
    p->name_count = name_count;
    p->space_count = space_count;
    p->names = copy_words(names, name_count);
    p->spaces = copy_words(spaces, space_count);
    p->space_numbers = calloc((size_t)space_count + 1, sizeof *p->space_numbers);
    p->attributes = calloc((size_t)limits.attributes + 1, sizeof *p->attributes);
    p->declared = calloc((size_t)limits.depth + 1, sizeof *p->declared);
    if (!p->names || !p->spaces || !p->space_numbers || !p->attributes || !p->declared ||
        (name_count && !p->names[name_count - 1]) || (space_count && !p->spaces[space_count - 1])) {
        cxml_destroy(p);
        return NULL;
    }
    memcpy(p->space_numbers, space_numbers, (size_t)space_count * sizeof *space_numbers);
    if (!plain_create(p)) {
        cxml_destroy(p);
        return NULL;
    }
    p->sax.initialized = XML_SAX2_MAGIC;
    p->sax.startElementNs = on_start;
    p->sax.endElementNs = on_end;
    p->sax.characters = on_text;
    p->sax.ignorableWhitespace = on_text;
    p->sax.cdataBlock = on_text;
    p->sax.getEntity = on_get_entity;
    p->sax.reference = on_reference;
    p->sax.resolveEntity = refuse_entity;
    p->sax.entityDecl = on_entity_declaration;
    p->sax.attributeDecl = on_attribute_declaration;
    p->sax.serror = on_error;
    return p;
}

void cxml_destroy(cxml_parser *p) {
    if (!p) return;
    plain_destroy(p);
    free(p->mended);
    if (p->ctxt) xmlFreeParserCtxt(p->ctxt);
    for (int32_t i = 0; p->names && i < p->name_count; i++) free(p->names[i]);
    for (int32_t i = 0; p->spaces && i < p->space_count; i++) free(p->spaces[i]);
    free(p->names), free(p->spaces), free(p->space_numbers), free(p->attributes), free(p->declared);
    free(p->name_table.slots), free(p->space_table.slots);
    free(p);
}

int cxml_begin(cxml_parser *p, cxml_events events, void *context) {
    p->events = events;
    p->context = context;
    p->depth = p->in_scope = p->status = 0;
    p->scan = (tag_scan){0};
    p->line = 0;
    p->message[0] = 0;
    p->way = UNDECIDED;
    plain_begin(p);
    return CXML_OK;
}

// ------------------------------------------------------------------------------------------------ feeding

static int begin_libxml2(cxml_parser *p) {
    p->way = BY_LIBXML2;
    if (!make_context(p)) return p->status = CXML_NO_MEMORY;
    p->ctxt->_private = p;
    // Never NOENT, DTDLOAD, DTDATTR, DTDVALID, XINCLUDE, HUGE or RECOVER.
    xmlCtxtUseOptions(p->ctxt, XML_PARSE_NONET | XML_PARSE_NOWARNING);
    return CXML_OK;
}

static void feed_libxml2(cxml_parser *p, const uint8_t *s, size_t count) {
    while (count > 0 && !p->status) {
        size_t n = count < PIECE ? count : PIECE;
        if (!scan_tags(&p->scan, s, n, p->limits.attributes)) {
            stop(p, CXML_ATTRIBUTES, "an element has too many attributes");
            break;
        }
        xmlParseChunk(p->ctxt, (const char *)s, (int)n, 0);
        s += n;
        count -= n;
    }
}

int cxml_feed(cxml_parser *p, const void *bytes, size_t count) {
    if (p->status || count == 0) return p->status;
    if (p->way == UNDECIDED) {
        if (plain_suits(bytes, count)) p->way = PLAIN;
        else begin_libxml2(p);
    }
    if (p->way == PLAIN) plain_feed(p, bytes, count);
    else feed_libxml2(p, bytes, count);
    return p->status;
}

int cxml_finish(cxml_parser *p) {
    if (p->status) return p->status;
    if (p->way == UNDECIDED) begin_libxml2(p);
    if (p->way == PLAIN) plain_finish(p);
    else if (!p->status) xmlParseChunk(p->ctxt, NULL, 0, 1);
    return p->status;
}

void cxml_stop(cxml_parser *p) { stop(p, CXML_STOPPED, "stopped"); }

int cxml_is_quick(const cxml_parser *p) { return p->way == PLAIN; }

int64_t cxml_line(cxml_parser *p) {
    if (p->line) return p->line;
    if (p->way == PLAIN) return plain_line(p);
    return p->way == BY_LIBXML2 && p->ctxt ? xmlSAX2GetLineNumber(p->ctxt) : 0;
}

const char *cxml_message(const cxml_parser *p) { return p->message; }
