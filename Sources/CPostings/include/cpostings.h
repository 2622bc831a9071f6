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

// scores[i] = whole part of weight - weight / (1 + frequencies[i] * inverses[lengths[documents[i]]]), or 1 if that is less. A frequency counts at
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

// Finds which of `wanted` (ascending) are among `documents` (ascending): writes their indices in both. Returns how many; one
// more index than that may be overwritten. All numbers are below 2^31.
size_t kp_match(const uint32_t *wanted, size_t wanted_count, const uint32_t *documents, size_t count,
                uint32_t *wanted_at, uint32_t *found_at);

// The same where the documents are bits: bit 0 of words[0] is document `base`. found_at is the rank of the document.
size_t kp_match_bits(const uint32_t *wanted, size_t wanted_count, const uint64_t *words, size_t word_count,
                     uint32_t base, uint32_t *wanted_at, uint32_t *found_at);

// Adds to scores[wanted_at[i]] the score, as `kp_score` computes it, of document wanted[wanted_at[i]] with frequency
// frequencies[found_at[i]]; for at most 128 matches.
void kp_add_matched(const uint32_t *wanted, const uint32_t *wanted_at, const uint32_t *found_at, size_t count,
                    const uint32_t *frequencies, const uint8_t *lengths, const float *inverses, float weight,
                    int32_t *scores);

// Adds to scores[i] the part of document wanted[i] where that is among `documents`; both ascend.
void kp_add_parts(const uint32_t *wanted, size_t wanted_count, const uint32_t *documents, const int32_t *parts,
                  size_t count, int32_t *scores);

// Adds scores up in a hash table of mask + 1 slots (a power of two, at least twice the number of distinct documents). A slot
// is the document in its upper and the sum in its lower 32 bits; zero is empty. Scores are above zero.
void kp_table_add(uint64_t *slots, size_t mask, const uint32_t *documents, const int32_t *scores, size_t count);

// Writes documents and sums of `count` slots that are above `floor` (at least 0). Room for eight more is needed.
size_t kp_table_collect(const uint64_t *slots, size_t count, int32_t floor, uint32_t *documents, int32_t *scores);

// The first index from `from` on of a number that is at least `least`; `count` if there is none. Numbers are unaligned.
size_t kp_next_at_least(const uint8_t *values, size_t from, size_t count, uint16_t least);

// Sets bit (document - start) for each document for which that is below `limit`; documents ascend from `start` on.
void kp_set(const uint32_t *documents, size_t count, uint32_t start, uint32_t limit, uint64_t *words);

// Number of set bits.
size_t kp_count(const uint64_t *words, size_t count);

// left &= right; returns the number of bits that stay.
size_t kp_and_count(uint64_t *left, const uint64_t *right, size_t count);

// Adds up frequencies[i] * widths[documents[i]] into count + 1 running sums, the first of them 0. Returns false when they
// pass 32 bits, or when a document has more than one position in no bits.
_Bool kp_position_bits(const uint32_t *documents, const uint32_t *frequencies, size_t count, const uint8_t *widths,
                       uint32_t *sums);

// Where the positions of a posting lie: `count` numbers of `width` (at most 32) bits each, from a bit of `base` on. Seven
// bytes behind the last may be read.
typedef struct {
    const uint8_t *base;
    uint32_t bit;
    uint32_t count;
    uint32_t width;
} kp_positions;

// How often the terms of a phrase stand after one another: term i `places[i]` positions after the beginning. `count` is at
// most 16. Stops counting at `enough`.
uint32_t kp_phrase(const kp_positions *runs, const uint32_t *places, size_t count, uint32_t enough);

// The index of the first of `count` ascending numbers that is not below `value`.
size_t kp_lower_bound(const uint32_t *values, size_t count, uint32_t value);

// Gives mapped memory another size, at another place if need be; null if there is no room. (Swift cannot call mremap.)
void *kp_move_mapping(void *start, size_t old_size, size_t new_size);

// Whether AVX2 is used; and a way for tests to do without it, before any other thread calls a kernel.
_Bool kp_is_wide(void);
void kp_use_wide(_Bool wanted);

#endif
