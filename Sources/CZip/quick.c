// libarchive reads all archives, and says alone what is in them and what is wrong with them. But it unpacks with zlib, which
// takes most of the time that a document takes. So entries of ordinary size in ordinary archives are unpacked whole by
// libdeflate: where the directory is just behind the entries and ends the file, both headers of an entry say the same,
// and length and checksum come out right. Of all else this knows nothing, and leaves it to libarchive.

#include "quick.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

enum {
    END = 22,                      // the record that ends an archive, without its comment
    LONGEST_COMMENT = 1002,
    CENTRAL = 46,                  // an entry in the directory, and at the entry itself, without names
    LOCAL = 30,
    LONGEST_EXTRA = 1024,          // of the local header, read together with the data
    LARGEST_DIRECTORY = 4 << 20,
    LARGEST_ENTRY = 8 << 20,       // packed or unpacked: what is larger goes by in pieces
    STORED = 0, DEFLATED = 8,
    ENCRYPTED = 1, SIZES_BEHIND = 8, PATCHED = 32, HIDDEN = 64 | 8192,  // flags
};

typedef struct {
    uint32_t offset, packed, size, checksum, name_at;
    uint16_t name_length, method, flags;
} entry;

typedef struct {
    uint8_t *bytes;
    size_t capacity;
} room;

struct zip_quick {
    void *context;
    czip_read_at read_at;
    int64_t size;
    int is_read, read_failed;
    entry *entries;  // in the order of their data
    size_t count;
    uint32_t directory_offset;
    room directory, packed, unpacked;
    struct libdeflate_decompressor *decompressor;
};

static uint16_t two(const uint8_t *s) { return (uint16_t)(s[0] | s[1] << 8); }
static uint32_t four(const uint8_t *s) { return two(s) | (uint32_t)two(s + 2) << 16; }

static int make_room(room *r, size_t count) {
    if (r->capacity >= count) return 1;
    free(r->bytes);
    r->capacity = 0;
    r->bytes = malloc(count);
    if (r->bytes) r->capacity = count;
    return r->bytes != NULL;
}

// Exactly `count` bytes.
static int read_all(zip_quick *q, int64_t offset, uint8_t *to, size_t count) {
    size_t done = 0;
    while (done < count) {
        int64_t n = q->read_at(q->context, offset + (int64_t)done, to + done, (int64_t)(count - done));
        if (n < 0 || n > (int64_t)(count - done)) q->read_failed = 1;
        if (n <= 0 || q->read_failed) return 0;
        done += (size_t)n;
    }
    return 1;
}

static int by_offset(const void *a, const void *b) {
    uint32_t x = ((const entry *)a)->offset, y = ((const entry *)b)->offset;
    return x < y ? -1 : x > y;
}

// Leaves no entries where the archive is not of the ordinary kind.
static void read_directory(zip_quick *q) {
    uint8_t tail[END + LONGEST_COMMENT];
    size_t length = q->size < (int64_t)sizeof tail ? (size_t)q->size : sizeof tail;
    q->is_read = 1;
    if (q->size < END || q->size > UINT32_MAX || !read_all(q, q->size - (int64_t)length, tail, length)) return;
    const uint8_t *end = tail + length - END;
    while (end > tail && memcmp(end, "PK\5\6", 4)) end--;
    uint32_t comment = (uint32_t)(tail + length - END - end);
    uint32_t size = four(end + 12), offset = four(end + 16);
    uint16_t count = two(end + 10);
    if (memcmp(end, "PK\5\6", 4) || four(end + 4) || two(end + 8) != count || count == UINT16_MAX) return;
    if (two(end + 20) != comment || size > LARGEST_DIRECTORY || (int64_t)offset + size + END + comment != q->size) return;
    q->entries = calloc(count + 1u, sizeof *q->entries);
    if (!q->entries || !make_room(&q->directory, size + 1u) || !read_all(q, offset, q->directory.bytes, size)) return;
    const uint8_t *start = q->directory.bytes, *s = start, *stop = start + size;
    int is_sorted = 1;
    for (size_t i = 0; i < count; i++) {
        if (stop - s < CENTRAL || memcmp(s, "PK\1\2", 4)) return;
        size_t taken = (size_t)CENTRAL + two(s + 28) + two(s + 30) + two(s + 32);
        if ((size_t)(stop - s) < taken) return;
        q->entries[i] = (entry){four(s + 42),        four(s + 20), four(s + 24), four(s + 16), (uint32_t)(s + CENTRAL - start),
                                two(s + 28), two(s + 10),  two(s + 8)};
        if (i && q->entries[i].offset <= q->entries[i - 1].offset) is_sorted = 0;
        s += taken;
    }
    if (s != stop) return;
    if (!is_sorted) qsort(q->entries, count, sizeof *q->entries, by_offset);
    // libarchive takes one of two entries that lie at one place, and drops those behind the end: then places are not those
    // that it counts by.
    for (size_t i = 0; i < count; i++)
        if (q->entries[i].offset >= offset || (i && q->entries[i].offset == q->entries[i - 1].offset)) return;
    q->directory_offset = offset;
    q->count = count;
}

