// The kernels for any processor, by the compiler's vector extensions: plain x86-64, arm64.
#if defined(__aarch64__)
#include <arm_neon.h>
#endif

#include "CKernels.h"

#define KERNELS_PORTABLE
#define BLOCK 8
#define TABLE assay_kernels_portable
#define TABLE_NAME "portable"

#include "kernels.h"
