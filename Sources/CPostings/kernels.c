#include <string.h>

#include "cpostings.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define WIDE 1
#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

static _Atomic int is_wide = 0;
static int has_wide = 0;

__attribute__((constructor)) static void look_at_processor(void) {
    __builtin_cpu_init();
    has_wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
              && __builtin_cpu_supports("popcnt");
    is_wide = has_wide;
}

_Bool kp_is_wide(void) { return is_wide; }
void kp_use_wide(_Bool wanted) { is_wide = wanted && has_wide; }
#else
#define WIDE 0

_Bool kp_is_wide(void) { return 0; }
void kp_use_wide(_Bool wanted) { (void)wanted; }
#endif

#define LARGEST_FREQUENCY 0x7FFFFFu
#define WINDOW 4096u

// The same sum in every version: no fused multiply-add, whatever the processor has.
#pragma STDC FP_CONTRACT OFF

static inline int32_t score(uint32_t frequency, float inverse, float weight) {
    const uint32_t counted = frequency < LARGEST_FREQUENCY ? frequency : LARGEST_FREQUENCY;
    const float part = (float)(int32_t)counted * inverse;
    const float quotient = weight / (1.0f + part);
    const int32_t whole = (int32_t)(weight - quotient);
    return whole > 1 ? whole : 1;
}

#if WIDE
AVX2 static void score_wide(const uint32_t *documents, const uint32_t *frequencies, size_t count,
                            const uint8_t *lengths, const float *inverses, float weight, int32_t *scores) {
    const __m256i most = _mm256_set1_epi32((int)LARGEST_FREQUENCY);
    const __m256i byte = _mm256_set1_epi32(0xFF);
    const __m256 one = _mm256_set1_ps(1.0f);
    const __m256 weights = _mm256_set1_ps(weight);
    size_t index = 0;
    for (; index + 8 <= count; index += 8) {
        const __m256i at = _mm256_loadu_si256((const __m256i *)(documents + index));
        const __m256i length = _mm256_and_si256(_mm256_i32gather_epi32((const int *)lengths, at, 1), byte);
        const __m256 inverse = _mm256_i32gather_ps(inverses, length, 4);
        const __m256i frequency =
            _mm256_min_epu32(_mm256_loadu_si256((const __m256i *)(frequencies + index)), most);
        const __m256 part = _mm256_mul_ps(_mm256_cvtepi32_ps(frequency), inverse);
        const __m256 quotient = _mm256_div_ps(weights, _mm256_add_ps(one, part));
        const __m256i whole = _mm256_cvttps_epi32(_mm256_sub_ps(weights, quotient));
        const __m256i result = _mm256_max_epi32(whole, _mm256_set1_epi32(1));
        _mm256_storeu_si256((__m256i *)(scores + index), result);
    }
    for (; index < count; index++)
        scores[index] = score(frequencies[index], inverses[lengths[documents[index]]], weight);
}
#endif

void kp_score(const uint32_t *documents, const uint32_t *frequencies, size_t count, const uint8_t *lengths,
              const float *inverses, float weight, int32_t *scores) {
#if WIDE
    if (is_wide) {
        score_wide(documents, frequencies, count, lengths, inverses, weight, scores);
        return;
    }
#endif
    for (size_t index = 0; index < count; index++)
        scores[index] = score(frequencies[index], inverses[lengths[documents[index]]], weight);
}

uint64_t kp_add(const uint32_t *documents, const int32_t *scores, size_t count, uint32_t start, int32_t *sums) {
    uint64_t touched = 0;
    for (size_t index = 0; index < count; index++) {
        const uint32_t local = documents[index] - start;
        if (local >= WINDOW) break;
        sums[local] += scores[index];
        touched |= (uint64_t)1 << (local >> 6);
    }
    return touched;
}

#if WIDE
// The lanes that a mask names, moved to the front.
AVX2 static inline __m256i front(__m256i value, __m256i order) { return _mm256_permutevar8x32_epi32(value, order); }

AVX2 static inline __m256i order_of(unsigned mask) {
    const uint64_t bytes = _pdep_u64(mask, 0x0101010101010101u) * 0xFF;
    return _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((long long)_pext_u64(0x0706050403020100u, bytes)));
}

