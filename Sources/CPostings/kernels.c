#include <string.h>

#include "cpostings.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define WIDE 1
#define AVX2 __attribute__((target("avx2,bmi,popcnt,lzcnt")))

static int is_wide = 0;

__attribute__((constructor)) static void look_at_processor(void) {
    __builtin_cpu_init();
    is_wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
}
#else
#define WIDE 0
#endif

#define LARGEST_FREQUENCY 0x7FFFFFu
#define WINDOW 4096u

// The same sum in every version: no fused multiply-add, whatever the processor has.
#pragma STDC FP_CONTRACT OFF

static inline int32_t score(uint32_t frequency, float inverse, float weight) {
    const uint32_t counted = frequency < LARGEST_FREQUENCY ? frequency : LARGEST_FREQUENCY;
    const float part = (float)(int32_t)counted * inverse;
    const float quotient = weight / (1.0f + part);
    return (int32_t)(weight - quotient);
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
        const __m256i result = _mm256_cvttps_epi32(_mm256_sub_ps(weights, quotient));
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
AVX2 static size_t collect_wide(int32_t *sums, uint64_t touched, uint32_t start, int32_t floor, uint32_t *documents,
                                int32_t *scores) {
    const __m256i limit = _mm256_set1_epi32(floor);
    const __m256i zero = _mm256_setzero_si256();
    size_t found = 0;
    while (touched) {
        const unsigned group = (unsigned)__builtin_ctzll(touched) * 64;
        touched &= touched - 1;
        for (unsigned at = group; at < group + 64; at += 8) {
            const __m256i value = _mm256_loadu_si256((const __m256i *)(sums + at));
            unsigned above = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(value, limit)));
            while (above) {
                const unsigned local = at + (unsigned)__builtin_ctz(above);
                above &= above - 1;
                documents[found] = start + local;
                scores[found] = sums[local];
                found++;
            }
            _mm256_storeu_si256((__m256i *)(sums + at), zero);
        }
    }
    return found;
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

size_t kp_match(const uint32_t *wanted, size_t wanted_count, const uint32_t *documents, size_t count,
                uint32_t *wanted_at, uint32_t *found_at) {
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

size_t kp_places(const uint64_t *words, size_t word_count, uint32_t base, uint32_t *values, size_t most) {
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

void kp_set(const uint32_t *documents, size_t count, uint32_t start, uint32_t limit, uint64_t *words) {
    for (size_t index = 0; index < count; index++) {
        const uint32_t local = documents[index] - start;
        if (local >= limit) break;
        words[local >> 6] |= (uint64_t)1 << (local & 63);
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

void kp_sums(const uint32_t *values, size_t count, uint32_t *sums) {
    uint32_t sum = 0;
    sums[0] = 0;
    for (size_t index = 0; index < count; index++) {
        sum += values[index];
        sums[index + 1] = sum;
    }
}

uint16_t kp_largest(const uint8_t *values, size_t count) {
    uint16_t largest = 0;
    for (size_t index = 0; index < count; index++) {
        uint16_t value;
        memcpy(&value, values + index * 2, 2);
        if (value > largest) largest = value;
    }
    return largest;
}
