#define _GNU_SOURCE
// The quick way for what nearly all documents are: UTF-8 without a document type. Everything else is libxml2's. What is
// read is the same either way, event by event, and what is refused is refused in both: the tests and a fuzz target
// compare them. Nothing is kept but the names of open elements, the namespaces in scope, and a tag that is cut by the
// end of a piece.

#include "characters.h"
#include "parser.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

enum {
    LONGEST_NAME = 50000,       // libxml2's own limits
    LONGEST_TAG = 10000000,
};

// ------------------------------------------------------------------------------------------------ life

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
    while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) count++, from++;
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
        if (plain_kinds[s[1]] & NAME_START) return 1;
        if (!skip_word(s, end, "<!--")) return 0;
        const uint8_t *close = memmem(s + 4, (size_t)(end - s - 4), "-->", 3);
        if (!close) return 0;
        s = close + 3;
    }
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
    const uint8_t *after = plain_name_end(s, end);
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

// ------------------------------------------------------------------------------------------------ sixteen at a time

typedef uint8_t lane __attribute__((vector_size(16)));

static lane load(const uint8_t *s) {
    lane bytes;
    memcpy(&bytes, s, sizeof bytes);
    return bytes;
}

// One bit for each byte that is 255, the first lowest; all others are 0.
static uint32_t bits_of(lane marked) {
#if defined(__SSE2__)
    return (uint32_t)_mm_movemask_epi8((__m128i)marked);
#else
    uint32_t bits = 0;
    for (int i = 0; i < 16; i++) bits |= (uint32_t)(marked[i] & 1) << i;
    return bits;
#endif
}

// ------------------------------------------------------------------------------------------------ tags

// Where the characters end that need no look in the value of an attribute.
static const uint8_t *plain_value_end(const uint8_t *s, const uint8_t *end) {
    while (end - s >= 16) {
        lane bytes = load(s);
        uint32_t marked = bits_of((lane)(bytes == '"') | (lane)(bytes == '\'') | (lane)(bytes == '<') |
                                  (lane)(bytes == '&') | (lane)(bytes < 0x20) | (lane)(bytes >= 0x80));
        if (marked) return s + __builtin_ctz(marked);
        s += 16;
    }
    while (s < end && plain_kinds[*s] & VALUE) s++;
    return s;
}