zip_quick *zip_quick_open(void *context, czip_read_at read_at, int64_t size) {
    zip_quick *q = calloc(1, sizeof *q);
    if (!q) return NULL;
    q->context = context;
    q->read_at = read_at;
    q->size = size;
    return q;
}

void zip_quick_close(zip_quick *q) {
    if (!q) return;
    if (q->decompressor) libdeflate_free_decompressor(q->decompressor);
    free(q->entries), free(q->directory.bytes), free(q->packed.bytes), free(q->unpacked.bytes);
    free(q);
}

// Reads the local header of an entry with what follows it. Returns its data, or NULL.
static const uint8_t *packed_bytes(zip_quick *q, const entry *e) {
    int64_t limit = (int64_t)q->directory_offset - e->offset;
    int64_t want = (int64_t)LOCAL + e->name_length + LONGEST_EXTRA + e->packed;
    if (want > limit) want = limit;
    if (want < LOCAL || !make_room(&q->packed, (size_t)want)) return NULL;
    if (!read_all(q, e->offset, q->packed.bytes, (size_t)want)) return NULL;
    const uint8_t *s = q->packed.bytes;
    uint16_t flags = two(s + 6);
    if (memcmp(s, "PK\3\4", 4) || flags != e->flags || two(s + 8) != e->method || two(s + 26) != e->name_length) return NULL;
    int is_said = four(s + 14) == e->checksum && four(s + 18) == e->packed && four(s + 22) == e->size;
    if (!is_said && (!(flags & SIZES_BEHIND) || four(s + 14) || four(s + 18) || four(s + 22))) return NULL;
    size_t start = (size_t)LOCAL + e->name_length + two(s + 28);
    if ((int64_t)(start + e->packed) > want) return NULL;
    if (memcmp(s + LOCAL, q->directory.bytes + e->name_at, e->name_length)) return NULL;
    return s + start;
}

int zip_quick_whole(zip_quick *q, size_t index, const char *name, size_t length, int64_t size, const void **bytes) {
    *bytes = NULL;
    if (!q->is_read) read_directory(q);
    if (q->read_failed) return CZIP_READ_FAILED;
    if (index >= q->count) return CZIP_UNSUPPORTED;
    const entry *e = &q->entries[index];
    if (e->name_length != length || memcmp(q->directory.bytes + e->name_at, name, length)) {
        // The two may count differently: no more of this archive.
        q->count = 0;
        return CZIP_UNSUPPORTED;
    }
    if (e->size != size || e->packed > LARGEST_ENTRY || e->size > LARGEST_ENTRY) return CZIP_UNSUPPORTED;
    if (e->flags & (ENCRYPTED | PATCHED | HIDDEN) || (e->method == STORED ? e->packed != e->size : e->method != DEFLATED))
        return CZIP_UNSUPPORTED;
    const uint8_t *data = packed_bytes(q, e);
    if (q->read_failed) return CZIP_READ_FAILED;
    if (!data) return CZIP_UNSUPPORTED;
    if (e->method == DEFLATED) {
        if (!q->decompressor && !(q->decompressor = libdeflate_alloc_decompressor())) return CZIP_UNSUPPORTED;
        if (!make_room(&q->unpacked, e->size + 1u)) return CZIP_UNSUPPORTED;
        size_t used = 0, made = 0;
        if (libdeflate_deflate_decompress_ex(q->decompressor, data, e->packed, q->unpacked.bytes, e->size, &used, &made))
            return CZIP_UNSUPPORTED;
        if (used != e->packed || made != e->size) return CZIP_UNSUPPORTED;
        data = q->unpacked.bytes;
    }
    if (libdeflate_crc32(0, data, e->size) != e->checksum) return CZIP_UNSUPPORTED;
    *bytes = data;
    return CZIP_OK;
}
