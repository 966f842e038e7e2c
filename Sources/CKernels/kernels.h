// Everything, for one instruction set. No guard: each of avx512.c, avx2.c and portable.c includes it once, with BLOCK and TABLE.
#include "vector.h"
#include "transforms.h"
#include "tiles.h"
#include "loading.h"
#include "parts.h"
#include "products.h"
#include "winograd_weights.h"
#include "winograd_input.h"
#include "winograd_output.h"
#include "winograd_ahead.h"
#include "winograd_forward.h"
#include "products_ahead.h"
#include "products_weights.h"
#include "winograd_gradient_tiles.h"
#include "winograd_weight_gradient.h"
#include "winograd_scatter.h"
#include "winograd_backward_ahead.h"
#include "winograd_backward.h"
#include "first_band.h"
#include "first_forward.h"
#include "first_backward.h"
#include "packed.h"
#include "packed_forward.h"
#include "packed_input.h"
#include "packed_gradient.h"
#include "pointwise.h"
#include "pointwise_forward.h"
#include "pointwise_weights.h"
#include "pointwise_backward.h"
#include "depthwise.h"
#include "depthwise_forward.h"
#include "depthwise_backward.h"
#include "adam.h"
#include "elementary.h"
#include "activation.h"

const assay_kernels TABLE = {
    .name = TABLE_NAME,
    .block = BLOCK,

    .winograd_weight_count = winograd_weight_count,
    .winograd_weight_items = winograd_weight_items,
    .winograd_weights = winograd_weights,

    .winograd_forward_items = winograd_forward_items,
    .winograd_forward_scratch = winograd_forward_scratch,
    .winograd_forward = winograd_forward,

    .winograd_backward_groups = winograd_backward_groups,
    .winograd_backward_scratch = winograd_backward_scratch,
    .winograd_partial_count = winograd_partial_count,
    .winograd_backward = winograd_backward,
    .winograd_gradient_items = winograd_gradient_items,
    .winograd_gradient = winograd_gradient,
    .first_forward_items = first_forward_items,
    .first_forward_scratch = first_forward_scratch,
    .first_forward = first_forward,
    .first_backward_scratch = first_backward_scratch,
    .first_backward = first_backward,

    .pointwise_forward_items = pointwise_forward_items,
    .pointwise_forward_scratch = pointwise_forward_scratch,
    .pointwise_forward = pointwise_forward,
    .pointwise_turned_count = pointwise_turned_count,
    .pointwise_turn_items = pointwise_turn_items,
    .pointwise_turn = pointwise_turn,
    .pointwise_backward_groups = pointwise_backward_groups,
    .pointwise_backward_scratch = pointwise_backward_scratch,
    .pointwise_partial_count = pointwise_partial_count,
    .pointwise_backward = pointwise_backward,
    .pointwise_gradient_items = pointwise_gradient_items,
    .pointwise_gradient = pointwise_gradient,

    .depthwise_forward_items = depthwise_forward_items,
    .depthwise_forward_scratch = depthwise_forward_scratch,
    .depthwise_forward = depthwise_forward,
    .depthwise_backward_scratch = depthwise_backward_scratch,
    .depthwise_backward = depthwise_backward,

    .product_weight_count = packed_weight_count,
    .product_forward_items = packed_forward_items,
    .product_forward_partials = packed_forward_partials,
    .product_forward = packed_forward,
    .product_forward_sum_items = packed_forward_sum_items,
    .product_forward_sum = packed_forward_sum,
    .product_input_items = packed_input_items,
    .product_input_scratch = packed_input_scratch,
    .product_input = packed_input,
    .product_gradient_items = packed_gradient_items,
    .product_gradient_scratch = packed_gradient_scratch,
    .product_gradient_partials = packed_gradient_partials,
    .product_gradient = packed_gradient,
    .product_gradient_sum_items = packed_gradient_sum_items,
    .product_gradient_sum = packed_gradient_sum,

    .adam = adam,
    .activate = activate,
    .activate_backward = activate_backward,
};
