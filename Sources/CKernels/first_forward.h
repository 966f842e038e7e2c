// The forward pass of the first layer: a direct convolution of two rows by a few columns by one or two blocks of channels, all in
// registers, with everything that is fused to its end done before the values leave them.

/// Blocks of channels in one step.
#if defined(KERNELS_AVX512)
#define FIRST_BLOCKS 2
#else
#define FIRST_BLOCKS 1
#endif

/// The vectors of a block of channels that the end of the pass needs, in the order they are packed.
enum { FIRST_BIAS, FIRST_SCALE, FIRST_SHIFT, FIRST_PIVOT, FIRST_VECTORS };

/// Where an item works.
typedef struct first_item {
    const assay_convolution_forward *pass;
    first_band band;
    int sample, number, pairs;
    /// `[9 * in channels][blocks of the step * BLOCK]` for each step of blocks; zero beyond the last channel.
    const float *weights;
    /// `[block][FIRST_VECTORS][BLOCK]`.
    const float *vectors;
    const float *copy;
    /// `[2][channels]`, or null.
    float *sums;
} first_item;

static int first_forward_items(const assay_convolution *s) { return s->samples * first_band_of(s).bands; }

static size_t first_forward_scratch(const assay_convolution *s) {
    const first_band b = first_band_of(s);
    const size_t channels = (size_t)over(first_out_blocks(s) * BLOCK, LINE) * LINE;
    return (9 * s->in_channels + FIRST_VECTORS) * channels + first_band_count(s, &b);
}

/// Convolves: two rows of FIRST_COLUMNS columns from x on, `blocks` blocks.
INLINE void first_convolve(
        const int channels, const int blocks, const float *x, size_t row, const float *weights,
        vec sum[2][FIRST_COLUMNS][FIRST_BLOCKS]) {
#pragma unroll
    for (int i = 0; i < 2 * FIRST_COLUMNS * blocks; i++)
        sum[i / blocks / FIRST_COLUMNS][i / blocks % FIRST_COLUMNS][i % blocks] = splat(0);
    for (int r = 0; r < 3; r++, x += row) {
#pragma unroll
        for (int tap = 0; tap < 3 * channels; tap++, weights += blocks * BLOCK) {
            vec w[FIRST_BLOCKS];
#pragma unroll
            for (int v = 0; v < blocks; v++) w[v] = load(weights + v * BLOCK);
#pragma unroll
            for (int i = 0; i < 2 * FIRST_COLUMNS; i++) {
                const vec value = splat(x[(i / FIRST_COLUMNS) * row + (i % FIRST_COLUMNS) * channels + tap]);
#pragma unroll
                for (int v = 0; v < blocks; v++) {
                    vec *s = &sum[i / FIRST_COLUMNS][i % FIRST_COLUMNS][v];
                    *s = fma_(value, w[v], *s);
                }
            }
        }
    }
}

/// The largest of a window, with its column's and its row's bit.
INLINE vec first_pool(vec a, vec b, vec c, vec d, uint8_t *indices) {
    const ivec column0 = b > a, column1 = d > c;
    const vec top = choose(column0, b, a), bottom = choose(column1, d, c);
    const ivec row = bottom > top;
    if (indices) {
        const uint32_t rows = bits_of(row);
        store_bits(indices, (bits_of(column1) & rows) | (bits_of(column0) & ~rows));
        store_bits(indices + BITS_BYTES, rows);
    }
    return choose(row, bottom, top);
}

/// Bias, rectification, sums, scale and shift of one vector of outputs, which goes to y.
INLINE void first_end(const first_item *item, int block, vec value, vec *sum, vec *squares, float *y) {
    const float *vectors = item->vectors + block * FIRST_VECTORS * BLOCK;
    value += load(vectors + FIRST_BIAS * BLOCK);
    // In this order a value that is not a number stays one.
    if (item->pass->shape.rectifies) value = choose(splat(0) > value, splat(0), value);
    const vec distance = value - load(vectors + FIRST_PIVOT * BLOCK);
    *sum += distance;
    *squares = fma_(distance, distance, *squares);
    store(y, fma_(value, load(vectors + FIRST_SCALE * BLOCK), load(vectors + FIRST_SHIFT * BLOCK)));
}

