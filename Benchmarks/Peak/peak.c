#include "CPeak.h"

#include <string.h>

// Twelve chains of vectors: two multiply-adds a cycle of four or five cycles each need ten, and with both factors they fit into
// sixteen registers.
#define CHAINS 12

#define PEAK(NAME, LANES, TARGET)                                                                    \
    typedef float NAME##_vector __attribute__((vector_size(4 * LANES)));                             \
    TARGET static float NAME(long rounds) {                                                          \
        NAME##_vector sums[CHAINS], factor, addend;                                                  \
        for (int lane = 0; lane < LANES; lane++) factor[lane] = 0.5f, addend[lane] = 0.25f + lane;   \
        for (int chain = 0; chain < CHAINS; chain++) sums[chain] = addend * (float)(chain + 1);      \
        for (long round = 0; round < rounds; round++) {                                              \
            _Pragma("clang loop unroll(full)")                                                       \
            for (int chain = 0; chain < CHAINS; chain++) sums[chain] = sums[chain] * factor + addend; \
        }                                                                                            \
        float total = 0;                                                                             \
        for (int chain = 0; chain < CHAINS; chain++)                                                 \
            for (int lane = 0; lane < LANES; lane++) total += sums[chain][lane];                     \
        return total;                                                                                \
    }

#if defined(__x86_64__)
PEAK(peak_avx512, 16, __attribute__((target("avx512f,fma"))))
PEAK(peak_avx2, 8, __attribute__((target("avx2,fma"))))
#endif
PEAK(peak_portable, 4, )

static int lanes(const char *isa) {
#if defined(__x86_64__)
    if (!strcmp(isa, "avx512")) return 16;
    if (!strcmp(isa, "avx2")) return 8;
#endif
    return strcmp(isa, "portable") ? 0 : 4;
}

double peak_operations(const char *isa, long rounds) { return 2.0 * CHAINS * lanes(isa) * (double)rounds; }

float peak_multiply_add(const char *isa, long rounds) {
    switch (lanes(isa)) {
#if defined(__x86_64__)
    case 16: return peak_avx512(rounds);
    case 8: return peak_avx2(rounds);
#endif
    case 4: return peak_portable(rounds);
    default: return 0;
    }
}
