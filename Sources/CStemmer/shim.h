#ifndef KIST_CSTEMMER_SHIM_H
#define KIST_CSTEMMER_SHIM_H
#include <libstemmer.h>
#endif