// The value of an attribute, which begins behind its quote. Returns where it ends, or NULL when it is cut or wrong.
static const uint8_t *read_value(cxml_parser *p, const uint8_t *s, const uint8_t *end, plain_attribute *a) {
    plain_parser *q = &p->plain;
    uint8_t quote = s[-1];
    const uint8_t *from = s;
    int is_copied = 0;
    a->value = s;
    while (s < end) {
        s = plain_value_end(s, end);
        if (s == end) return NULL;
        uint8_t c = *s;
        if (c == quote) {
            if (is_copied) {
                if (!plain_append(&q->scratch, from, (size_t)(s - from))) return no_memory(p), NULL;
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
        if (!plain_append(&q->scratch, from, (size_t)(s - from)) || !plain_append(&q->scratch, out, (size_t)count))
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

static int32_t number_of(const cxml_parser *p, const uint8_t *s, size_t count) {
    const plain_slot *found = plain_known(&p->plain.names_known, s, count);
    return found ? found->number : 0;
}

static void end_element(cxml_parser *p) {
    plain_parser *q = &p->plain;
    plain_element *e = &q->elements[--p->depth];
    if (!e->qualified) q->names.count = e->name_at;
    if (e->declared) {
        q->binding_count -= e->declared;
        q->prefixes.count = q->bindings[q->binding_count].at;
        q->has_last = 0;
    }
    p->events.end(p->context, e->name, e->space);
}

// A qualified name that begins at `s`: where it ends, as `plain_name_end` says it, and the length of its prefix.
static const uint8_t *qualified_name(const uint8_t *s, const uint8_t *end, uint32_t *prefix) {
    const uint8_t *start = s, *colon = NULL;
    if (s < end && !(plain_kinds[*s] & NAME_START)) goto unusual;
    if (end - s >= 16) {
        lane bytes = load(s), colons = (lane)(bytes == ':');
        uint32_t others = bits_of(~((lane)((bytes | 0x20) - 'a' < 26) | (lane)(bytes - '0' < 10) | (lane)(bytes == '-') |
                                    (lane)(bytes == '.') | (lane)(bytes == '_') | colons));
        if (others) {
            uint32_t before = bits_of(colons) & ((1u << __builtin_ctz(others)) - 1);
            s += __builtin_ctz(others);
            if (before & (before - 1) || *s >= 0x80) goto unusual;
            if (before) colon = start + __builtin_ctz(before);
            *prefix = colon && plain_kinds[colon[1]] & NAME_START ? (uint32_t)(colon - start) : 0;
            return s;
        }
    }
    for (; s < end && plain_kinds[*s] & (NAME | COLON); s++)
        if (*s == ':') {
            if (colon) goto unusual;
            colon = s;
        }
    if (s < end && *s < 0x80) {
        *prefix = colon && plain_kinds[colon[1]] & NAME_START ? (uint32_t)(colon - start) : 0;
        return s;
    }
unusual:
    if (!(s = plain_name_end(start, end))) return NULL;
    *prefix = plain_prefix_length(start, (size_t)(s - start));
    return s;
}

// Hands out a start tag whose attributes have been read.
static void begin_element(cxml_parser *p, const uint8_t *name, size_t length, uint32_t prefix, int32_t count, int is_empty) {
    plain_parser *q = &p->plain;
    int32_t declared = q->binding_count, used = 0;
    if (p->depth >= p->limits.depth) return cxml_fail(p, CXML_DEPTH, "elements are nested too deeply");
    if (!p->depth && q->has_root) return malformed(p, name, "there is something behind the root element");
    for (int32_t i = 0; i < count; i++) {
        plain_attribute *a = &q->attributes[i];
        if (!is_declaration(a)) continue;
        const uint8_t *key = a->length > 5 ? a->name + 6 : a->name;
        if (!plain_declare(p, key, a->length > 5 ? a->length - 6 : 0, value_of(q, a), a->value_length)) return;
    }
    declared = q->binding_count - declared;
    size_t skip = prefix ? prefix + 1 : 0;
    int32_t number = number_of(p, name + skip, length - skip);
    for (int32_t i = 0; i < count; i++) {
        plain_attribute *a = &q->attributes[i];
        if (is_declaration(a)) continue;
        size_t before = a->prefix_length ? a->prefix_length + 1 : 0;
        const uint8_t *local = a->name + before;
        int32_t local_length = (int32_t)(a->length - before);
        // `scratch` does not move any more. That two prefixes may name one attribute twice is let pass, as in libxml2.
        p->attributes[used++] = (cxml_attribute){
            number_of(p, local, (size_t)local_length), a->prefix_length ? plain_space_of(p, a->name, a->prefix_length) : 0,
            local, value_of(q, a), local_length, (int32_t)a->value_length};
    }
    plain_element *e = &q->elements[p->depth++];
    *e = (plain_element){number, plain_space_of(p, name, prefix), declared, name, 0, (uint32_t)length};
    q->has_root = 1;
    p->events.start(p->context, e->name, e->space, name + skip, (int32_t)(length - skip), p->attributes, used);
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
    uint32_t prefix;
    const uint8_t *after = qualified_name(name, end, &prefix);
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
            begin_element(p, name, length, prefix, count, is_empty);
            return s + 1;
        }
        if (s == gap) return malformed(p, s, "there is no space before an attribute"), NULL;
        uint32_t prefix_length;
        after = qualified_name(s, end, &prefix_length);
        if (!after) return NULL;
        if (after == s) return malformed(p, s, "an attribute has no name"), NULL;
        if (count == p->limits.attributes)
            return cxml_fail(p, CXML_ATTRIBUTES, "an element has too many attributes"), NULL;
        plain_attribute *a = &q->attributes[count++];
        *a = (plain_attribute){.name = s, .length = (uint32_t)(after - s), .prefix_length = prefix_length};
        if (after - s > LONGEST_NAME) return cxml_fail(p, CXML_SIZE, "a name is too long"), NULL;
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
    const uint8_t *name = e->qualified ? e->qualified : q->names.bytes + e->name_at;
    if (there < e->name_length) {
        if (memcmp(s, name, there)) malformed(p, start, "an end tag is not that of its element");
        return NULL;
    }
    if (memcmp(s, name, e->name_length))
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
        const uint8_t *after = plain_name_end(s + 2, end);
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

static int continues(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// Whether a character of two bytes begins at `s`, or one of three of which all are allowed.
static int is_two(const uint8_t *s, const uint8_t *end) {
    return end - s > 1 && s[0] >= 0xC2 && s[0] < 0xE0 && continues(s[1]);
}

static int is_three(const uint8_t *s, const uint8_t *end) {
    return end - s > 2 && s[0] > 0xE0 && s[0] < 0xED && continues(s[1]) && continues(s[2]);
}

// Where the characters end that need no look, sixteen looked at together.
static const uint8_t *plain_text_end(const uint8_t *s, const uint8_t *end) {
    while (end - s >= 16) {
        lane bytes = load(s);
        uint32_t marked = bits_of((lane)(bytes == '<') | (lane)(bytes == '&') | (lane)(bytes == ']') |
                                  (lane)(bytes < 0x20) | (lane)(bytes >= 0x80));
        if (marked) {
            s += __builtin_ctz(marked);
            if (!(plain_kinds[*s] & TEXT)) return s;
            s++;
        } else {
            s += 16;
        }
    }
    while (s < end && plain_kinds[*s] & TEXT) s++;
    return s;
}

// Text up to a “<” or to the end. Returns how far it came: what is left may be the beginning of something.
static const uint8_t *text(cxml_parser *p, const uint8_t *s, const uint8_t *end) {
    const uint8_t *from = s;
    while (!p->status) {
        s = plain_text_end(s, end);
        if (s == end || *s == '<') break;
        uint8_t c = *s;
        if (is_two(s, end)) {
            do s += 2;
            while (is_two(s, end));
        } else if (is_three(s, end)) {
            do s += 3;
            while (is_three(s, end));
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

// The piece goes away: names of elements that are still open are copied. Those that were copied before lie below.
static int keep_names(plain_parser *q, int32_t depth) {
    int32_t first = depth;
    while (first > 0 && q->elements[first - 1].qualified) first--;
    for (int32_t i = first; i < depth; i++) {
        plain_element *e = &q->elements[i];
        e->name_at = (uint32_t)q->names.count;
        if (!plain_append(&q->names, e->qualified, e->name_length)) return 0;
        e->qualified = NULL;
    }
    return 1;
}

void plain_feed(cxml_parser *p, const uint8_t *bytes, size_t count) {
    plain_parser *q = &p->plain;
    const uint8_t *s = bytes;
    if (q->carry.count) {
        if (!plain_append(&q->carry, bytes, count)) return no_memory(p);
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
    if (!keep_names(q, p->depth)) return no_memory(p);
    q->at = s;
    plain_line(p);
    size_t left = (size_t)(end - s);
    if (left > LONGEST_TAG) return cxml_fail(p, CXML_SIZE, "a tag or comment is too long");
    if (q->carry.count) {
        memmove(q->carry.bytes, s, left);
        q->carry.count = left;
    } else if (left && !plain_append(&q->carry, s, left)) {
        return no_memory(p);
    }
    q->piece = q->at = NULL;
}

void plain_finish(cxml_parser *p) {
    if (p->plain.carry.count || p->depth || !p->plain.has_root)
        cxml_fail(p, CXML_MALFORMED, "the document ends before it is complete");
}