AVX2 static size_t collect_wide(int32_t *sums, uint64_t touched, uint32_t start, int32_t floor, uint32_t *documents,
                                int32_t *scores) {
    const __m256i limit = _mm256_set1_epi32(floor);
    const __m256i zero = _mm256_setzero_si256();
    const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    size_t found = 0;
    while (touched) {
        const unsigned group = (unsigned)__builtin_ctzll(touched) * 64;
        touched &= touched - 1;
        for (unsigned at = group; at < group + 64; at += 8) {
            const __m256i value = _mm256_loadu_si256((const __m256i *)(sums + at));
            const unsigned above =
                (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(value, limit)));
            _mm256_storeu_si256((__m256i *)(sums + at), zero);
            if (!above) continue;
            const __m256i order = order_of(above);
            const __m256i places = _mm256_add_epi32(lanes, _mm256_set1_epi32((int)(start + at)));
            _mm256_storeu_si256((__m256i *)(documents + found), front(places, order));
            _mm256_storeu_si256((__m256i *)(scores + found), front(value, order));
            found += (size_t)__builtin_popcount(above);
        }
    }
    return found;
}

AVX2 static size_t keep_above_wide(uint32_t *documents, int32_t *scores, size_t count, int32_t floor) {
    const __m256i limit = _mm256_set1_epi32(floor);
    size_t kept = 0;
    size_t index = 0;
    // What is written never passes what has been read: eight are read before at most eight are written.
    for (; index + 8 <= count; index += 8) {
        const __m256i value = _mm256_loadu_si256((const __m256i *)(scores + index));
        const __m256i document = _mm256_loadu_si256((const __m256i *)(documents + index));
        const unsigned above = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(value, limit)));
        if (!above) continue;
        const __m256i order = order_of(above);
        _mm256_storeu_si256((__m256i *)(documents + kept), front(document, order));
        _mm256_storeu_si256((__m256i *)(scores + kept), front(value, order));
        kept += (size_t)__builtin_popcount(above);
    }
    for (; index < count; index++) {
        const int32_t value = scores[index];
        documents[kept] = documents[index];
        scores[kept] = value;
        kept += value > floor;
    }
    return kept;
}
#endif

size_t kp_collect(int32_t *sums, uint64_t touched, uint32_t start, int32_t floor, uint32_t *documents,
                  int32_t *scores) {
#if WIDE
    if (is_wide) return collect_wide(sums, touched, start, floor, documents, scores);
#endif
    size_t found = 0;
    while (touched) {
        const unsigned group = (unsigned)__builtin_ctzll(touched) * 64;
        touched &= touched - 1;
        for (unsigned at = group; at < group + 64; at++) {
            documents[found] = start + at;
            scores[found] = sums[at];
            found += sums[at] > floor;
        }
        memset(sums + group, 0, 64 * sizeof(int32_t));
    }
    return found;
}

size_t kp_keep_above(uint32_t *documents, int32_t *scores, size_t count, int32_t floor) {
#if WIDE
    if (is_wide) return keep_above_wide(documents, scores, count, floor);
#endif
    size_t kept = 0;
    for (size_t index = 0; index < count; index++) {
        const int32_t value = scores[index];
        documents[kept] = documents[index];
        scores[kept] = value;
        kept += value > floor;
    }
    return kept;
}

static inline size_t lower_bound(const uint32_t *values, size_t count, uint32_t value) {
    size_t low = 0;
    while (count > 1) {
        const size_t half = count / 2;
        low += values[low + half - 1] < value ? half : 0;
        count -= half;
    }
    return low + (count == 1 && values[low] < value);
}

size_t kp_lower_bound(const uint32_t *values, size_t count, uint32_t value) { return lower_bound(values, count, value); }

