#include "czip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
#include <zlib.h>

// 1980-01-01 00:00:00 in the two halves of a DOS time stamp: the earliest that zip can say.
enum { DOS_TIME = 0, DOS_DATE = 0x0021 };
// Streamed entries from this size on get zip64 fields in front: deflate may make the content slightly longer.
#define ZIP64_FROM UINT64_C(0xF0000000)
enum { CHUNK = 64 * 1024 };

typedef struct {
    char *name;
    size_t name_length;
    uint64_t offset, size, compressed;
    uint32_t crc;
    uint16_t method, flags;
    int zip64;
} written_entry;

struct czip_writer {
    int fd, status, saved_errno, open;
    uint64_t position;
    written_entry *entries;
    size_t count, capacity;
    uint64_t received;
    z_stream stream;
    int stream_ready;
    unsigned char buffer[CHUNK];
};

static int fail(czip_writer *w, int status) {
    if (w->status == 0) {
        w->status = status;
        w->saved_errno = status == CZIP_ERROR_IO ? errno : 0;
    }
    return w->status;
}

static int write_all(czip_writer *w, const void *bytes, size_t count) {
    const unsigned char *p = bytes;
    while (count > 0) {
        ssize_t n = write(w->fd, p, count);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return fail(w, CZIP_ERROR_IO);
        p += n;
        count -= (size_t)n;
        w->position += (uint64_t)n;
    }
    return 0;
}

static unsigned char *put16(unsigned char *p, uint64_t v) {
    p[0] = (unsigned char)v;
    p[1] = (unsigned char)(v >> 8);
    return p + 2;
}
static unsigned char *put32(unsigned char *p, uint64_t v) { return put16(put16(p, v), v >> 16); }
static unsigned char *put64(unsigned char *p, uint64_t v) { return put32(put32(p, v), v >> 32); }

static int name_is_sound(const char *name, size_t length) {
    if (length == 0 || length > 0xFFFF || name[0] == '/') return 0;
    for (const char *part = name; part != NULL;) {
        const char *end = strchr(part, '/');
        size_t n = end ? (size_t)(end - part) : strlen(part);
        if (n == 0 || (n == 2 && part[0] == '.' && part[1] == '.')) return 0;
        part = end ? end + 1 : NULL;
    }
    return 1;
}

czip_writer *czip_writer_open_fd(int fd) {
    czip_writer *w = calloc(1, sizeof *w);
    if (w) w->fd = fd;
    return w;
}

uint64_t czip_writer_position(const czip_writer *w) { return w->position; }
int czip_writer_errno(const czip_writer *w) { return w->saved_errno; }

static size_t local_header(const written_entry *e, unsigned char *h) {
    unsigned char *p = put32(h, 0x04034b50);
    p = put16(p, e->zip64 ? 45 : 20);
    p = put16(p, e->flags);
    p = put16(p, e->method);
    p = put16(p, DOS_TIME);
    p = put16(p, DOS_DATE);
    p = put32(p, e->crc);
    p = put32(p, e->zip64 ? 0xFFFFFFFF : e->compressed);
    p = put32(p, e->zip64 ? 0xFFFFFFFF : e->size);
    p = put16(p, e->name_length);
    p = put16(p, e->zip64 ? 20 : 0);
    return (size_t)(p - h);
}

static size_t local_zip64(const written_entry *e, unsigned char *h) {
    unsigned char *p = put16(h, 1);
    p = put16(p, 16);
    p = put64(p, e->size);
    p = put64(p, e->compressed);
    return (size_t)(p - h);
}

int czip_writer_begin(czip_writer *w, const char *name, uint64_t size, int method) {
    if (w->status) return w->status;
    if (w->open || (method != CZIP_STORE && method != CZIP_DEFLATE)) return fail(w, CZIP_ERROR_USE);
    size_t length = name ? strlen(name) : 0;
    if (!name || !name_is_sound(name, length)) return fail(w, CZIP_ERROR_NAME);
    if (w->count == w->capacity) {
        size_t capacity = w->capacity ? w->capacity * 2 : 64;
        written_entry *grown = realloc(w->entries, capacity * sizeof *grown);
        if (!grown) return fail(w, CZIP_ERROR_MEMORY);
        w->entries = grown;
        w->capacity = capacity;
    }
    written_entry *e = &w->entries[w->count];
    memset(e, 0, sizeof *e);
    e->name = strdup(name);
    if (!e->name) return fail(w, CZIP_ERROR_MEMORY);
    w->count += 1;
    e->name_length = length;
    e->offset = w->position;
    e->size = size;
    e->zip64 = size >= ZIP64_FROM;
    e->method = method == CZIP_DEFLATE ? 8 : 0;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] >= 0x80) e->flags = 0x0800;
    e->crc = (uint32_t)crc32(0, NULL, 0);
    if (e->method == 8) {
        int r = w->stream_ready ? deflateReset(&w->stream)
                                : deflateInit2(&w->stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
        if (r != Z_OK) return fail(w, CZIP_ERROR_MEMORY);
        w->stream_ready = 1;
    }
    w->received = 0;
    w->open = 1;
    unsigned char header[64];
    if (write_all(w, header, local_header(e, header)) || write_all(w, name, length)) return w->status;
    return e->zip64 ? write_all(w, header, local_zip64(e, header)) : 0;
}

static int deflate_some(czip_writer *w, written_entry *e, int flush) {
    int r;
    do {
        w->stream.next_out = w->buffer;
        w->stream.avail_out = CHUNK;
        r = deflate(&w->stream, flush);
        size_t made = CHUNK - w->stream.avail_out;
        e->compressed += made;
        if (write_all(w, w->buffer, made)) return w->status;
    } while (flush == Z_FINISH ? r != Z_STREAM_END : w->stream.avail_out == 0);
    return 0;
}

