// The weights of convolutions of 1x1: as the gradient by the input reads them, and the sum of their own gradients.

/// `[panel of inputs][output][PANEL]`.
INLINE size_t point_turned_panel(const assay_convolution *s) { return (size_t)blocks_of(s->out_channels) * BLOCK * PANEL; }
static size_t pointwise_turned_count(const assay_convolution *s) { return panels_of(s->in_channels) * point_turned_panel(s); }
static int pointwise_turn_items(const assay_convolution *s) { return panels_of(s->in_channels); }

static void pointwise_turn(const assay_convolution *s, const float *weights, float *turned, int item) {
    const int in_blocks = blocks_of(s->in_channels), blocks = smaller(2, in_blocks - 2 * item);
    float *panel = turned + item * point_turned_panel(s);
    if (blocks < 2) memset(panel, 0, point_turned_panel(s) * sizeof *panel);
    for (int out = 0; out < blocks_of(s->out_channels); out++) {
        const float *from = weights + (out / 2 * point_inputs(s) + (size_t)(2 * item) * BLOCK) * PANEL + out % 2 * BLOCK;
        for (int v = 0; v < blocks; v++)
            packed_turn(from + v * BLOCK * PANEL, PANEL, panel + (size_t)out * BLOCK * PANEL + v * BLOCK, PANEL);
    }
}

static size_t pointwise_partial_count(const assay_convolution *s) {
    return panels_of(s->out_channels) * point_inputs(s) * PANEL;
}

static int pointwise_gradient_items(const assay_convolution *s) {
    return (int)((pointwise_partial_count(s) + PACKED_SUM_VALUES - 1) / PACKED_SUM_VALUES);
}

static void pointwise_gradient(
        const assay_convolution *s, const float *partials, int groups, float *weight_gradient, int item) {
    const size_t count = pointwise_partial_count(s), begin = (size_t)item * PACKED_SUM_VALUES;
    const size_t end = count - begin < PACKED_SUM_VALUES ? count : begin + PACKED_SUM_VALUES;
    for (size_t i = begin; i < end; i += BLOCK) store(weight_gradient + i, packed_sum_groups(partials + i, count, groups));
}