#if WIDE
// Looks each of `few` up among 128 ascending numbers: first which sixteen it can be among, then which of those it is. No
// step depends on the one before, and nothing is guessed.
AVX2 static size_t match_full(const uint32_t *few, size_t few_count, const uint32_t *many, uint32_t *few_at,
                              uint32_t *many_at) {
    const __m256i ends = _mm256_i32gather_epi32((const int *)(many + 15),
                                                _mm256_setr_epi32(0, 16, 32, 48, 64, 80, 96, 112), 4);
    size_t found = 0;
    for (size_t index = 0; index < few_count; index++) {
        const __m256i value = _mm256_set1_epi32((int)few[index]);
        const unsigned below =
            (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(value, ends)));
        // The last sixteen if it is above all.
        const unsigned at = (unsigned)__builtin_popcount(below & 0x7F) * 16;
        const __m256i low = _mm256_cmpeq_epi32(value, _mm256_loadu_si256((const __m256i *)(many + at)));
        const __m256i high = _mm256_cmpeq_epi32(value, _mm256_loadu_si256((const __m256i *)(many + at + 8)));
        const unsigned same = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(low))
                              | (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(high)) << 8;
        few_at[found] = (uint32_t)index;
        many_at[found] = at + (unsigned)__builtin_ctz(same | 0x10000);
        found += same != 0;
    }
    return found;
}
#endif

size_t kp_match(const uint32_t *wanted, size_t wanted_count, const uint32_t *documents, size_t count,
                uint32_t *wanted_at, uint32_t *found_at) {
#if WIDE
    if (is_wide && count == 128 && wanted_count <= 160)
        return match_full(wanted, wanted_count, documents, wanted_at, found_at);
    if (is_wide && wanted_count == 128 && count <= 160)
        return match_full(documents, count, wanted, found_at, wanted_at);
#endif
    size_t found = 0;
    if (wanted_count * 6 < count) {
        size_t from = 0;
        for (size_t index = 0; index < wanted_count; index++) {
            from += lower_bound(documents + from, count - from, wanted[index]);
            if (from == count) return found;
            wanted_at[found] = (uint32_t)index;
            found_at[found] = (uint32_t)from;
            found += documents[from] == wanted[index];
        }
        return found;
    }
    size_t left = 0, right = 0;
    while (left < wanted_count && right < count) {
        const uint32_t a = wanted[left], b = documents[right];
        wanted_at[found] = (uint32_t)left;
        found_at[found] = (uint32_t)right;
        found += a == b;
        left += a <= b;
        right += b <= a;
    }
    return found;
}

__attribute__((always_inline)) static inline size_t match_bits(const uint32_t *wanted, size_t wanted_count,
                                                               const uint64_t *words, size_t word_count,
                                                               uint32_t base, uint32_t *wanted_at,
                                                               uint32_t *found_at) {
    size_t found = 0;
    size_t counted = 0;
    uint32_t rank = 0;
    for (size_t index = 0; index < wanted_count; index++) {
        const uint32_t local = wanted[index] - base;
        const size_t word = local >> 6;
        if (word >= word_count) break;
        for (; counted < word; counted++) rank += (uint32_t)__builtin_popcountll(words[counted]);
        const uint64_t below = words[word] & (((uint64_t)1 << (local & 63)) - 1);
        wanted_at[found] = (uint32_t)index;
        found_at[found] = rank + (uint32_t)__builtin_popcountll(below);
        found += (words[word] >> (local & 63)) & 1;
    }
    return found;
}

#if WIDE
AVX2 static size_t match_bits_wide(const uint32_t *wanted, size_t wanted_count, const uint64_t *words,
                                   size_t word_count, uint32_t base, uint32_t *wanted_at, uint32_t *found_at) {
    return match_bits(wanted, wanted_count, words, word_count, base, wanted_at, found_at);
}
#endif

size_t kp_match_bits(const uint32_t *wanted, size_t wanted_count, const uint64_t *words, size_t word_count,
                     uint32_t base, uint32_t *wanted_at, uint32_t *found_at) {
#if WIDE
    if (is_wide) return match_bits_wide(wanted, wanted_count, words, word_count, base, wanted_at, found_at);
#endif
    return match_bits(wanted, wanted_count, words, word_count, base, wanted_at, found_at);
}

void kp_add_matched(const uint32_t *wanted, const uint32_t *wanted_at, const uint32_t *found_at, size_t count,
                    const uint32_t *frequencies, const uint8_t *lengths, const float *inverses, float weight,
                    int32_t *scores) {
    uint32_t documents[128], counts[128];
    int32_t parts[128];
    if (count > 128) count = 128;
    for (size_t index = 0; index < count; index++) {
        documents[index] = wanted[wanted_at[index]];
        counts[index] = frequencies[found_at[index]];
    }
    kp_score(documents, counts, count, lengths, inverses, weight, parts);
    for (size_t index = 0; index < count; index++) scores[wanted_at[index]] += parts[index];
}

