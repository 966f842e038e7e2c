// The forward pass of the first layer: a direct convolution of two rows by a few columns by one or two blocks of channels, all in
// registers, with everything that is fused to its end done before the values leave them.

/// Blocks of channels in one step.
#if defined(KERNELS_AVX512)
#define FIRST_BLOCKS 2
#else
#define FIRST_BLOCKS 1
#endif

/// Where an item works.
typedef struct first_item {
    const assay_convolution_forward *pass;
    first_band band;
    int sample, number, pairs;
    /// `[9 * in channels][blocks of the step * BLOCK]` for each step of blocks; zero beyond the last channel.
    const float *weights;
    const float *copy;
    /// `[2][channels]`, or null.
    float *sums;
} first_item;

static int first_forward_items(const assay_convolution *s) { return s->samples * first_band_of(s).bands; }

/// Values of packed weights.
INLINE size_t first_weight_count(const assay_convolution *s) {
    return (size_t)9 * s->in_channels * over(blocks_of(s->out_channels) * BLOCK, LINE) * LINE;
}

static size_t first_forward_scratch(const assay_convolution *s) {
    const first_band b = first_band_of(s);
    return first_weight_count(s) + first_band_count(s, &b);
}

/// The sums of one step.
typedef vec first_sums[2][FIRST_COLUMNS][FIRST_BLOCKS];

/// Adds the products of inputs from x on with one tap's weights to a row of sums.
INLINE void first_tap(
        const int channels, const int blocks, const float *x, const float *weights, vec sums[FIRST_COLUMNS][FIRST_BLOCKS]) {
    vec w[FIRST_BLOCKS];
#pragma unroll
    for (int v = 0; v < blocks; v++) w[v] = load(weights + v * BLOCK);
#pragma unroll
    for (int i = 0; i < FIRST_COLUMNS; i++) {
        if (i % 2 == 0) forget_loads();
        const vec value = splat(x[i * channels]);
#pragma unroll
        for (int v = 0; v < blocks; v++) accumulate(&sums[i][v], value, w[v]);
    }
}

/// The same to both rows of sums, which meet the same inputs with different weights: each input is loaded once.
INLINE void first_shared_tap(
        const int channels, const int blocks, const float *x, const float *weights0, const float *weights1, first_sums sums) {
    vec w0[FIRST_BLOCKS], w1[FIRST_BLOCKS];
#pragma unroll
    for (int v = 0; v < blocks; v++) {
        w0[v] = load(weights0 + v * BLOCK);
        w1[v] = load(weights1 + v * BLOCK);
    }
#pragma unroll
    for (int i = 0; i < FIRST_COLUMNS; i++) {
        if (i % 2 == 0) forget_loads();
        const vec value = splat(x[i * channels]);
#pragma unroll
        for (int v = 0; v < blocks; v++) {
            accumulate(&sums[0][i][v], value, w0[v]);
            accumulate(&sums[1][i][v], value, w1[v]);
        }
    }
}

/// Convolves: two rows of FIRST_COLUMNS columns from x on, `blocks` blocks.
INLINE void first_convolve(
        const int channels, const int blocks, const float *x, size_t row, const float *weights, first_sums sums) {
    const size_t tap_count = (size_t)blocks * BLOCK, kernel_row = 3 * channels * tap_count;
#pragma unroll
    for (int i = 0; i < 2 * FIRST_COLUMNS * blocks; i++)
        sums[i / blocks / FIRST_COLUMNS][i / blocks % FIRST_COLUMNS][i % blocks] = splat(0);
    // The first and the last of four input rows belong to one row of outputs each, those between to both.
#pragma unroll
    for (int tap = 0; tap < 3 * channels; tap++) {
        first_tap(channels, blocks, x + tap, weights + tap * tap_count, sums[0]);
        first_tap(channels, blocks, x + 3 * row + tap, weights + 2 * kernel_row + tap * tap_count, sums[1]);
    }
    for (int r = 1; r < 3; r++, weights += kernel_row) {
        x += row;
#pragma unroll
        for (int tap = 0; tap < 3 * channels; tap++) {
            const float *w = weights + tap * tap_count;
            first_shared_tap(channels, blocks, x + tap, w + kernel_row, w, sums);
        }
    }
}

/// Where the outputs of one block and pair of rows go.
typedef struct first_output {
    /// The first of the pair, or the pooled row.
    float *y;
    /// Null: not wanted.
    uint8_t *indices;
} first_output;

INLINE first_output first_output_of(const first_item *item, int block, int pair) {
    const assay_convolution *s = &item->pass->shape;
    const int height = s->pools ? s->out_height / 2 : s->out_height, width = s->pools ? s->out_width / 2 : s->out_width;
    const size_t rows = (size_t)(item->sample * blocks_of(s->out_channels) + block) * height + (s->pools ? pair : 2 * pair);
    return (first_output){
        .y = item->pass->y + rows * width * BLOCK,
        .indices = item->pass->indices ? item->pass->indices + rows * width * 2 * BITS_BYTES : NULL,
    };
}

