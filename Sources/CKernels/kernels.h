// Everything, for one instruction set. No guard: each of avx512.c, avx2.c and portable.c includes it once, with BLOCK and TABLE.
#include "vector.h"
#include "transforms.h"
#include "first_band.h"
#include "first_forward.h"
#include "first_backward.h"

const assay_kernels TABLE = {
    .name = TABLE_NAME,
    .block = BLOCK,
    .first_forward_items = first_forward_items,
    .first_forward_scratch = first_forward_scratch,
    .first_forward = first_forward,
    .first_backward_scratch = first_backward_scratch,
    .first_backward = first_backward,
};