void kp_add_parts(const uint32_t *wanted, size_t wanted_count, const uint32_t *documents, const int32_t *parts,
                  size_t count, int32_t *scores) {
    if (wanted_count * 8 < count) {
        size_t from = 0;
        for (size_t index = 0; index < wanted_count; index++) {
            from += lower_bound(documents + from, count - from, wanted[index]);
            if (from == count) return;
            scores[index] += documents[from] == wanted[index] ? parts[from] : 0;
        }
        return;
    }
    size_t left = 0, right = 0;
    while (left < wanted_count && right < count) {
        const uint32_t a = wanted[left], b = documents[right];
        scores[left] += a == b ? parts[right] : 0;
        left += a <= b;
        right += b <= a;
    }
}

void kp_table_add(uint64_t *slots, size_t mask, const uint32_t *documents, const int32_t *scores, size_t count) {
    for (size_t index = 0; index < count; index++) {
        const uint32_t document = documents[index];
        size_t slot = (size_t)(((uint64_t)document * 0x9E3779B97F4A7C15u) >> 32) & mask;
        while (slots[slot] != 0 && (uint32_t)(slots[slot] >> 32) != document) slot = (slot + 1) & mask;
        slots[slot] = ((uint64_t)document << 32) | (uint32_t)((uint32_t)slots[slot] + (uint32_t)scores[index]);
    }
}

size_t kp_table_collect(const uint64_t *slots, size_t count, int32_t floor, uint32_t *documents, int32_t *scores) {
    size_t found = 0;
    for (size_t index = 0; index < count; index++) {
        const int32_t sum = (int32_t)(uint32_t)slots[index];
        documents[found] = (uint32_t)(slots[index] >> 32);
        scores[found] = sum;
        found += sum > floor;
    }
    return found;
}

size_t kp_next_at_least(const uint8_t *values, size_t from, size_t count, uint16_t least) {
    typedef uint16_t eight __attribute__((vector_size(16)));
    if (least == 0) return from;
    const uint16_t below = least - 1;
    const eight limit = {below, below, below, below, below, below, below, below};
    for (; from + 8 <= count; from += 8) {
        eight value;
        memcpy(&value, values + from * 2, 16);
        uint64_t above[2];
        const eight larger = (eight)(value > limit);
        memcpy(above, &larger, 16);
        if (above[0] | above[1]) break;
    }
    for (; from < count; from++) {
        uint16_t value;
        memcpy(&value, values + from * 2, 2);
        if (value >= least) return from;
    }
    return count;
}

__attribute__((always_inline)) static inline size_t places(const uint64_t *words, size_t word_count, uint32_t base,
                                                           uint32_t *values, size_t most) {
    size_t found = 0;
    for (size_t index = 0; index < word_count; index++) {
        uint64_t word = words[index];
        while (word) {
            if (found == most) return found;
            values[found++] = base + (uint32_t)index * 64 + (uint32_t)__builtin_ctzll(word);
            word &= word - 1;
        }
    }
    return found;
}

#if WIDE
AVX2 static size_t places_wide(const uint64_t *words, size_t word_count, uint32_t base, uint32_t *values, size_t most) {
    return places(words, word_count, base, values, most);
}
#endif

size_t kp_places(const uint64_t *words, size_t word_count, uint32_t base, uint32_t *values, size_t most) {
#if WIDE
    if (is_wide) return places_wide(words, word_count, base, values, most);
#endif
    return places(words, word_count, base, values, most);
}

static inline void set(uint32_t local, uint64_t *words) { words[local >> 6] |= (uint64_t)1 << (local & 63); }

void kp_set(const uint32_t *documents, size_t count, uint32_t start, uint32_t limit, uint64_t *words) {
    size_t index = 0;
    if (count == 128 && documents[0] >= start && documents[127] - start < limit) {
        // Four places at a time that are far apart, so that no step waits for the word of the one before.
        for (; index < 32; index++) {
            set(documents[index] - start, words);
            set(documents[index + 32] - start, words);
            set(documents[index + 64] - start, words);
            set(documents[index + 96] - start, words);
        }
        return;
    }
    for (; index < count; index++) {
        const uint32_t local = documents[index] - start;
        if (local >= limit) break;
        set(local, words);
    }
}

