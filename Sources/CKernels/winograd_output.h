// The transformation of products into outputs, A^T m A, and what is fused to it: bias, rectifier, pooling, sums, affine.

/// What is done to each value of a block of channels.
typedef struct finish {
    vec bias, least, scale, shift, pivot;
    /// Sums of y - pivot and of its square.
    vec sum, square;
} finish;

INLINE finish finish_of(const assay_convolution_forward *pass, int block) {
    int channels = pass->shape.out_channels;
    return (finish){
        .bias = load_channels(pass->bias, block, channels, 0),
        .least = splat(pass->shape.rectifies ? 0 : -__builtin_inff()),
        .scale = load_channels(pass->out_scale, block, channels, 1),
        .shift = load_channels(pass->out_shift, block, channels, 0),
        .pivot = pass->sums ? load_channels(pass->pivot, block, channels, 0) : splat(0),
        .sum = splat(0),
        .square = splat(0),
    };
}

/// The end of a value's way, written to y.
INLINE void finish_value(finish *f, vec x, float *y) {
    x = largest(f->least, x + f->bias);
    vec centred = x - f->pivot;
    f->sum += centred;
    f->square = fma_(centred, centred, f->square);
    store(y, fma_(f->scale, x, f->shift));
}

/// The largest of a window, a b over c d, and where it was.
INLINE vec pool_window(vec a, vec b, vec c, vec d, uint8_t *indices) {
    ivec right_above = b > a, right_below = d > c;
    vec above = largest(b, a), below = largest(d, c);
    ivec low = below > above;
    if (indices) {
        store_bits(indices, bits_of(choose_mask(low, right_below, right_above)));
        store_bits(indices + BITS_BYTES, bits_of(low));
    }
    return largest(below, above);
}

/// Where a tile's outputs go: its first pixel in y, and its rows and columns of pixels (pooled where pooling follows).
typedef struct target {
    float *y;
    uint8_t *indices;
    int rows, columns;
    /// Pixels of a row of the map.
    int width;
} target;

INLINE target target_of(const assay_convolution_forward *pass, const int tile, const int pools, place at, int block) {
    const assay_convolution *shape = &pass->shape;
    const int step = pools ? tile / 2 : tile;
    int height = pools ? shape->out_height / 2 : shape->out_height, width = pools ? shape->out_width / 2 : shape->out_width;
    int top = at.row * step, left = at.column * step;
    size_t map = (size_t)at.sample * (size_t)blocks_of(shape->out_channels) + (size_t)block;
    size_t pixel = (map * (size_t)height + (size_t)top) * (size_t)width + (size_t)left;
    return (target){
        .y = pass->y + pixel * BLOCK,
        .indices = pass->indices ? pass->indices + pixel * 2 * BITS_BYTES : 0,
        .rows = smaller(step, height - top),
        .columns = smaller(step, width - left),
        .width = width,
    };
}

/// Writes one row of outputs, or one of pooled outputs of two rows.
INLINE void write_row(const int tile, const int pools, const vec (*half)[LONGEST], int row, target to, finish *f) {
    float *y = to.y + (size_t)row * (size_t)to.width * BLOCK;
    if (pools) {
        vec above[LONGEST], below[LONGEST];
        gather(tile, half[2 * row], above);
        gather(tile, half[2 * row + 1], below);
        uint8_t *indices = to.indices ? to.indices + (size_t)row * (size_t)to.width * 2 * BITS_BYTES : 0;
        for (int j = 0; j < tile / 2; j++) {
            if (j >= to.columns) break;
            vec x = pool_window(
                    above[2 * j], above[2 * j + 1], below[2 * j], below[2 * j + 1], indices ? indices + j * 2 * BITS_BYTES : 0);
            finish_value(f, x, y + j * BLOCK);
        }
    } else {
        vec x[LONGEST];
        gather(tile, half[row], x);
        for (int j = 0; j < tile; j++) {
            if (j >= to.columns) break;
            finish_value(f, x[j], y + j * BLOCK);
        }
    }
}