/// Ends a step of one block without pooling; `rows` are in the map.
INLINE void first_end_rows(
        const assay_convolution *s, int rows, int column, const int v, first_sums sums, first_output to, finish *f) {
#pragma unroll
    for (int i = 0; i < 2 * FIRST_COLUMNS; i++) {
        const int a = i / FIRST_COLUMNS, place = column + i % FIRST_COLUMNS;
        if (a < rows && place < s->out_width)
            finish_value(f, sums[a][i % FIRST_COLUMNS][v], to.y + ((size_t)a * s->out_width + place) * BLOCK);
    }
}

/// Ends a step of one block with pooling.
INLINE void first_end_windows(
        const assay_convolution *s, int column, const int v, first_sums sums, first_output to, finish *f) {
#pragma unroll
    for (int i = 0; i < FIRST_COLUMNS / 2; i++) {
        const int place = column / 2 + i;
        if (2 * place + 1 >= s->out_width) break;
        const vec value = pool_window(
                sums[0][2 * i][v], sums[0][2 * i + 1][v], sums[1][2 * i][v], sums[1][2 * i + 1][v],
                to.indices ? to.indices + (size_t)place * 2 * BITS_BYTES : NULL);
        finish_value(f, value, to.y + (size_t)place * BLOCK);
    }
}

/// `blocks` blocks of channels of an item, from `block` on.
INLINE void first_forward_blocks(const int channels, const int blocks, const first_item *item, int block) {
    const assay_convolution *s = &item->pass->shape;
    const first_band *b = &item->band;
    const size_t row = (size_t)b->width * channels;
    const float *weights = item->weights + (size_t)block * 9 * channels * BLOCK;
    finish f[FIRST_BLOCKS];
    vec sum[FIRST_BLOCKS], square[FIRST_BLOCKS];
    for (int v = 0; v < blocks; v++) {
        f[v] = finish_of(item->pass, block + v);
        sum[v] = square[v] = splat(0);
    }
    for (int i = 0; i < item->pairs; i++) {
        const int pair = item->number * b->pairs + i;
        first_output to[FIRST_BLOCKS];
        for (int v = 0; v < blocks; v++) to[v] = first_output_of(item, block + v, pair);
        for (int column = 0; column < b->columns; column += FIRST_COLUMNS) {
            first_sums sums;
            first_convolve(channels, blocks, item->copy + 2 * i * row + (size_t)column * channels, row, weights, sums);
#pragma unroll
            for (int v = 0; v < blocks; v++) {
                if (s->pools)
                    first_end_windows(s, column, v, sums, to[v], &f[v]);
                else
                    first_end_rows(s, s->out_height - 2 * pair, column, v, sums, to[v], &f[v]);
            }
        }
        // Sums of a row's sums: small values meet small ones, so less is rounded off.
        for (int v = 0; v < blocks; v++) {
            sum[v] += f[v].sum;
            square[v] += f[v].square;
            f[v].sum = f[v].square = splat(0);
        }
    }
    const size_t padded = (size_t)blocks_of(s->out_channels) * BLOCK;
    for (int v = 0; item->sums && v < blocks; v++) {
        store_any(item->sums + (block + v) * BLOCK, sum[v]);
        store_any(item->sums + padded + (block + v) * BLOCK, square[v]);
    }
}

/// All channels of an item; one function for each number of input channels.
#define FIRST_FORWARD(CHANNELS)                                                                    \
    static void first_forward_##CHANNELS(const first_item *item) {                                 \
        const int blocks = blocks_of(item->pass->shape.out_channels);                              \
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

/// Packs weights in steps of blocks.
static void first_pack(const assay_convolution *s, const float *weights, float *packed) {
    const int blocks = blocks_of(s->out_channels), whole = blocks / FIRST_BLOCKS * FIRST_BLOCKS;
    for (int block = 0; block < blocks; block++) {
        const int step = block < whole ? FIRST_BLOCKS : 1, place = block < whole ? block % FIRST_BLOCKS : 0;
        float *to = packed + (size_t)(block - place) * 9 * s->in_channels * BLOCK + place * BLOCK;
        for (int tap = 0; tap < 9 * s->in_channels; tap++)
            store(to + (size_t)tap * step * BLOCK,
                  load_channels(weights + (size_t)tap * s->out_channels, block, s->out_channels, 0));
    }
}

static void first_forward(const assay_convolution_forward *pass, int number, float *scratch) {
    const assay_convolution *s = &pass->shape;
    float *copy = scratch + first_weight_count(s);
    first_item item = {.pass = pass, .band = first_band_of(s), .weights = scratch, .copy = copy};
    item.sample = number / item.band.bands;
    item.number = number % item.band.bands;
    item.pairs = first_band_pairs(&item.band, item.number);
    item.sums = pass->sums ? pass->sums + (size_t)number * 2 * blocks_of(s->out_channels) * BLOCK : NULL;

    const float *sample = pass->x + (size_t)item.sample * s->in_height * s->in_width * s->in_channels;
    first_pack(s, pass->weights, scratch);
    first_copy_band(s, &item.band, sample, pass->scale, pass->shift, item.number, copy);
    switch (s->in_channels) {
    case 1: first_forward_1(&item); break;
    case 2: first_forward_2(&item); break;
    case 3: first_forward_3(&item); break;
    case 4: first_forward_4(&item); break;
    }
}
