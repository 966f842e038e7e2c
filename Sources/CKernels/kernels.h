// Everything, for one instruction set. No guard: each of avx512.c, avx2.c and portable.c includes it once, with BLOCK and TABLE.
#include "vector.h"
#include "transforms.h"
#include "first_band.h"
#include "first_forward.h"
#include "first_backward.h"
#include "product.h"
#include "product_forward.h"
#include "product_backward.h"
#include "product_gradient.h"

const assay_kernels TABLE = {
    .name = TABLE_NAME,
    .block = BLOCK,
    .first_forward_items = first_forward_items,
    .first_forward_scratch = first_forward_scratch,
    .first_forward = first_forward,
    .first_backward_scratch = first_backward_scratch,
    .first_backward = first_backward,
    .product_weight_count = product_weight_count,
    .product_forward_items = product_forward_items,
    .product_forward_partials = product_forward_partials,
    .product_forward = product_forward,
    .product_forward_sum_items = product_forward_sum_items,
    .product_forward_sum = product_forward_sum,
    .product_input_items = product_input_items,
    .product_input_scratch = product_input_scratch,
    .product_input = product_input,
    .product_gradient_items = product_gradient_items,
    .product_gradient_scratch = product_gradient_scratch,
    .product_gradient_partials = product_gradient_partials,
    .product_gradient = product_gradient,
    .product_gradient_sum_items = product_gradient_sum_items,
    .product_gradient_sum = product_gradient_sum,
};