/// Transforms the products of one tile of a block of channels, from its place in the first position.
INLINE void transform_output(const int tile, const int pools, const float *from, size_t position, target to, finish *f) {
    const int side = tile + 2;
    vec half[LONGEST][LONGEST];
#pragma clang loop unroll(disable)
    for (int j = 0; j < side; j++) {
        vec m[LONGEST], y[LONGEST];
        for (int i = 0; i < side; i++) m[i] = load(from + (size_t)(i * side + j) * position);
        gather(tile, m, y);
        for (int i = 0; i < tile; i++) half[i][j] = y[i];
    }
#pragma clang loop unroll(disable)
    for (int row = 0; row < to.rows; row++) write_row(tile, pools, (const vec (*)[LONGEST])half, row, to, f);
}

INLINE void part_gather_columns(
        const int down, const int tile, int across, const float *from, size_t position, vec (*half)[LONGEST]) {
#pragma clang loop unroll(disable)
    for (int j = 0; j < across + 2; j++) {
        vec m[LONGEST], y[LONGEST];
        for (int i = 0; i < down + 2; i++)
            m[i] = load(from + (size_t)(shared(tile, down, i) * (tile + 2) + shared(tile, across, j)) * position);
        gather(down, m, y);
        for (int i = 0; i < down; i++) half[i][j] = y[i];
    }
}
INLINE void part_write_rows(const int across, const int pools, const vec (*half)[LONGEST], target to, finish *f) {
#pragma clang loop unroll(disable)
    for (int row = 0; row < to.rows; row++) write_row(across, pools, half, row, to, f);
}
/// transform_output for a tile of `down` by `across` outputs.
INLINE void transform_part_output(
        const int tile, const int pools, int down, int across, const float *from, size_t position, target to, finish *f) {
    vec half[LONGEST][LONGEST];
    BY_PART(tile, down, part_gather_columns, tile, across, from, position, half);
    BY_PART(tile, across, part_write_rows, pools, (const vec(*)[LONGEST])half, to, f);
}

INLINE void store_sums(const assay_convolution_forward *pass, int item, int block, const finish *f) {
    size_t channels = (size_t)blocks_of(pass->shape.out_channels) * BLOCK;
    float *sums = pass->sums + (size_t)item * 2 * channels + block * BLOCK;
    store_any(sums, f->sum);
    store_any(sums + channels, f->square);
}

/// Transforms the products of a chunk of tiles, one block of channels, from `[position][tile][LINE]`.
INLINE void transform_outputs_of_block(
        const int tile, const int pools, const assay_convolution_forward *pass, int item, const chunk *chunk, int block,
        const float *from, size_t position) {
    finish f = finish_of(pass, block);
    walk w = walk_of(tile, chunk);
    for (int number = 0; number < chunk->count; number++, next_tile(tile, chunk, &w)) {
        target to = target_of(pass, tile, pools, w.at, block);
        int down = kind_down(tile, &chunk->grid, w.kind), across = kind_across(tile, &chunk->grid, w.kind);
        if (down < tile || across < tile)
            transform_part_output(tile, pools, down, across, from + w.slot * LINE, position, to, &f);
        else
            transform_output(tile, pools, from + w.slot * LINE, position, to, &f);
    }
    if (pass->sums) store_sums(pass, item, block, &f);
}

/// The same of all blocks of a panel, from `[position][line][tile][LINE]`.
INLINE void transform_outputs(
        const int tile, const assay_convolution_forward *pass, int item, const chunk *chunk, int panel, const float *from,
        size_t position) {
    int block = panel * PANEL_VECTORS, end = smaller(block + PANEL_VECTORS, blocks_of(pass->shape.out_channels));
    for (int v = 0; block + v < end; v++) {
        const float *products = from + (size_t)(v / LINE_VECTORS) * (size_t)chunk->count * LINE + v % LINE_VECTORS * BLOCK;
        if (pass->shape.pools)
            transform_outputs_of_block(tile, 1, pass, item, chunk, block + v, products, position);
        else
            transform_outputs_of_block(tile, 0, pass, item, chunk, block + v, products, position);
    }
}