__attribute__((always_inline)) static inline size_t count_bits(const uint64_t *words, size_t count) {
    size_t sum = 0;
    for (size_t index = 0; index < count; index++) sum += (size_t)__builtin_popcountll(words[index]);
    return sum;
}

__attribute__((always_inline)) static inline size_t and_count(uint64_t *left, const uint64_t *right, size_t count) {
    size_t sum = 0;
    for (size_t index = 0; index < count; index++) {
        left[index] &= right[index];
        sum += (size_t)__builtin_popcountll(left[index]);
    }
    return sum;
}

#if WIDE
AVX2 static size_t count_bits_wide(const uint64_t *words, size_t count) { return count_bits(words, count); }
AVX2 static size_t and_count_wide(uint64_t *left, const uint64_t *right, size_t count) {
    return and_count(left, right, count);
}
#endif

size_t kp_count(const uint64_t *words, size_t count) {
#if WIDE
    if (is_wide) return count_bits_wide(words, count);
#endif
    return count_bits(words, count);
}

size_t kp_and_count(uint64_t *left, const uint64_t *right, size_t count) {
#if WIDE
    if (is_wide) return and_count_wide(left, right, count);
#endif
    return and_count(left, right, count);
}

#if WIDE
// False where frequencies are so large that the sums may have wrapped.
AVX2 static _Bool position_bits_wide(const uint32_t *documents, const uint32_t *frequencies, const uint8_t *widths,
                                     uint32_t *sums) {
    const __m256i byte = _mm256_set1_epi32(0xFF);
    __m256i before = _mm256_setzero_si256();
    __m256i large = _mm256_setzero_si256();
    __m256i crowded = _mm256_setzero_si256();
    const __m256i zero = _mm256_setzero_si256();
    for (size_t index = 0; index < 128; index += 8) {
        const __m256i at = _mm256_loadu_si256((const __m256i *)(documents + index));
        const __m256i width = _mm256_and_si256(_mm256_i32gather_epi32((const int *)widths, at, 1), byte);
        const __m256i frequency = _mm256_loadu_si256((const __m256i *)(frequencies + index));
        large = _mm256_or_si256(large, frequency);
        crowded = _mm256_or_si256(crowded, _mm256_and_si256(_mm256_cmpeq_epi32(width, zero),
                                                            _mm256_srli_epi32(frequency, 1)));
        // Running sums of four and four, then the lower four's sum on the upper ones.
        __m256i bits = _mm256_mullo_epi32(frequency, width);
        bits = _mm256_add_epi32(bits, _mm256_slli_si256(bits, 4));
        bits = _mm256_add_epi32(bits, _mm256_slli_si256(bits, 8));
        const __m256i lower = _mm256_permute2x128_si256(bits, bits, 0x08);
        bits = _mm256_add_epi32(bits, _mm256_shuffle_epi32(lower, 0xFF));
        bits = _mm256_add_epi32(bits, before);
        _mm256_storeu_si256((__m256i *)(sums + index + 1), bits);
        before = _mm256_permutevar8x32_epi32(bits, _mm256_set1_epi32(7));
    }
    // 128 frequencies below 2^17 and widths below 2^8 add up to less than 2^32.
    uint32_t parts[8];
    _mm256_storeu_si256((__m256i *)parts, large);
    for (unsigned lane = 1; lane < 8; lane++) parts[0] |= parts[lane];
    // More than one position in no bits is left to the loop below, which refuses it.
    return parts[0] < 1u << 17 && _mm256_testz_si256(crowded, crowded);
}
#endif

_Bool kp_position_bits(const uint32_t *documents, const uint32_t *frequencies, size_t count, const uint8_t *widths,
                       uint32_t *sums) {
    uint64_t sum = 0;
    sums[0] = 0;
#if WIDE
    if (is_wide && count == 128 && position_bits_wide(documents, frequencies, widths, sums)) return 1;
#endif
    for (size_t index = 0; index < count; index++) {
        const uint32_t width = widths[documents[index]];
        if (width == 0 && frequencies[index] > 1) return 0;
        sum += (uint64_t)frequencies[index] * width;
        sums[index + 1] = (uint32_t)sum;
    }
    return sum <= UINT32_MAX;
}

