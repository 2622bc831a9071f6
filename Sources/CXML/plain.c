#define _GNU_SOURCE
// The quick way for what nearly all documents are: UTF-8 without a document type. Everything else is libxml2's. What is
// read is the same either way, event by event, and what is refused is refused in both: the tests and a fuzz target
// compare them. Nothing is kept but the names of open elements, the namespaces in scope, and a tag that is cut by the
// end of a piece.

#include "parser.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_NAME = 50000,       // libxml2's own limits
    LONGEST_TAG = 10000000,
    FIRST_ROOM = 4096,
};

// ------------------------------------------------------------------------------------------------ characters

enum { TEXT = 1, VALUE = 2, NAME = 4, NAME_START = 8, SPACE = 16 };

// For ASCII: what needs no look in a text or in an attribute, what may stand in a name.
static uint8_t kinds[256];

__attribute__((constructor)) static void fill_kinds(void) {
    for (int c = 0x20; c < 0x80; c++) {
        if (c != '<' && c != '&' && c != ']') kinds[c] |= TEXT;
        if (c != '<' && c != '&' && c != '"' && c != '\'') kinds[c] |= VALUE;
        int is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (is_letter || c == '_') kinds[c] |= NAME_START;
        if (is_letter || c == '_' || c == '-' || c == '.' || (c >= '0' && c <= '9')) kinds[c] |= NAME;
    }
    kinds['\t'] |= TEXT | SPACE;
    kinds['\n'] |= TEXT | SPACE;
    kinds['\r'] |= SPACE;
    kinds[' '] |= SPACE;
}

static int is_space(uint8_t c) { return kinds[c] & SPACE; }

static int is_character(uint32_t c) {
    return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
           (c >= 0x10000 && c < 0x110000);
}

static int is_name_start(uint32_t c) {
    return (c >= 0xC0 && c < 0x300 && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c < 0x2000 && c != 0x37E) ||
           c == 0x200C || c == 0x200D || (c >= 0x2070 && c < 0x2190) || (c >= 0x2C00 && c < 0x2FF0) ||
           (c >= 0x3001 && c < 0xD800) || (c >= 0xF900 && c < 0xFDD0) || (c >= 0xFDF0 && c < 0xFFFE) ||
           (c >= 0x10000 && c < 0xF0000);
}

static int is_name_part(uint32_t c) {
    return is_name_start(c) || c == 0xB7 || (c >= 0x300 && c < 0x370) || c == 0x203F || c == 0x2040;
}

// A character beyond ASCII: its length; 0 when it is none that XML allows, -1 when it is cut.
static int character(const uint8_t *s, const uint8_t *end, uint32_t *value) {
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

static int put_utf8(uint8_t *out, uint32_t c) {
    if (c < 0x80) return out[0] = (uint8_t)c, 1;
    if (c < 0x800) return out[0] = (uint8_t)(0xC0 | c >> 6), out[1] = (uint8_t)(0x80 | (c & 63)), 2;
    if (c < 0x10000)
        return out[0] = (uint8_t)(0xE0 | c >> 12), out[1] = (uint8_t)(0x80 | (c >> 6 & 63)),
               out[2] = (uint8_t)(0x80 | (c & 63)), 3;
    out[0] = (uint8_t)(0xF0 | c >> 18), out[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    return out[2] = (uint8_t)(0x80 | (c >> 6 & 63)), out[3] = (uint8_t)(0x80 | (c & 63)), 4;
}

// ------------------------------------------------------------------------------------------------ memory

static int append(plain_bytes *to, const void *bytes, size_t count) {
    if (count > to->capacity - to->count) {
        size_t capacity = to->capacity ? to->capacity : FIRST_ROOM;
        while (capacity - to->count < count) capacity *= 2;
        uint8_t *grown = realloc(to->bytes, capacity);
        if (!grown) return 0;
        to->bytes = grown;
        to->capacity = capacity;
    }
    if (count) memcpy(to->bytes + to->count, bytes, count);
    to->count += count;
    return 1;
}

static uint32_t hash_of(const uint8_t *s, size_t count) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < count; i++) h = (h ^ s[i]) * 16777619u;
    return h;
}

