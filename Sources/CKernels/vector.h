// One block of channels as a vector, and the few operations on it that C has no sign for.
#include <stdint.h>
#include <string.h>

/// The channels of one pixel in one block.
typedef float vec __attribute__((ext_vector_type(BLOCK)));
typedef int32_t ivec __attribute__((ext_vector_type(BLOCK)));

#define INLINE static inline __attribute__((always_inline, unused))
/// One line of memory: transformed tiles and products keep channels in lines of 16 whatever the block is.
#define LINE 16
/// Vectors in a line.
#define LINE_VECTORS (LINE / BLOCK)

INLINE vec splat(float x) { return (vec)x; }
/// From an address that is a multiple of the vector's size.
INLINE vec load(const float *p) { return *(const vec *)p; }
INLINE void store(float *p, vec x) { *(vec *)p = x; }
/// From any address.
INLINE vec load_any(const float *p) { vec x; memcpy(&x, p, sizeof x); return x; }
INLINE void store_any(float *p, vec x) { memcpy(p, &x, sizeof x); }
/// The first `count` values, zeros beyond.
INLINE vec load_some(const float *p, int count) {
    vec x = splat(0);
    memcpy(&x, p, (size_t)count * sizeof *p);
    return x;
}
INLINE void store_some(float *p, vec x, int count) { memcpy(p, &x, (size_t)count * sizeof *p); }

/// a * b + c, in one rounding where the instruction set has it.
#if defined(KERNELS_PORTABLE) && !defined(__aarch64__)
INLINE vec fma_(vec a, vec b, vec c) { return a * b + c; }
#else
INLINE vec fma_(vec a, vec b, vec c) { return __builtin_elementwise_fma(a, b, c); }
#endif
/// c - a * b.
INLINE vec fnma_(vec a, vec b, vec c) { return fma_(-a, b, c); }

/// The lanes' truth values as bits, lane 0 lowest; a lane is all ones or zero.
INLINE uint32_t bits_of(ivec mask) {
#if defined(KERNELS_AVX512)
    return _mm512_movepi32_mask((__m512i)mask);
#elif defined(KERNELS_AVX2)
    return (uint32_t)_mm256_movemask_ps((__m256)mask);
#else
    const ivec powers = {1, 2, 4, 8, 16, 32, 64, 128};
    return (uint32_t)__builtin_reduce_add(mask & powers);
#endif
}

/// The inverse.
INLINE ivec mask_of(uint32_t bits) {
#if defined(KERNELS_AVX512)
    return (ivec)_mm512_movm_epi32((__mmask16)bits);
#else
    const ivec powers = {1, 2, 4, 8, 16, 32, 64, 128};
    return ((ivec)(int32_t)bits & powers) == powers;
#endif
}

/// x where the mask is set, else zero.
INLINE vec keep(ivec mask, vec x) { return (vec)((ivec)x & mask); }
/// Zero where the mask is set, else x.
INLINE vec drop(ivec mask, vec x) { return (vec)((ivec)x & ~mask); }
/// a where the mask is set, else b.
INLINE vec choose(ivec mask, vec a, vec b) { return (vec)(((ivec)a & mask) | ((ivec)b & ~mask)); }
INLINE ivec choose_mask(ivec mask, ivec a, ivec b) { return (a & mask) | (b & ~mask); }

/// The lanes of two vectors in turns, a's first: of their first halves, and of their second.
#if BLOCK == 16
INLINE vec weave_low(vec a, vec b) {
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
INLINE vec weave_high(vec a, vec b) {
    return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
#else
INLINE vec weave_low(vec a, vec b) { return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
INLINE vec weave_high(vec a, vec b) { return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }
#endif

/// Bytes of a block's bits.
#define BITS_BYTES (BLOCK / 8)
INLINE uint32_t load_bits(const uint8_t *p) { return BITS_BYTES == 2 ? (uint32_t)p[0] | (uint32_t)p[1] << 8 : p[0]; }
INLINE void store_bits(uint8_t *p, uint32_t bits) {
    p[0] = (uint8_t)bits;
    if (BITS_BYTES == 2) p[BITS_BYTES - 1] = (uint8_t)(bits >> 8);
}

INLINE int smaller(int a, int b) { return a < b ? a : b; }
INLINE int larger(int a, int b) { return a > b ? a : b; }
/// The quotient, rounded up.
INLINE int over(int a, int b) { return (a + b - 1) / b; }
/// Asks for a line of memory ahead of its use.
INLINE void fetch_line(const float *p) { __builtin_prefetch(p, 0, 2); }
/// Asks for a line that will be written soon.
INLINE void fetch_to_write(float *p) { __builtin_prefetch(p, 1, 3); }
/// Keeps the compiler from holding what it loaded before for later use: where accumulators fill the registers, loads are free and
/// spills are not.
INLINE void forget_loads(void) { __asm__ volatile("" ::: "memory"); }

/// *sum += a * b, where accumulators fill the registers. Left to itself the compiler writes the sum over one of the factors, which
/// with the 16 registers of AVX2 ends in spills.
INLINE void accumulate(vec *sum, vec a, vec b) {
#if defined(KERNELS_AVX2)
    __asm__("vfmadd231ps %2, %1, %0" : "+x"(*sum) : "x"(a), "x"(b));
#else
    *sum = fma_(a, b, *sum);
#endif
}
