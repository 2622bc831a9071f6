// Zip archives in and out, behind opaque handles: no header of libarchive or zlib is seen by callers.
//
// Reading is libarchive's zip reader and nothing else of it (no other format, no filter), with libdeflate beside it for
// entries that have nothing unusual. Writing is a small writer of our own over zlib's deflate, because libarchive puts
// extra fields on every entry, which OpenDocument forbids for its first one, and because the same input must give the same
// bytes on every machine and in every time zone.

#ifndef CZIP_H
#define CZIP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---------------------------------------------------------------------------------------------------- writing
//
//     czip_writer *w = czip_writer_open_fd(fd);              // fd: open for writing, seekable, stays the caller's
//     czip_writer_add(w, "mimetype", bytes, count, CZIP_STORE);
//     czip_writer_add(w, "content.xml", bytes, count, CZIP_DEFLATE);
//     int status = czip_writer_close(w);                     // 0, or CZIP_ERROR_…; frees the writer in any case
//
// Entries come out in the order in which they are added, all dated 1980-01-01 00:00, all regular files with mode 644,
// with no extra fields unless zip64 needs one. Names are UTF-8, "/"-separated, relative. After a failure every later
// call fails with the same status. Large content is streamed with begin, data, end.

typedef struct czip_writer czip_writer;

enum { CZIP_STORE = 0, CZIP_DEFLATE = 1 };

enum {
    CZIP_ERROR_IO = -1,      // writing to the descriptor failed; errno as it was: czip_writer_errno
    CZIP_ERROR_MEMORY = -2,
    CZIP_ERROR_NAME = -3,    // empty, absolute, over 65,535 bytes, or with a ".." part
    CZIP_ERROR_USE = -4,     // calls out of order, or streamed content that has not the announced size
};

// NULL when there is no memory. The archive starts at the descriptor's present position, which must be 0.
czip_writer *czip_writer_open_fd(int fd);

// Adds one entry whole. `bytes` may be NULL when `count` is 0. Returns 0 or CZIP_ERROR_….
int czip_writer_add(czip_writer *writer, const char *name, const void *bytes, size_t count, int method);

// Adds one entry in pieces. `size` is the exact number of bytes that `czip_writer_data` will bring.
int czip_writer_begin(czip_writer *writer, const char *name, uint64_t size, int method);
int czip_writer_data(czip_writer *writer, const void *bytes, size_t count);
int czip_writer_end(czip_writer *writer);

// The number of bytes written so far (the archive's size after a successful close is one directory more).
uint64_t czip_writer_position(const czip_writer *writer);
int czip_writer_errno(const czip_writer *writer);

// Writes the directory and frees the writer. The archive is complete only when this returns 0. Does not close `fd`.
int czip_writer_close(czip_writer *writer);

// ---------------------------------------------------------------------------------------------------- reading

typedef struct czip_reader czip_reader;

// Copies up to `count` bytes of the archive from `offset` into `buffer`; returns how many (fewer only at the end of
// the archive), or -1 when reading failed.
typedef int64_t (*czip_read_at)(void *context, int64_t offset, void *buffer, int64_t count);

enum {
    CZIP_BY_DIRECTORY = 0,  // the central directory rules
    CZIP_BY_HEADERS = 1,    // local headers in the order of the file: for archives whose end is missing
};

enum {
    CZIP_OK = 0,
    CZIP_END = 1,            // no more entries, or no more bytes in this entry
    CZIP_NOT_A_ZIP = 2,      // also: cut short, when reading by directory
    CZIP_ENCRYPTED = 3,
    CZIP_UNSUPPORTED = 4,    // a compression method other than stored and deflated
    CZIP_BAD_CHECKSUM = 5,   // known only at the end of an entry, after its bytes were handed out
    CZIP_BAD_SIZE = 6,       // likewise: the entry is not as long as its header says
    CZIP_DAMAGED = 7,        // the data or the structure cannot be read further
    CZIP_READ_FAILED = 8,    // the callback returned -1
    CZIP_NO_MEMORY = 9,
};

enum { CZIP_FILE = 0, CZIP_DIRECTORY = 1, CZIP_LINK = 2, CZIP_SPECIAL = 3 };

typedef struct {
    const char *name;       // as in the archive, valid until the next call; not necessarily UTF-8
    size_t name_length;
    int64_t size;           // announced inflated bytes; -1 when not known beforehand
    int kind;               // CZIP_FILE …
    int encrypted;
    int supported;          // stored or deflated
} czip_entry;

czip_reader *czip_reader_open(void *context, czip_read_at read_at, int64_t size, int mode, int *status);

// CZIP_OK, CZIP_END, or CZIP_DAMAGED and the like, after which nothing more can be read.
int czip_reader_next(czip_reader *reader, czip_entry *entry);

// The present entry's bytes at once, checked, valid until the next call; to be tried before any `czip_reader_block` of it.
// CZIP_OK, CZIP_READ_FAILED, or CZIP_UNSUPPORTED: then the entry is to be read in pieces, which alone says what is wrong
// with it, if anything is.
int czip_reader_whole(czip_reader *reader, const void **bytes, size_t *count);

// The next piece of the present entry. CZIP_OK: `count` bytes, valid until the next call. Any other status ends the
// entry; bytes may come with it (a wrong checksum is noticed together with the last piece).
int czip_reader_block(czip_reader *reader, const void **bytes, size_t *count);

void czip_reader_close(czip_reader *reader);

// ---------------------------------------------------------------------------------------------------- checksums

// CRC-32 as zip and gzip use it; start with 0.
uint32_t czip_crc32(uint32_t crc, const void *bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