static const plain_slot *known(const plain_table *t, const uint8_t *s, size_t count) {
    uint32_t h = hash_of(s, count);
    for (uint32_t i = h & t->mask; t->slots[i].word; i = (i + 1) & t->mask)
        if (t->slots[i].hash == h && t->slots[i].length == count && !memcmp(t->slots[i].word, s, count))
            return &t->slots[i];
    return NULL;
}

static int fill(plain_table *t, char **words, const int32_t *numbers, int32_t count) {
    uint32_t size = 16;
    while (size < (uint32_t)count * 4) size *= 2;
    t->slots = calloc(size, sizeof *t->slots);
    if (!t->slots) return 0;
    t->mask = size - 1;
    for (int32_t i = 0; i < count; i++) {
        uint32_t length = (uint32_t)strlen(words[i]), h = hash_of((const uint8_t *)words[i], length), at = h & t->mask;
        // As with libxml2's table: of two equal words the later number holds.
        while (t->slots[at].word && (t->slots[at].length != length || memcmp(t->slots[at].word, words[i], length)))
            at = (at + 1) & t->mask;
        t->slots[at] = (plain_slot){words[i], h, length, numbers ? numbers[i] : i + 1};
    }
    return 1;
}

int plain_create(cxml_parser *p) {
    plain_parser *q = &p->plain;
    q->elements = calloc((size_t)p->limits.depth + 1, sizeof *q->elements);
    q->bindings = calloc((size_t)p->limits.namespaces + 2, sizeof *q->bindings);
    q->attributes = calloc((size_t)p->limits.attributes + 1, sizeof *q->attributes);
    return q->elements && q->bindings && q->attributes && fill(&q->names_known, p->names, NULL, p->name_count) &&
           fill(&q->spaces_known, p->spaces, p->space_numbers, p->space_count);
}

void plain_destroy(cxml_parser *p) {
    plain_parser *q = &p->plain;
    free(q->elements), free(q->bindings), free(q->attributes), free(q->names_known.slots), free(q->spaces_known.slots);
    free(q->carry.bytes), free(q->names.bytes), free(q->prefixes.bytes), free(q->scratch.bytes);
}

void plain_begin(cxml_parser *p) {
    plain_parser *q = &p->plain;
    if (q->carry.capacity > 1 << 20) free(q->carry.bytes), q->carry = (plain_bytes){0};
    if (q->scratch.capacity > 1 << 20) free(q->scratch.bytes), q->scratch = (plain_bytes){0};
    q->carry.count = q->names.count = q->prefixes.count = 0;
    q->binding_count = q->has_root = q->has_last = 0;
    q->piece = q->at = NULL;
    q->lines = 0;
}

static int64_t breaks(const uint8_t *from, const uint8_t *to) {
    int64_t count = 0;
    while (from < to) count += *from++ == '\n';
    return count;
}

int64_t plain_line(cxml_parser *p) {
    plain_parser *q = &p->plain;
    if (q->at > q->piece) {
        q->lines += breaks(q->piece, q->at);
        q->piece = q->at;
    }
    return q->lines + 1;
}

static void malformed(cxml_parser *p, const uint8_t *at, const char *message) {
    p->plain.at = at;
    cxml_fail(p, CXML_MALFORMED, message);
}

static void no_memory(cxml_parser *p) { cxml_fail(p, CXML_NO_MEMORY, "there is not enough memory"); }

// ------------------------------------------------------------------------------------------------ beginning

static const uint8_t *skip_space(const uint8_t *s, const uint8_t *end) {
    while (s < end && is_space(*s)) s++;
    return s;
}

static const uint8_t *skip_word(const uint8_t *s, const uint8_t *end, const char *word) {
    size_t n = strlen(word);
    return s && (size_t)(end - s) >= n && !memcmp(s, word, n) ? s + n : NULL;
}

