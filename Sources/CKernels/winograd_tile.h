// Which tile to choose: the larger, the fewer products a pixel; but tiles reach over the map's edge, and weights grow.

/// Clock cycles of a forward pass, about. Measured on Zen 5: products run at two vectors of sums a cycle; a transform takes four
/// cycles for each vector in the products' space, the transformation of weights 0.7 for each value.
INLINE double winograd_cost(const assay_convolution *shape) {
    double in = shape->in_channels, out = blocks_of(shape->out_channels) * BLOCK;
    double pairs = (double)shape->samples * pairs_of(shape);
    double products = pairs * in * out / (2 * BLOCK);
    double transforms = 4 * pairs * (in + out) / BLOCK;
    double weights = 0.7 * positions_of(shape) * in * out;
    return products + transforms + weights;
}

static int winograd_tile(const assay_convolution *shape) {
    assay_convolution cut = *shape;
    int best = 0;
    double least = 0;
    for (cut.tile = 2; cut.tile <= 6; cut.tile += 2) {
        double cost = winograd_cost(&cut);
        if (best && cost >= least) continue;
        best = cut.tile;
        least = cost;
    }
    return best;
}
