// Everything, for one instruction set. No guard: each of avx512.c, avx2.c and portable.c includes it once, with BLOCK and TABLE.
#include "vector.h"
#include "transforms.h"

const assay_kernels TABLE = {
    .name = TABLE_NAME,
    .block = BLOCK,
};