// `name = "value"`, where the value is one of two; NULL when it is not there.
static const uint8_t *skip_setting(const uint8_t *s, const uint8_t *end, const char *name, const char *a, const char *b) {
    const uint8_t *start = skip_space(s, end);
    if (start == s || !(s = skip_word(start, end, name))) return NULL;
    s = skip_word(skip_space(s, end), end, "=");
    if (!s || (s = skip_space(s, end)) == end || (*s != '"' && *s != '\'')) return NULL;
    const char quote[2] = {(char)*s++, 0};
    const uint8_t *after = skip_word(s, end, a);
    if (!after) after = skip_word(s, end, b);
    return skip_word(after, end, quote);
}

int plain_suits(const uint8_t *s, size_t count) {
    const uint8_t *end = s + count;
    if (count >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) s += 3;
    const uint8_t *after = skip_word(s, end, "<?xml");
    if (after && after < end && is_space(*after)) {
        const uint8_t *setting = skip_setting(after, end, "version", "1.0", "1.0");
        if (!(s = setting)) return 0;
        if ((setting = skip_setting(s, end, "encoding", "UTF-8", "utf-8"))) s = setting;
        if ((setting = skip_setting(s, end, "standalone", "yes", "no"))) s = setting;
        if (!(s = skip_word(skip_space(s, end), end, "?>"))) return 0;
    }
    // What comes before the root element has to be seen whole, so that nothing is found out too late.
    while ((s = skip_space(s, end)) < end && *s == '<') {
        if (end - s < 2) return 0;
        if (kinds[s[1]] & NAME_START) return 1;
        if (!skip_word(s, end, "<!--")) return 0;
        const uint8_t *close = memmem(s + 4, (size_t)(end - s - 4), "-->", 3);
        if (!close) return 0;
        s = close + 3;
    }
    return 0;
}

// ------------------------------------------------------------------------------------------------ names

// Where a name that begins at `s` ends; `s` itself when none does, NULL when it is cut. A colon counts as a part of it.
static const uint8_t *name_end(const uint8_t *s, const uint8_t *end) {
    const uint8_t *start = s;
    while (s < end) {
        if (kinds[*s] & NAME || *s == ':') {
            if (s == start && !(kinds[*s] & NAME_START)) return start;
            s++;
            continue;
        }
        if (*s < 0x80) return s;
        uint32_t c;
        int n = character(s, end, &c);
        if (n < 0) return NULL;
        if (n == 0 || !(s == start ? is_name_start(c) : is_name_part(c))) return s;
        s += n;
    }
    return NULL;
}

// The length of a qualified name's prefix. Names with colons in odd places have none and are taken as they are.
static uint32_t prefix_length(const uint8_t *s, size_t count) {
    const uint8_t *colon = memchr(s, ':', count);
    if (!colon) return 0;
    size_t before = (size_t)(colon - s), after = count - before - 1;
    if (!before || !after || memchr(colon + 1, ':', after)) return 0;
    return colon[1] >= 0x80 || kinds[colon[1]] & NAME_START ? (uint32_t)before : 0;
}

static uint64_t head_of(const uint8_t *s, size_t count) {
    uint64_t head = 0;
    for (size_t i = 0; i < count && i < 8; i++) head |= (uint64_t)s[i] << (8 * i);
    return head;
}

// The number of the namespace that a prefix (or none) stands for.
static int32_t space_of(cxml_parser *p, const uint8_t *prefix, uint32_t count) {
    plain_parser *q = &p->plain;
    uint64_t head = head_of(prefix, count);
    if (q->has_last && q->last.head == head && q->last.length == count && count <= 8) return q->last.space;
    int32_t space = 0;
    int32_t i = q->binding_count;
    while (i-- > 0) {
        plain_binding *b = &q->bindings[i];
        if (b->head == head && b->length == count && (count <= 8 || !memcmp(q->prefixes.bytes + b->at, prefix, count))) {
            space = b->space;
            break;
        }
    }
    if (i < 0 && count == 3 && !memcmp(prefix, "xml", 3)) {
        const char *address = "http://www.w3.org/XML/1998/namespace";
        const plain_slot *found = known(&q->spaces_known, (const uint8_t *)address, strlen(address));
        space = found ? found->number : 0;
    }
    q->last = (plain_binding){head, 0, count, space};
    q->has_last = 1;
    return space;
}

