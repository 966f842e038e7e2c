// The kernels for AVX2 with FMA.
#if defined(__x86_64__)
#include <immintrin.h>

#include "CKernels.h"

#define KERNELS_AVX2
#define BLOCK 8
#define TABLE assay_kernels_avx2
#define TABLE_NAME "avx2"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "kernels.h"
#pragma clang attribute pop
#endif