int czip_writer_data(czip_writer *w, const void *bytes, size_t count) {
    if (w->status) return w->status;
    if (!w->open) return fail(w, CZIP_ERROR_USE);
    written_entry *e = &w->entries[w->count - 1];
    if (count > e->size - w->received) return fail(w, CZIP_ERROR_USE);
    w->received += count;
    const unsigned char *p = bytes;
    while (count > 0) {
        unsigned n = count > (1u << 30) ? (1u << 30) : (unsigned)count;
        e->crc = (uint32_t)crc32(e->crc, p, n);
        if (e->method == 0) {
            e->compressed += n;
            if (write_all(w, p, n)) return w->status;
        } else {
            w->stream.next_in = (unsigned char *)p;
            w->stream.avail_in = n;
            if (deflate_some(w, e, Z_NO_FLUSH)) return w->status;
        }
        p += n;
        count -= n;
    }
    return 0;
}

int czip_writer_end(czip_writer *w) {
    if (w->status) return w->status;
    if (!w->open) return fail(w, CZIP_ERROR_USE);
    written_entry *e = &w->entries[w->count - 1];
    if (w->received != e->size) return fail(w, CZIP_ERROR_USE);
    w->open = 0;
    if (e->method == 8) {
        w->stream.next_in = w->buffer;
        w->stream.avail_in = 0;
        if (deflate_some(w, e, Z_FINISH)) return w->status;
    }
    // Checksum and sizes are known now: the header is written again over the first one.
    unsigned char header[64];
    size_t n = local_header(e, header);
    if (pwrite(w->fd, header, n, (off_t)e->offset) != (ssize_t)n) return fail(w, CZIP_ERROR_IO);
    if (e->zip64) {
        n = local_zip64(e, header);
        off_t at = (off_t)(e->offset + 30 + e->name_length);
        if (pwrite(w->fd, header, n, at) != (ssize_t)n) return fail(w, CZIP_ERROR_IO);
    }
    return 0;
}

int czip_writer_add(czip_writer *w, const char *name, const void *bytes, size_t count, int method) {
    if (czip_writer_begin(w, name, count, method)) return w->status;
    if (czip_writer_data(w, bytes, count)) return w->status;
    return czip_writer_end(w);
}

static int write_directory_entry(czip_writer *w, const written_entry *e) {
    int far = e->offset >= 0xFFFFFFFF;
    uint16_t extra = (uint16_t)((e->zip64 ? 16 : 0) + (far ? 8 : 0));
    unsigned char h[96], *p = put32(h, 0x02014b50);
    p = put16(p, 0x0314);  // made by Unix, so that the mode below is read as one
    p = put16(p, extra ? 45 : 20);
    p = put16(p, e->flags);
    p = put16(p, e->method);
    p = put16(p, DOS_TIME);
    p = put16(p, DOS_DATE);
    p = put32(p, e->crc);
    p = put32(p, e->zip64 ? 0xFFFFFFFF : e->compressed);
    p = put32(p, e->zip64 ? 0xFFFFFFFF : e->size);
    p = put16(p, e->name_length);
    p = put16(p, extra ? extra + 4 : 0);
    p = put16(p, 0);  // comment
    p = put16(p, 0);  // disk
    p = put16(p, 0);  // internal attributes
    p = put32(p, UINT64_C(0100644) << 16);
    p = put32(p, far ? 0xFFFFFFFF : e->offset);
    if (write_all(w, h, (size_t)(p - h)) || write_all(w, e->name, e->name_length)) return w->status;
    if (!extra) return 0;
    p = put16(put16(h, 1), extra);
    if (e->zip64) p = put64(put64(p, e->size), e->compressed);
    if (far) p = put64(p, e->offset);
    return write_all(w, h, (size_t)(p - h));
}

static int write_end(czip_writer *w, uint64_t start, uint64_t length) {
    unsigned char h[128], *p = h;
    if (w->count >= 0xFFFF || start >= 0xFFFFFFFF || length >= 0xFFFFFFFF) {
        uint64_t at = w->position;
        p = put64(put32(p, 0x06064b50), 44);
        p = put16(put16(p, 0x032D), 45);
        p = put32(put32(p, 0), 0);
        p = put64(put64(p, w->count), w->count);
        p = put64(put64(p, length), start);
        p = put32(put32(p, 0x07064b50), 0);
        p = put32(put64(p, at), 1);
    }
    uint64_t count = w->count < 0xFFFF ? w->count : 0xFFFF;
    p = put32(p, 0x06054b50);
    p = put16(put16(p, 0), 0);
    p = put16(put16(p, count), count);
    p = put32(p, length < 0xFFFFFFFF ? length : 0xFFFFFFFF);
    p = put32(p, start < 0xFFFFFFFF ? start : 0xFFFFFFFF);
    p = put16(p, 0);
    return write_all(w, h, (size_t)(p - h));
}

int czip_writer_close(czip_writer *w) {
    if (w->open) fail(w, CZIP_ERROR_USE);
    uint64_t start = w->position;
    for (size_t i = 0; i < w->count && !w->status; i++) write_directory_entry(w, &w->entries[i]);
    if (!w->status) write_end(w, start, w->position - start);
    int status = w->status;
    for (size_t i = 0; i < w->count; i++) free(w->entries[i].name);
    free(w->entries);
    if (w->stream_ready) deflateEnd(&w->stream);
    free(w);
    return status;
}

uint32_t czip_crc32(uint32_t crc, const void *bytes, size_t count) {
    return (uint32_t)crc32_z(crc, bytes, count);
}
