// Everything, for one instruction set. No guard: each of avx512.c, avx2.c and portable.c includes it once, with BLOCK and TABLE.
#include "vector.h"
#include "transforms.h"
#include "tiles.h"
#include "products.h"
#include "winograd_weights.h"
#include "winograd_input.h"
#include "winograd_output.h"
#include "winograd_tile.h"
#include "winograd_ahead.h"
#include "winograd_forward.h"
#include "products_ahead.h"
#include "products_weights.h"
#include "winograd_gradient_tiles.h"
#include "winograd_weight_gradient.h"
#include "winograd_scatter.h"
#include "winograd_backward_ahead.h"
#include "winograd_backward.h"

const assay_kernels TABLE = {
    .name = TABLE_NAME,
    .block = BLOCK,

    .winograd_tile = winograd_tile,
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
};