/// Ends a step without pooling.
INLINE void first_end_rows(
        const first_item *item, int block, int v, int pair, int column, vec sums[2][FIRST_COLUMNS][FIRST_BLOCKS], vec *sum,
        vec *squares) {
    const assay_convolution *s = &item->pass->shape;
    const int blocks = first_out_blocks(s);
#pragma unroll
    for (int a = 0; a < 2; a++) {
        const int row = 2 * pair + a;
        float *y = item->pass->y + (((size_t)(item->sample * blocks + block) * s->out_height + row) * s->out_width + column) * BLOCK;
#pragma unroll
        for (int i = 0; i < FIRST_COLUMNS; i++)
            if (row < s->out_height && column + i < s->out_width)
                first_end(item, block, sums[a][i][v], sum, squares, y + i * BLOCK);
    }
}

/// Ends a step with pooling.
INLINE void first_end_windows(
        const first_item *item, int block, int v, int pair, int column, vec sums[2][FIRST_COLUMNS][FIRST_BLOCKS], vec *sum,
        vec *squares) {
    const assay_convolution *s = &item->pass->shape;
    const int width = s->out_width / 2, first = column / 2;
    const size_t pixel = ((size_t)(item->sample * first_out_blocks(s) + block) * (s->out_height / 2) + pair) * width + first;
    float *y = item->pass->y + pixel * BLOCK;
    uint8_t *indices = item->pass->indices ? item->pass->indices + pixel * 2 * BITS_BYTES : NULL;
#pragma unroll
    for (int i = 0; i < FIRST_COLUMNS / 2; i++) {
        if (first + i >= width) break;
        const vec value = first_pool(
                sums[0][2 * i][v], sums[0][2 * i + 1][v], sums[1][2 * i][v], sums[1][2 * i + 1][v],
                indices ? indices + i * 2 * BITS_BYTES : NULL);
        first_end(item, block, value, sum, squares, y + i * BLOCK);
    }
}

/// `blocks` blocks of channels of an item, from `block` on.
INLINE void first_forward_blocks(const int channels, const int blocks, const first_item *item, int block) {
    const first_band *b = &item->band;
    const size_t row = (size_t)b->width * channels;
    const float *weights = item->weights + (size_t)block * 9 * channels * BLOCK;
    vec total[FIRST_BLOCKS], total_squares[FIRST_BLOCKS];
    for (int v = 0; v < blocks; v++) total[v] = total_squares[v] = splat(0);
    for (int pair = 0; pair < item->pairs; pair++) {
        // Sums of sums: small values meet small ones, so less is rounded off.
        vec sum[FIRST_BLOCKS], squares[FIRST_BLOCKS];
        for (int v = 0; v < blocks; v++) sum[v] = squares[v] = splat(0);
        for (int column = 0; column < b->columns; column += FIRST_COLUMNS) {
            vec sums[2][FIRST_COLUMNS][FIRST_BLOCKS];
            first_convolve(channels, blocks, item->copy + 2 * pair * row + (size_t)column * channels, row, weights, sums);
            const int above = item->number * b->pairs + pair;
#pragma unroll
            for (int v = 0; v < blocks; v++) {
                if (item->pass->shape.pools)
                    first_end_windows(item, block + v, v, above, column, sums, &sum[v], &squares[v]);
                else
                    first_end_rows(item, block + v, v, above, column, sums, &sum[v], &squares[v]);
            }
        }
        for (int v = 0; v < blocks; v++) {
            total[v] += sum[v];
            total_squares[v] += squares[v];
        }
    }
    const size_t padded = (size_t)first_out_blocks(&item->pass->shape) * BLOCK;
    for (int v = 0; item->sums && v < blocks; v++) {
        store_any(item->sums + (block + v) * BLOCK, total[v]);
        store_any(item->sums + padded + (block + v) * BLOCK, total_squares[v]);
    }
}

