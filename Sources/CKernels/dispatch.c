#include "CKernels.h"

#include <string.h>

#if defined(__x86_64__)
extern const assay_kernels assay_kernels_avx512, assay_kernels_avx2;
#endif
extern const assay_kernels assay_kernels_portable;

const assay_kernels *assay_kernels_at(int index) {
    static const assay_kernels *const all[] = {
#if defined(__x86_64__)
        &assay_kernels_avx512, &assay_kernels_avx2,
#endif
        &assay_kernels_portable,
    };
    return index >= 0 && index < (int)(sizeof all / sizeof *all) ? all[index] : NULL;
}

int assay_kernels_run_here(const assay_kernels *kernels) {
#if defined(__x86_64__)
    // The run-time check also asks whether the system saves the registers.
    __builtin_cpu_init();
    if (kernels == &assay_kernels_avx512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
                && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
    if (kernels == &assay_kernels_avx2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
    return kernels == &assay_kernels_portable;
}