__attribute__((always_inline)) static inline uint32_t position(const uint8_t *base, uint64_t bit, uint32_t width) {
    uint64_t word;
    memcpy(&word, base + (bit >> 3), 8);
    return (uint32_t)((word >> (bit & 7)) & (((uint64_t)1 << (width & 63)) - 1));
}

#if WIDE
// Not a position of less than 32 bits, nor one step before the first.
#define NOWHERE 0xF0000000u

// Two terms with at most eight positions each: every position of the first beside all of the second.
AVX2 static uint32_t phrase_of_two(const kp_positions *left, const kp_positions *right, uint32_t step) {
    uint32_t wanted[8];
    _mm256_storeu_si256((__m256i *)wanted, _mm256_set1_epi32((int)NOWHERE));
    uint64_t bit = right->bit;
    for (uint32_t index = 0; index < right->count; index++) {
        wanted[index] = position(right->base, bit, right->width);
        bit += right->width;
    }
    const __m256i all = _mm256_loadu_si256((const __m256i *)wanted);
    uint32_t found = 0;
    bit = left->bit;
    for (uint32_t index = 0; index < left->count; index++) {
        const uint32_t next = position(left->base, bit, left->width) + step;
        bit += left->width;
        const __m256i same = _mm256_cmpeq_epi32(all, _mm256_set1_epi32((int)next));
        found += !_mm256_testz_si256(same, same);
    }
    return found;
}
#endif

__attribute__((always_inline)) static inline uint32_t phrase(const kp_positions *runs, const uint32_t *places,
                                                             size_t count, uint32_t enough);

#if WIDE
AVX2 static uint32_t phrase_wide(const kp_positions *runs, const uint32_t *places, size_t count, uint32_t enough) {
    return phrase(runs, places, count, enough);
}
#endif

uint32_t kp_phrase(const kp_positions *runs, const uint32_t *places, size_t count, uint32_t enough) {
    if (count == 2 && runs[0].count == 1 && runs[1].count == 1) {
        const uint32_t left = position(runs[0].base, runs[0].bit, runs[0].width);
        const uint32_t right = position(runs[1].base, runs[1].bit, runs[1].width);
        return (uint64_t)left + places[1] == (uint64_t)right + places[0];
    }
#if WIDE
    // Of two terms one has place 0 and the other 1: a step back from position 0 gives a number that no position is.
    if (is_wide && count == 2 && runs[0].count <= 8 && runs[1].count <= 8 && runs[0].width < 32)
        return phrase_of_two(&runs[0], &runs[1], places[1] - places[0]);
    if (is_wide) return phrase_wide(runs, places, count, enough);
#endif
    return phrase(runs, places, count, enough);
}

__attribute__((always_inline)) static inline uint32_t phrase(const kp_positions *runs, const uint32_t *places,
                                                             size_t count, uint32_t enough) {
    uint32_t found = 0;
    if (count == 0) return 0;
    uint64_t bits[16];
    uint32_t left[16];
    if (count > 16) return 0;
    for (size_t term = 0; term < count; term++) {
        bits[term] = runs[term].bit;
        left[term] = runs[term].count;
    }
    for (uint32_t index = 0; index < runs[0].count; index++) {
        const uint32_t first = position(runs[0].base, bits[0], runs[0].width);
        bits[0] += runs[0].width;
        // The phrase would begin before the text.
        if (first < places[0]) continue;
        const uint32_t start = first - places[0];
        size_t term = 1;
        for (; term < count; term++) {
            const uint32_t wanted = start + places[term];
            const uint32_t width = runs[term].width;
            uint32_t at = 0;
            while (left[term] > 0 && (at = position(runs[term].base, bits[term], width)) < wanted) {
                bits[term] += width;
                left[term]--;
            }
            if (left[term] == 0) return found;
            if (at != wanted) break;
        }
        if (term == count && ++found == enough) return found;
    }
    return found;
}