/// All channels of an item; one function for each number of input channels.
#define FIRST_FORWARD(CHANNELS)                                                                    \
    static void first_forward_##CHANNELS(const first_item *item) {                                 \
        const int blocks = first_out_blocks(&item->pass->shape);                                   \
        int block = 0;                                                                             \
        for (; block + FIRST_BLOCKS <= blocks; block += FIRST_BLOCKS)                              \
            first_forward_blocks(CHANNELS, FIRST_BLOCKS, item, block);                             \
        if (block < blocks) first_forward_blocks(CHANNELS, 1, item, block);                        \
    }
FIRST_FORWARD(1)
FIRST_FORWARD(2)
FIRST_FORWARD(3)
FIRST_FORWARD(4)
#undef FIRST_FORWARD

/// Packs weights in steps of blocks, and the vectors that the end of the pass needs.
static void first_pack(const assay_convolution_forward *pass, float *weights, float *vectors) {
    const assay_convolution *s = &pass->shape;
    const int blocks = first_out_blocks(s), whole = blocks / FIRST_BLOCKS * FIRST_BLOCKS;
    for (int block = 0; block < blocks; block++) {
        const int channel = block * BLOCK, count = smaller(BLOCK, s->out_channels - channel);
        const int step = block < whole ? FIRST_BLOCKS : 1, place = block < whole ? block % FIRST_BLOCKS : 0;
        float *to = weights + (size_t)(block - place) * 9 * s->in_channels * BLOCK + place * BLOCK;
        for (int tap = 0; tap < 9 * s->in_channels; tap++)
            store(to + (size_t)tap * step * BLOCK, load_some(pass->weights + (size_t)tap * s->out_channels + channel, count));
        float *v = vectors + block * FIRST_VECTORS * BLOCK;
        store(v + FIRST_BIAS * BLOCK, first_channels(pass->bias ? pass->bias + channel : NULL, count, 0));
        store(v + FIRST_SCALE * BLOCK, first_channels(pass->out_scale ? pass->out_scale + channel : NULL, count, 1));
        store(v + FIRST_SHIFT * BLOCK, first_channels(pass->out_scale ? pass->out_shift + channel : NULL, count, 0));
        store(v + FIRST_PIVOT * BLOCK, first_channels(pass->sums ? pass->pivot + channel : NULL, count, 0));
    }
}

static void first_forward(const assay_convolution_forward *pass, int number, float *scratch) {
    const assay_convolution *s = &pass->shape;
    const size_t channels = (size_t)over(first_out_blocks(s) * BLOCK, LINE) * LINE;
    float *weights = scratch, *vectors = weights + 9 * s->in_channels * channels;
    float *copy = vectors + FIRST_VECTORS * channels;
    first_item item = {.pass = pass, .band = first_band_of(s), .weights = weights, .vectors = vectors, .copy = copy};
    item.sample = number / item.band.bands;
    item.number = number % item.band.bands;
    item.pairs = first_band_pairs(&item.band, item.number);
    item.sums = pass->sums ? pass->sums + (size_t)number * 2 * first_out_blocks(s) * BLOCK : NULL;

    const float *sample = pass->x + (size_t)item.sample * s->in_height * s->in_width * s->in_channels;
    first_pack(pass, weights, vectors);
    first_copy_band(s, &item.band, sample, pass->scale, pass->shift, item.number, copy);
    switch (s->in_channels) {
    case 1: first_forward_1(&item); break;
    case 2: first_forward_2(&item); break;
    case 3: first_forward_3(&item); break;
    case 4: first_forward_4(&item); break;
    }
}
