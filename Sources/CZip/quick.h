// The quick way to the bytes of an entry: whole, by a faster library. See quick.c.

#ifndef CZIP_QUICK_H
#define CZIP_QUICK_H

#include "czip.h"

typedef struct zip_quick zip_quick;

// NULL when there is no memory. Reads nothing yet.
zip_quick *zip_quick_open(void *context, czip_read_at read_at, int64_t size);
void zip_quick_close(zip_quick *quick);

// The bytes of the entry that stands at place `index`, from 0, in the order of the file, and is called `name`; valid until
// the next call. CZIP_OK only when everything about it is as it should be; CZIP_UNSUPPORTED for any that has to be read
// the slow way; CZIP_READ_FAILED.
int zip_quick_whole(zip_quick *quick, size_t index, const char *name, size_t length, int64_t size, const void **bytes);

#endif
