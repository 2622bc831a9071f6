#define _GNU_SOURCE
// What the quick way keeps while it reads: bytes that grow, the vocabulary, the namespaces in scope.

#include "characters.h"
#include "parser.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 4096 };

// For ASCII: what needs no look in a text or in an attribute, what may stand in a name.
uint8_t plain_kinds[256];

__attribute__((constructor)) static void fill_kinds(void) {
    for (int c = 0x20; c < 0x80; c++) {
        if (c != '<' && c != '&' && c != ']') plain_kinds[c] |= TEXT;
        if (c != '<' && c != '&' && c != '"' && c != '\'') plain_kinds[c] |= VALUE;
        int is_letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (is_letter || c == '_') plain_kinds[c] |= NAME_START;
        if (is_letter || c == '_' || c == '-' || c == '.' || (c >= '0' && c <= '9')) plain_kinds[c] |= NAME;
    }
    plain_kinds[':'] |= COLON;
    plain_kinds['\t'] |= TEXT | SPACE;
    plain_kinds['\n'] |= TEXT | SPACE;
    plain_kinds['\r'] |= SPACE;
    plain_kinds[' '] |= SPACE;
}

// ------------------------------------------------------------------------------------------------ memory

int plain_append(plain_bytes *to, const void *bytes, size_t count) {
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

static uint64_t eight(const uint8_t *s) {
    uint64_t value;
    memcpy(&value, s, 8);
    return value;
}

static uint32_t four(const uint8_t *s) {
    uint32_t value;
    memcpy(&value, s, 4);
    return value;
}

// The first and the last eight bytes of a word, or as many as there are: up to sixteen bytes these and the length are the
// whole word.
static void key_of(const uint8_t *s, size_t count, uint64_t *first, uint64_t *last) {
    if (count >= 8) *first = eight(s), *last = eight(s + count - 8);
    else if (count >= 4) *first = four(s), *last = four(s + count - 4);
    else if (count) *first = s[0], *last = (uint64_t)s[count / 2] << 8 | s[count - 1];
    else *first = *last = 0;
}

static uint32_t hash_of(uint64_t first, uint64_t last, size_t count) {
    return (uint32_t)((first ^ (last << 29 | last >> 35) ^ count) * 0x9E3779B97F4A7C15u >> 32);
}

// Where a word stands, or would.
static plain_slot *place_of(const plain_table *t, const uint8_t *s, size_t count) {
    uint64_t first, last;
    key_of(s, count, &first, &last);
    for (uint32_t i = hash_of(first, last, count) & t->mask;; i = (i + 1) & t->mask) {
        plain_slot *slot = &t->slots[i];
        if (!slot->word) return slot;
        if (slot->first == first && slot->last == last && slot->length == count &&
            (count <= 16 || !memcmp(slot->word, s, count)))
            return slot;
    }
}

const plain_slot *plain_known(const plain_table *t, const uint8_t *s, size_t count) {
    const plain_slot *slot = place_of(t, s, count);
    return slot->word ? slot : NULL;
}

static int fill(plain_table *t, char **words, const int32_t *numbers, int32_t count) {
    uint32_t size = 16;
    while (size < (uint32_t)count * 4) size *= 2;
    t->slots = calloc(size, sizeof *t->slots);
    if (!t->slots) return 0;
    t->mask = size - 1;
    for (int32_t i = 0; i < count; i++) {
        const uint8_t *word = (const uint8_t *)words[i];
        plain_slot new = {words[i], 0, 0, (uint32_t)strlen(words[i]), numbers ? numbers[i] : i + 1};
        key_of(word, new.length, &new.first, &new.last);
        // As with libxml2's table: of two equal words the later number holds.
        *place_of(t, word, new.length) = new;
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

// ------------------------------------------------------------------------------------------------ names

// Where a name that begins at `s` ends; `s` itself when none does, NULL when it is cut. A colon counts as a part of it.
const uint8_t *plain_name_end(const uint8_t *s, const uint8_t *end) {
    const uint8_t *start = s;
    if (s < end && *s < 0x80 && !(plain_kinds[*s] & (NAME_START | COLON))) return start;
    while (s < end) {
        while (s < end && plain_kinds[*s] & (NAME | COLON)) s++;
        if (s == end) return NULL;
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
uint32_t plain_prefix_length(const uint8_t *s, size_t count) {
    const uint8_t *colon = memchr(s, ':', count);
    if (!colon) return 0;
    size_t before = (size_t)(colon - s), after = count - before - 1;
    if (!before || !after) return 0;
    return colon[1] >= 0x80 || plain_kinds[colon[1]] & NAME_START ? (uint32_t)before : 0;
}

static uint64_t head_of(const uint8_t *s, size_t count) {
    uint64_t head = 0;
    for (size_t i = 0; i < count && i < 8; i++) head |= (uint64_t)s[i] << (8 * i);
    return head;
}

// The number of the namespace that a prefix (or none) stands for.
int32_t plain_space_of(cxml_parser *p, const uint8_t *prefix, uint32_t count) {
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
        const plain_slot *found = plain_known(&q->spaces_known, (const uint8_t *)address, strlen(address));
        space = found ? found->number : 0;
    }
    q->last = (plain_binding){head, 0, count, space};
    q->has_last = 1;
    return space;
}

int plain_declare(cxml_parser *p, const uint8_t *prefix, uint32_t count, const uint8_t *value, size_t length) {
    plain_parser *q = &p->plain;
    // Names that cannot be declared, and prefixes for nothing: libxml2 passes them over, too.
    if (count == 5 && !memcmp(prefix, "xmlns", 5)) return 1;
    if (count == 3 && !memcmp(prefix, "xml", 3)) return 1;
    if (count && !length) return 1;
    if (q->binding_count >= p->limits.namespaces) {
        cxml_fail(p, CXML_NAMESPACES, "too many namespaces are declared");
        return 0;
    }
    const plain_slot *found = length ? plain_known(&q->spaces_known, value, length) : NULL;
    q->bindings[q->binding_count++] =
        (plain_binding){head_of(prefix, count), (uint32_t)q->prefixes.count, count, found ? found->number : 0};
    q->has_last = 0;
    if (plain_append(&q->prefixes, prefix, count)) return 1;
    cxml_fail(p, CXML_NO_MEMORY, "there is not enough memory");
    return 0;
}
