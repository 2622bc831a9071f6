// Kernels of posting lists: the loops that touch every posting.
//
// Each works on one block of at most 128 postings, or on one window of 4,096 documents. All give the same results, to the
// last bit, on every processor; where AVX2 is there they use it.
#ifndef CPOSTINGS_H
#define CPOSTINGS_H

#include <stddef.h>
#include <stdint.h>

// Packs 128 numbers of at most `width` (0...32) bits into width * 16 bytes: number 4 * i + l is the i-th of lane l; a lane
// is a stream of 32-bit words, low bits first; the words of the four lanes alternate.
void kp_pack(const uint32_t *values, unsigned width, uint8_t *out);

// Reads what `kp_pack` wrote. `width` must be at most 32 and `in` have width * 16 bytes.
void kp_unpack(const uint8_t *in, unsigned width, uint32_t *values);

// Unpacks 128 gaps and turns them into ascending numbers: each is the one before, plus its gap, plus one.
void kp_unpack_ascending(const uint8_t *in, unsigned width, uint32_t previous, uint32_t *values);

// Writes the places of the bits that are set, plus `base`, in ascending order; at most `most` of them. Returns how many.
size_t kp_places(const uint64_t *words, size_t word_count, uint32_t base, uint32_t *values, size_t most);

// scores[i] = whole part of weight - weight / (1 + frequencies[i] * inverses[lengths[documents[i]]]). A frequency counts at
// most 8,388,607. Three bytes behind the last length may be read. `weight` is at least 0 and below 2^31.
void kp_score(const uint32_t *documents, const uint32_t *frequencies, size_t count, const uint8_t *lengths,
              const float *inverses, float weight, int32_t *scores);

// Adds scores to sums[document - start] where that is below 4,096; documents ascend and are not below `start`. Returns
// which groups of 64 sums were touched, as bits.
uint64_t kp_add(const uint32_t *documents, const int32_t *scores, size_t count, uint32_t start, int32_t *sums);

// Writes documents and sums that are above `floor` among the touched groups, ascending, and clears those groups. Room for
// 4,096 and eight more is needed. Returns how many.
size_t kp_collect(int32_t *sums, uint64_t touched, uint32_t start, int32_t floor, uint32_t *documents, int32_t *scores);

// Keeps, in place, the entries whose score is above `floor`. Returns how many.
size_t kp_keep_above(uint32_t *documents, int32_t *scores, size_t count, int32_t floor);

// Finds which of `wanted` (ascending) are among `documents` (ascending): writes their indices in both. Returns how many.
size_t kp_match(const uint32_t *wanted, size_t wanted_count, const uint32_t *documents, size_t count,
                uint32_t *wanted_at, uint32_t *found_at);

// The same where the documents are bits: bit 0 of words[0] is document `base`. found_at is the rank of the document.
size_t kp_match_bits(const uint32_t *wanted, size_t wanted_count, const uint64_t *words, size_t word_count,
                     uint32_t base, uint32_t *wanted_at, uint32_t *found_at);

// Sets bit (document - start) for each document for which that is below `limit`; documents ascend from `start` on.
void kp_set(const uint32_t *documents, size_t count, uint32_t start, uint32_t limit, uint64_t *words);

// Number of set bits.
size_t kp_count(const uint64_t *words, size_t count);

// left &= right; returns the number of bits that stay.
size_t kp_and_count(uint64_t *left, const uint64_t *right, size_t count);

// Adds up `count` numbers into count + 1 running sums, the first of them 0.
void kp_sums(const uint32_t *values, size_t count, uint32_t *sums);

// The index of the first of `count` ascending numbers that is not below `value`.
size_t kp_lower_bound(const uint32_t *values, size_t count, uint32_t value);

// The largest of `count` (at least 1) unaligned numbers.
uint16_t kp_largest(const uint8_t *values, size_t count);

#endif