static int declare(cxml_parser *p, const uint8_t *prefix, uint32_t count, const uint8_t *value, size_t length) {
    plain_parser *q = &p->plain;
    // Names that cannot be declared, and prefixes for nothing: libxml2 passes them over, too.
    if (count == 5 && !memcmp(prefix, "xmlns", 5)) return 1;
    if (count == 3 && !memcmp(prefix, "xml", 3)) return 1;
    if (count && !length) return 1;
    if (q->binding_count >= p->limits.namespaces) {
        cxml_fail(p, CXML_NAMESPACES, "too many namespaces are declared");
        return 0;
    }
    const plain_slot *found = length ? known(&q->spaces_known, value, length) : NULL;
    q->bindings[q->binding_count++] =
        (plain_binding){head_of(prefix, count), (uint32_t)q->prefixes.count, count, found ? found->number : 0};
    q->has_last = 0;
    if (append(&q->prefixes, prefix, count)) return 1;
    no_memory(p);
    return 0;
}

// ------------------------------------------------------------------------------------------------ references

// A reference that begins at `s`: where it ends, with its character as UTF-8, or as it is written where `count` is 0.
// `s` when it is none; NULL when it is cut.
static const uint8_t *reference(cxml_parser *p, const uint8_t *s, const uint8_t *end, uint8_t out[8], int *count) {
    const uint8_t *start = s++;
    *count = 0;
    if (s == end) return NULL;
    if (*s == '#') {
        uint32_t value = 0, base = 10;
        if (++s == end) return NULL;
        if (*s == 'x') base = 16, s++;
        const uint8_t *first = s;
        for (; s < end && *s != ';'; s++) {
            uint32_t digit = *s >= '0' && *s <= '9' ? *s - '0' : (*s | 32) >= 'a' && (*s | 32) <= 'f' ? (*s | 32) - 'a' + 10 : 99;
            if (digit >= base) return start;
            value = value < 0x110000 ? value * base + digit : value;
        }
        if (s == end) return s - start > LONGEST_NAME ? start : NULL;
        if (s == first || !is_character(value)) return start;
        *count = put_utf8(out, value);
        return s + 1;
    }
    const uint8_t *after = name_end(s, end);
    if (!after) return end - s > LONGEST_NAME ? start : NULL;
    if (after == s || *after != ';') return start;
    size_t length = (size_t)(after - s);
    static const struct { const char *name; uint8_t character; } own[] = {
        {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strlen(own[i].name) == length && !memcmp(own[i].name, s, length)) {
            out[0] = own[i].character;
            *count = 1;
            return after + 1;
        }
    if (!p->limits.html_names || length > 31) return start;
    char name[32] = {0};
    memcpy(name, s, length);
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    if (!entity) return start;
    *count = put_utf8(out, entity->value);
    return after + 1;
}

// ------------------------------------------------------------------------------------------------ tags

// The value of an attribute, which begins behind its quote. Returns where it ends, or NULL when it is cut or wrong.
static const uint8_t *read_value(cxml_parser *p, const uint8_t *s, const uint8_t *end, plain_attribute *a) {
    plain_parser *q = &p->plain;
    uint8_t quote = s[-1];
    const uint8_t *from = s;
    int is_copied = 0;
    a->value = s;
    while (s < end) {
        while (s < end && kinds[*s] & VALUE) s++;
        if (s == end) return NULL;
        uint8_t c = *s;
        if (c == quote) {
            if (is_copied) {
                if (!append(&q->scratch, from, (size_t)(s - from))) return no_memory(p), NULL;
                a->value = NULL;
                a->value_length = q->scratch.count - a->value_at;
            } else {
                a->value_length = (size_t)(s - from);
            }
            if (a->value_length > LONGEST_TAG) cxml_fail(p, CXML_SIZE, "an attribute is too long");
            return s + 1;
        }
        if (c == '"' || c == '\'') {
            s++;
            continue;
        }
        uint8_t out[8];
        int count = 0;
        const uint8_t *after = s + 1;
        if (c >= 0x80) {
            uint32_t value;
            int n = character(s, end, &value);
            if (n < 0) return NULL;
            if (n == 0) return malformed(p, s, "a byte is not UTF-8, or a character is not allowed"), NULL;
            s += n;
            continue;
        }
        if (c == '&') {
            after = reference(p, s, end, out, &count);
            if (!after) return NULL;
            if (after == s) return malformed(p, s, "a reference is not known or not ended"), NULL;
            // Names of HTML stay as they are written in attributes, as libxml2 leaves them.
            if (s[1] != '#' && (count > 1 || (uint8_t)out[0] >= 0x80)) {
                s = after;
                continue;
            }
        } else if (is_space(c)) {
            if (c == '\r' && after == end) return NULL;
            if (c == '\r' && *after == '\n') after++;
            out[0] = ' ', count = 1;
        } else {
            return malformed(p, s, c == '<' ? "“<” stands in an attribute" : "a character is not allowed"), NULL;
        }
        if (!is_copied) is_copied = 1, a->value_at = q->scratch.count;
        if (!append(&q->scratch, from, (size_t)(s - from)) || !append(&q->scratch, out, (size_t)count))
            return no_memory(p), NULL;
        s = from = after;
    }
    return NULL;
}

static int is_declaration(const plain_attribute *a) {
    return a->length >= 5 && !memcmp(a->name, "xmlns", 5) && (a->length == 5 || a->prefix_length == 5);
}

static const uint8_t *value_of(const plain_parser *q, const plain_attribute *a) {
    return a->value ? a->value : q->scratch.bytes + a->value_at;
}

// A local name that ends with NUL: the vocabulary's own, or one in `scratch`, whose place is `at`.
static int32_t number_of(cxml_parser *p, const uint8_t *s, size_t count, const char **word, uint32_t *at) {
    const plain_slot *found = known(&p->plain.names_known, s, count);
    if (found) return *word = found->word, found->number;
    *word = NULL;
    *at = (uint32_t)p->plain.scratch.count;
    if (!append(&p->plain.scratch, s, count) || !append(&p->plain.scratch, "", 1)) no_memory(p);
    return 0;
}

static void end_element(cxml_parser *p) {
    plain_parser *q = &p->plain;
    plain_element *e = &q->elements[--p->depth];
    q->names.count = e->name_at;
    if (e->declared) {
        q->binding_count -= e->declared;
        q->prefixes.count = q->bindings[q->binding_count].at;
        q->has_last = 0;
    }
    p->events.end(p->context, e->name, e->space);
}

// Hands out a start tag whose attributes have been read.
static void begin_element(cxml_parser *p, const uint8_t *name, size_t length, int32_t count, int is_empty) {
    plain_parser *q = &p->plain;
    uint32_t prefix = prefix_length(name, length);
    int32_t declared = q->binding_count, used = 0;
    if (p->depth >= p->limits.depth) return cxml_fail(p, CXML_DEPTH, "elements are nested too deeply");
    if (!p->depth && q->has_root) return malformed(p, name, "there is something behind the root element");
    for (int32_t i = 0; i < count; i++) {
        plain_attribute *a = &q->attributes[i];
        if (!is_declaration(a)) continue;
        const uint8_t *key = a->length > 5 ? a->name + 6 : a->name;
        if (!declare(p, key, a->length > 5 ? a->length - 6 : 0, value_of(q, a), a->value_length)) return;
    }
    declared = q->binding_count - declared;
    const char *word;
    uint32_t name_at = 0;
    size_t skip = prefix ? prefix + 1 : 0;
    int32_t number = number_of(p, name + skip, length - skip, &word, &name_at);
    for (int32_t i = 0; i < count; i++) {
        plain_attribute *a = &q->attributes[i];
        if (is_declaration(a)) continue;
        size_t before = a->prefix_length ? a->prefix_length + 1 : 0;
        const char *local;
        int32_t known_as = number_of(p, a->name + before, a->length - before, &local, &a->local_at);
        p->attributes[used++] = (cxml_attribute){known_as, a->prefix_length ? space_of(p, a->name, a->prefix_length) : 0,
                                                 (const uint8_t *)local, a->value, (int32_t)a->value_length};
        if (used - 1 != i) q->attributes[used - 1] = *a;
    }
    if (p->status) return;
    // `scratch` does not move any more. That two prefixes may name one attribute twice is let pass, as in libxml2.
    for (int32_t i = 0; i < used; i++) {
        if (!p->attributes[i].value) p->attributes[i].value = q->scratch.bytes + q->attributes[i].value_at;
        if (!p->attributes[i].local_name) p->attributes[i].local_name = q->scratch.bytes + q->attributes[i].local_at;
    }
    plain_element *e = &q->elements[p->depth++];
    *e = (plain_element){number, space_of(p, name, prefix), declared, (uint32_t)q->names.count, (uint32_t)length};
    if (!append(&q->names, name, length)) return no_memory(p);
    q->has_root = 1;
    const uint8_t *local = word ? (const uint8_t *)word : q->scratch.bytes + name_at;
    p->events.start(p->context, e->name, e->space, local, p->attributes, used);
    if (is_empty && !p->status) end_element(p);
}

static int is_twice(const plain_attribute *list, int32_t count) {
    const plain_attribute *last = &list[count - 1];
    for (int32_t i = 0; i < count - 1; i++)
        if (list[i].length == last->length && !memcmp(list[i].name, last->name, last->length)) return 1;
    return 0;
}

// A start tag. Returns where it ends, or NULL when it is cut or wrong.
static const uint8_t *start_tag(cxml_parser *p, const uint8_t *s, const uint8_t *end) {
    plain_parser *q = &p->plain;
    const uint8_t *name = s + 1;
    q->scratch.count = 0;
    const uint8_t *after = name_end(name, end);
    if (!after) return NULL;
    if (after == name) return malformed(p, s, "“<” does not begin a tag"), NULL;
    size_t length = (size_t)(after - name);
    if (length > LONGEST_NAME) return cxml_fail(p, CXML_SIZE, "a name is too long"), NULL;
    int32_t count = 0;
    for (s = after;;) {
        const uint8_t *gap = s;
        s = skip_space(s, end);
        if (s == end) return NULL;
        if (*s == '>' || *s == '/') {
            int is_empty = *s == '/';
            if (is_empty && ++s == end) return NULL;
            if (*s != '>') return malformed(p, s, "a tag is not ended"), NULL;
            q->at = s;
            begin_element(p, name, length, count, is_empty);
            return s + 1;
        }
        if (s == gap) return malformed(p, s, "there is no space before an attribute"), NULL;
        after = name_end(s, end);
        if (!after) return NULL;
        if (after == s) return malformed(p, s, "an attribute has no name"), NULL;
        if (count == p->limits.attributes)
            return cxml_fail(p, CXML_ATTRIBUTES, "an element has too many attributes"), NULL;
        plain_attribute *a = &q->attributes[count++];
        *a = (plain_attribute){.name = s, .length = (uint32_t)(after - s)};
        if (after - s > LONGEST_NAME) return cxml_fail(p, CXML_SIZE, "a name is too long"), NULL;
        a->prefix_length = prefix_length(s, a->length);
        if (is_twice(q->attributes, count)) return malformed(p, s, "an attribute is there twice"), NULL;
        s = skip_space(after, end);
        if (s == end) return NULL;
        if (*s != '=') return malformed(p, s, "an attribute has no value"), NULL;
        s = skip_space(s + 1, end);
        if (s == end) return NULL;
        if (*s != '"' && *s != '\'') return malformed(p, s, "an attribute's value has no quotes"), NULL;
        s = read_value(p, s + 1, end, a);
        if (!s || p->status) return NULL;
    }
}

static const uint8_t *end_tag(cxml_parser *p, const uint8_t *s, const uint8_t *end) {
    plain_parser *q = &p->plain;
    const uint8_t *start = s;
    if (!p->depth) return malformed(p, s, "an element ends that has not begun"), NULL;
    plain_element *e = &q->elements[p->depth - 1];
    s += 2;
    size_t there = (size_t)(end - s);
    if (there < e->name_length) {
        if (memcmp(s, q->names.bytes + e->name_at, there)) malformed(p, start, "an end tag is not that of its element");
        return NULL;
    }
    if (memcmp(s, q->names.bytes + e->name_at, e->name_length))
        return malformed(p, start, "an end tag is not that of its element"), NULL;
    s = skip_space(s + e->name_length, end);
    if (s == end) return NULL;
    if (*s != '>') return malformed(p, start, "an end tag is not that of its element"), NULL;
    q->at = s;
    end_element(p);
    return s + 1;
}

// ------------------------------------------------------------------------------------------------ text and the rest

static void emit(cxml_parser *p, const uint8_t *from, const uint8_t *to) {
    if (to > from && !p->status) p->events.text(p->context, from, (int32_t)(to - from));
}

// Characters up to `end`, which must all be allowed ones; line ends become one sign. Used for what is marked as text.
static void emit_checked(cxml_parser *p, const uint8_t *s, const uint8_t *end, int is_silent) {
    const uint8_t *from = s;
    while (s < end && !p->status) {
        if (*s >= 0x80) {
            uint32_t value;
            int n = character(s, end, &value);
            if (n <= 0) return malformed(p, s, "a byte is not UTF-8, or a character is not allowed");
            s += n;
        } else if (*s == '\r') {
            if (!is_silent) emit(p, from, s);
            from = ++s;
            if ((s == end || *s != '\n') && !is_silent) emit(p, (const uint8_t *)"\n", (const uint8_t *)"\n" + 1);
        } else if (*s < 0x20 && *s != '\t' && *s != '\n') {
            return malformed(p, s, "a character is not allowed");
        } else {
            s++;
        }
    }
    if (!is_silent) emit(p, from, end);
}

// “<!--”, “<![CDATA[”, “<?”. Returns where it ends, or NULL when it is cut or wrong.
static const uint8_t *other_markup(cxml_parser *p, const uint8_t *s, const uint8_t *end) {
    size_t there = (size_t)(end - s);
    const uint8_t *close;
    if (s[1] == '?') {
        const uint8_t *after = name_end(s + 2, end);
        if (!after) return NULL;
        size_t length = (size_t)(after - s - 2);
        if (!length || (length == 3 && !memcmp(s + 2, "xml", 3)))
            return malformed(p, s, "a processing instruction has no name of its own"), NULL;
        if (!(close = memmem(after, (size_t)(end - after), "?>", 2))) return NULL;
        if (close != after && !is_space(*after)) return malformed(p, s, "a processing instruction has a bad name"), NULL;
        emit_checked(p, after, close, 1);
        return close + 2;
    }
    if (there < 4 && !memcmp(s, "<!--", there)) return NULL;
    if (there >= 4 && !memcmp(s, "<!--", 4)) {
        if (!(close = memmem(s + 4, there - 4, "--", 2)) || close + 2 == end) return NULL;
        if (close[2] != '>') return malformed(p, close, "“--” stands in a comment"), NULL;
        emit_checked(p, s + 4, close, 1);
        return close + 3;
    }
    if (there < 9 && !memcmp(s, "<![CDATA[", there)) return NULL;
    if (there >= 9 && !memcmp(s, "<![CDATA[", 9) && p->depth) {
        if (!(close = memmem(s + 9, there - 9, "]]>", 3))) return NULL;
        emit_checked(p, s + 9, close, 0);
        return close + 3;
    }
    return malformed(p, s, "“<!” does not begin anything that may stand here"), NULL;
}

// Text up to a “<” or to the end. Returns how far it came: what is left may be the beginning of something.
static const uint8_t *text(cxml_parser *p, const uint8_t *s, const uint8_t *end) {
    const uint8_t *from = s;
    while (!p->status) {
        while (s < end && kinds[*s] & TEXT) s++;
        if (s == end || *s == '<') break;
        uint8_t c = *s;
        if (c >= 0xC2 && c < 0xE0 && end - s > 1 && (s[1] & 0xC0) == 0x80) {
            s += 2;
        } else if (c >= 0x80) {
            uint32_t value;
            int n = character(s, end, &value);
            if (n < 0) break;
            if (n == 0) return emit(p, from, s), malformed(p, s, "a byte is not UTF-8, or a character is not allowed"), s;
            s += n;
        } else if (c == ']') {
            if (end - s == 1 || (s[1] == ']' && end - s == 2)) break;
            if (s[1] == ']' && s[2] == '>') return emit(p, from, s), malformed(p, s, "“]]>” stands in a text"), s;
            s++;
        } else if (c == '\r') {
            if (s + 1 == end) break;
            emit(p, from, s);
            from = ++s;
            if (*s != '\n') emit(p, (const uint8_t *)"\n", (const uint8_t *)"\n" + 1);
        } else if (c == '&') {
            uint8_t out[8];
            int count;
            const uint8_t *after = reference(p, s, end, out, &count);
            if (!after) break;
            emit(p, from, s);
            if (after == s) return malformed(p, s, "a reference is not known or not ended"), s;
            from = s = after;
            emit(p, out, out + count);
        } else {
            return emit(p, from, s), malformed(p, s, "a character is not allowed"), s;
        }
    }
    emit(p, from, s);
    return s;
}

// Reads as far as everything is complete; returns what is left.
static const uint8_t *read(cxml_parser *p, const uint8_t *s, const uint8_t *end) {
    while (s < end && !p->status) {
        p->plain.at = s;
        if (*s != '<') {
            const uint8_t *before = s;
            if (p->depth) {
                s = text(p, s, end);
                // What stopped it short of a tag waits for more.
                if (s == end || *s != '<' || p->status) return s;
            } else {
                s = skip_space(s, end);
                if (s == before) return malformed(p, s, "there is text outside the root element"), s;
            }
            continue;
        }
        if (end - s < 2) return s;
        const uint8_t *after = s[1] == '/'                 ? end_tag(p, s, end)
                               : s[1] == '!' || s[1] == '?' ? other_markup(p, s, end)
                                                            : start_tag(p, s, end);
        if (!after) return s;
        s = after;
    }
    return s;
}

void plain_feed(cxml_parser *p, const uint8_t *bytes, size_t count) {
    plain_parser *q = &p->plain;
    const uint8_t *s = bytes;
    if (q->carry.count) {
        if (!append(&q->carry, bytes, count)) return no_memory(p);
        s = q->carry.bytes;
        count = q->carry.count;
    }
    const uint8_t *end = s + count;
    q->piece = q->at = s;
    if (!q->has_root && !p->depth && q->lines == 0 && count >= 3 && !memcmp(s, "\xEF\xBB\xBF", 3)) s += 3;
    // The declaration has been looked at by `plain_suits`.
    if (!q->has_root && end - s > 5 && !memcmp(s, "<?xml", 5) && is_space(s[5])) {
        const uint8_t *close = memmem(s, (size_t)(end - s), "?>", 2);
        if (close) s = close + 2;
    }
    s = read(p, s, end);
    if (p->status) return;
    q->at = s;
    plain_line(p);
    size_t left = (size_t)(end - s);
    if (left > LONGEST_TAG) return cxml_fail(p, CXML_SIZE, "a tag or comment is too long");
    if (q->carry.count) {
        memmove(q->carry.bytes, s, left);
        q->carry.count = left;
    } else if (left && !append(&q->carry, s, left)) {
        return no_memory(p);
    }
    q->piece = q->at = NULL;
}

void plain_finish(cxml_parser *p) {
    if (p->plain.carry.count || p->depth || !p->plain.has_root)
        cxml_fail(p, CXML_MALFORMED, "the document ends before it is complete");
}
