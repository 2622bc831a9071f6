#define _GNU_SOURCE
#include "czip.h"
#include "quick.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

// What is asked for at once: little where a header is looked at, more and more where data goes by.
enum { LEAST = 4 * 1024, CHUNK = 64 * 1024 };

struct czip_reader {
    struct archive *archive;
    void *context;
    czip_read_at read_at;
    int64_t size, position, run;
    int read_failed, supported;
    zip_quick *quick;       // NULL where local headers are followed
    size_t index;           // entries met so far
    int64_t entry_size;
    const char *name;       // of the present entry, in libarchive's memory
    unsigned char buffer[CHUNK];
};

// libarchive converts names that are marked as UTF-8 to the locale's character set, and in the C locale destroys
// everything beyond ASCII. This locale is made before main, while files may still be opened; NULL where the system
// has no C.UTF-8, which costs such names their letters and nothing else.
static locale_t utf8_locale;

__attribute__((constructor)) static void make_utf8_locale(void) {
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static la_ssize_t on_read(struct archive *a, void *data, const void **bytes) {
    (void)a;
    czip_reader *r = data;
    int64_t want = r->size - r->position;
    if (want <= 0) return 0;
    if (want > r->run) want = r->run;
    if (r->run < CHUNK) r->run *= 2;
    int64_t n = r->read_at(r->context, r->position, r->buffer, want);
    if (n < 0 || n > want) {
        r->read_failed = 1;
        return -1;
    }
    r->position += n;
    *bytes = r->buffer;
    return (la_ssize_t)n;
}

static la_int64_t on_seek(struct archive *a, void *data, la_int64_t offset, int whence) {
    (void)a;
    czip_reader *r = data;
    int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? r->position : r->size;
    int64_t target;
    if (__builtin_add_overflow(base, offset, &target) || target < 0) return ARCHIVE_FATAL;
    r->position = target > r->size ? r->size : target;
    r->run = LEAST;
    return r->position;
}

static la_int64_t on_skip(struct archive *a, void *data, la_int64_t count) {
    (void)a;
    czip_reader *r = data;
    int64_t left = r->size - r->position;
    if (count > left) count = left;
    if (count < 0) count = 0;
    r->position += count;
    r->run = LEAST;
    return count;
}

czip_reader *czip_reader_open(void *context, czip_read_at read_at, int64_t size, int mode, int *status) {
    czip_reader *r = calloc(1, sizeof *r);
    if (r) r->archive = archive_read_new();
    if (!r || !r->archive) {
        free(r);
        *status = CZIP_NO_MEMORY;
        return NULL;
    }
    r->context = context;
    r->read_at = read_at;
    r->size = size;
    r->run = LEAST;
    // Without memory for it everything goes the slow way.
    if (mode == CZIP_BY_DIRECTORY) r->quick = zip_quick_open(context, read_at, size);
    locale_t before = utf8_locale ? uselocale(utf8_locale) : (locale_t)0;
    struct archive *a = r->archive;
    int ok = mode == CZIP_BY_HEADERS ? archive_read_support_format_zip_streamable(a)
                                     : archive_read_support_format_zip_seekable(a);
    if (ok == ARCHIVE_OK) {
        archive_read_set_read_callback(a, on_read);
        archive_read_set_skip_callback(a, on_skip);
        if (mode == CZIP_BY_DIRECTORY) archive_read_set_seek_callback(a, on_seek);
        archive_read_set_callback_data(a, r);
        ok = archive_read_open1(a);
    }
    if (before) uselocale(before);
    if (ok != ARCHIVE_OK) {
        *status = r->read_failed ? CZIP_READ_FAILED : CZIP_NOT_A_ZIP;
        czip_reader_close(r);
        return NULL;
    }
    *status = CZIP_OK;
    return r;
}

static int kind_of(struct archive_entry *e, const char *name, size_t length) {
    if (archive_entry_symlink(e) || archive_entry_hardlink(e)) return CZIP_LINK;
    switch (archive_entry_filetype(e)) {
    case AE_IFDIR: return CZIP_DIRECTORY;
    case AE_IFLNK: return CZIP_LINK;
    case AE_IFREG:
    case 0: return length && name[length - 1] == '/' ? CZIP_DIRECTORY : CZIP_FILE;
    default: return CZIP_SPECIAL;
    }
}

int czip_reader_next(czip_reader *r, czip_entry *out) {
    struct archive_entry *e = NULL;
    locale_t before = utf8_locale ? uselocale(utf8_locale) : (locale_t)0;
    int status = archive_read_next_header(r->archive, &e);
    if (before) uselocale(before);
    if (status == ARCHIVE_EOF) return CZIP_END;
    if (r->read_failed) return CZIP_READ_FAILED;
    if (status < ARCHIVE_WARN || !e) return CZIP_DAMAGED;
    const char *name = archive_entry_pathname(e);
    out->name = name ? name : "";
    out->name_length = strlen(out->name);
    out->size = archive_entry_size_is_set(e) ? archive_entry_size(e) : -1;
    out->kind = kind_of(e, out->name, out->name_length);
    out->encrypted = archive_entry_is_encrypted(e) > 0;
    // The method is told only in words: "ZIP 2.0 (deflation)".
    const char *format = archive_format_name(r->archive);
    const char *method = format ? strchr(format, '(') : NULL;
    r->supported = method && (!strcmp(method, "(deflation)") || !strcmp(method, "(uncompressed)"));
    out->supported = r->supported || out->encrypted || out->kind != CZIP_FILE;
    r->index++;
    r->entry_size = out->kind == CZIP_FILE && !out->encrypted ? out->size : -1;
    r->name = name;
    return CZIP_OK;
}

static int failure(czip_reader *r, int status) {
    if (r->read_failed) return CZIP_READ_FAILED;
    const char *why = archive_error_string(r->archive);
    if (why && strstr(why, "bad CRC")) return CZIP_BAD_CHECKSUM;
    if (why && strstr(why, "wrong size")) return CZIP_BAD_SIZE;
    if (why && (strstr(why, "assphrase") || strstr(why, "ncrypt"))) return CZIP_ENCRYPTED;
    if (why && strstr(why, "nsupported")) return CZIP_UNSUPPORTED;
    return status == ARCHIVE_WARN ? CZIP_BAD_SIZE : CZIP_DAMAGED;
}

int czip_reader_whole(czip_reader *r, const void **bytes, size_t *count) {
    *bytes = NULL;
    *count = 0;
    if (!r->quick || !r->supported || !r->name || r->entry_size < 0) return CZIP_UNSUPPORTED;
    int status = zip_quick_whole(r->quick, r->index - 1, r->name, strlen(r->name), r->entry_size, bytes);
    if (status == CZIP_OK) *count = (size_t)r->entry_size;
    return status;
}

int czip_reader_block(czip_reader *r, const void **bytes, size_t *count) {
    *bytes = NULL;
    *count = 0;
    if (!r->supported) return CZIP_UNSUPPORTED;
    la_int64_t offset = 0;
    int status = archive_read_data_block(r->archive, bytes, count, &offset);
    if (status == ARCHIVE_OK) return CZIP_OK;
    if (status == ARCHIVE_EOF) return CZIP_END;
    if (status != ARCHIVE_WARN || !*bytes) *count = 0;
    return failure(r, status);
}

void czip_reader_close(czip_reader *r) {
    if (!r) return;
    if (r->archive) archive_read_free(r->archive);
    zip_quick_close(r->quick);
    free(r);
}
