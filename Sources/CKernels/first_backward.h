// The backward pass of the first layer: gradients of its weights and bias; its input needs none.
//
// Of a pooled window only one place has a gradient, so each weight takes one product for it and not four. Which of four inputs that
// product takes differs from channel to channel: pairs of input rows lie interleaved, `[column][2]`, so that the four are
// neighbours, and each channel picks its own.

/// Kernel rows whose sums are kept in registers at a time.
#if defined(KERNELS_AVX512)
#define FIRST_KERNEL_ROWS(channels) ((channels) <= 3 ? 3 : 2)
#else
#define FIRST_KERNEL_ROWS(channels) ((channels) == 1 ? 3 : 1)
#endif

/// One row of gradients and what it meets.
typedef struct first_gradient_row {
    int pixels;
    /// `[pixel][BLOCK]`, by the convolution's value; of pooled windows at the places of `picks`.
    float *gradient;
    /// `[pixel][BLOCK]`: the row of the window, plus twice the column. Read where the layer pools.
    int32_t *picks;
    /// The first of the input's rows: of the copy, or of the interleaved rows, with the distance between two.
    const float *x;
    size_t row;
    /// `[9 * in channels][BLOCK]`.
    float *sums;
    /// What the next row of gradients is made of: fetched while this one's products are made.
    const float *next_gradients, *next_values;
} first_gradient_row;

/// Of four neighbours the one that each channel wants.
INLINE vec first_pick(const float *four, ivec pick) {
#if defined(KERNELS_AVX512)
    return (vec)_mm512_permutevar_ps(_mm512_broadcast_f32x4(_mm_loadu_ps(four)), (__m512i)pick);
#elif defined(KERNELS_AVX2)
    return (vec)_mm256_permutevar_ps(_mm256_broadcast_ps((const __m128 *)four), (__m256i)pick);
#elif defined(__aarch64__)
    // A table of 16 bytes: the four of each place.
    const uint8x16_t table = vreinterpretq_u8_f32(vld1q_f32(four));
    const ivec places = pick * 0x04040404 + 0x03020100;
    const uint8x16_t low = vqtbl1q_u8(table, (uint8x16_t)__builtin_shufflevector(places, places, 0, 1, 2, 3));
    const uint8x16_t high = vqtbl1q_u8(table, (uint8x16_t)__builtin_shufflevector(places, places, 4, 5, 6, 7));
    return __builtin_shufflevector((float32x4_t)low, (float32x4_t)high, 0, 1, 2, 3, 4, 5, 6, 7);
#else
    const ivec bottom = (pick & 1) != 0, right = (pick & 2) != 0;
    return choose(right, choose(bottom, splat(four[3]), splat(four[2])), choose(bottom, splat(four[1]), splat(four[0])));
#endif
}

/// Adds a row's products to the sums of `rows` kernel rows from `first` on.
INLINE void first_kernel_rows(const int channels, const int pools, const int rows, int first, const first_gradient_row *g) {
    const int taps = 9 / 3 * channels;
    float *sums = g->sums + first * taps * BLOCK;
    const float *x = g->x + first * g->row;
    vec sum[3 * 3 * 4];
#pragma unroll
    for (int i = 0; i < rows * taps; i++) sum[i] = load(sums + i * BLOCK);
    for (int pixel = 0; pixel < g->pixels; pixel++, x += pools ? 4 : channels) {
        const vec gradient = load(g->gradient + pixel * BLOCK);
        if (first == 0) {
            fetch_line(g->next_gradients + pixel * BLOCK);
            fetch_line(g->next_values + pixel * BLOCK);
        }
        const ivec pick = pools ? *(const ivec *)(g->picks + pixel * BLOCK) : (ivec)splat(0);
#pragma unroll
        for (int i = 0; i < rows * taps; i++) {
            const int r = i / taps, column = i % taps / channels, c = i % channels;
            const vec value = pools ? first_pick(x + (size_t)(r * channels + c) * (g->row / channels) + 2 * column, pick)
                                    : splat(x[r * g->row + i % taps]);
            sum[i] = fma_(value, gradient, sum[i]);
        }
    }
#pragma unroll
    for (int i = 0; i < rows * taps; i++) store(sums + i * BLOCK, sum[i]);
}

INLINE void first_products(const int channels, const int pools, const first_gradient_row *g) {
    const int rows = FIRST_KERNEL_ROWS(channels);
    int first = 0;
    for (; first + rows <= 3; first += rows) first_kernel_rows(channels, pools, rows, first, g);
    if (first < 3) first_kernel_rows(channels, pools, 1, first, g);
}

/// Interleaves neighbouring rows of a copy: `[row][channel][width][2]`.
INLINE void first_interleave(const int channels, const first_band *b, const float *copy, float *interleaved) {
    const size_t row = (size_t)b->width * channels;
    for (int r = 0; r + 1 < b->rows; r++, copy += row)
        for (int c = 0; c < channels; c++, interleaved += 2 * b->width)
            for (int column = 0; column < b->width; column++) {
                interleaved[2 * column] = copy[(size_t)column * channels + c];
                interleaved[2 * column + 1] = copy[(size_t)column * channels + c + row];
            }
}

/// One function for each number of input channels.
#define FIRST_BACKWARD(CHANNELS)                                                                                       \
    static void first_products_##CHANNELS(const first_gradient_row *g) { first_products(CHANNELS, 0, g); }             \
    static void first_pooled_products_##CHANNELS(const first_gradient_row *g) { first_products(CHANNELS, 1, g); }      \
    static void first_interleave_##CHANNELS(const first_band *b, const float *copy, float *interleaved) {              \
        first_interleave(CHANNELS, b, copy, interleaved);                                                              \
    }
FIRST_BACKWARD(1)
FIRST_BACKWARD(2)
FIRST_BACKWARD(3)
FIRST_BACKWARD(4)
#undef FIRST_BACKWARD

/// What the forward pass wrote; where nothing is read of it, anything that can be.
INLINE const float *first_values(const assay_convolution_backward *pass) { return pass->y ? pass->y : pass->gradient; }

/// The gradients by the convolution's values of one row of one block, and their sum over it.
static vec first_row_gradients(
        const assay_convolution_backward *pass, int block, size_t pixel, const first_gradient_row *g, vec sum) {
    const assay_convolution *s = &pass->shape;
    const int combines = pass->by_gradient != NULL;
    const vec by_gradient = load_channels(pass->by_gradient, block, s->out_channels, 1);
    const vec by_value = load_channels(pass->by_value, block, s->out_channels, 0);
    const vec by_one = load_channels(pass->by_one, block, s->out_channels, 0);
    const float *gradients = pass->gradient + pixel * BLOCK, *values = first_values(pass) + pixel * BLOCK;
    const uint8_t *indices = s->pools ? pass->indices + pixel * 2 * BITS_BYTES : NULL;
    for (int i = 0; i < g->pixels; i++) {
        vec gradient = load(gradients + i * BLOCK);
        if (combines) gradient = fma_(by_gradient, gradient, fma_(by_value, load(values + i * BLOCK), by_one));
        if (s->rectifies) gradient = keep(load(values + i * BLOCK) > splat(0), gradient);
        sum += gradient;
        store(g->gradient + i * BLOCK, gradient);
        if (!s->pools) continue;
        const ivec column = mask_of(load_bits(indices + i * 2 * BITS_BYTES));
        const ivec row = mask_of(load_bits(indices + i * 2 * BITS_BYTES + BITS_BYTES));
        *(ivec *)(g->picks + i * BLOCK) = (column & 2) | (row & 1);
    }
    return sum;
}

/// The parts of an item's scratch, in values.
typedef struct first_backward_parts {
    size_t sums, row, copy, interleaved;
} first_backward_parts;

static first_backward_parts first_backward_parts_of(const assay_convolution *s, const first_band *b) {
    const size_t pixels = s->pools ? s->out_width / 2 : s->out_width;
    first_backward_parts parts = {.sums = 9 * (size_t)s->in_channels * LINE, .row = pixels * LINE};
    parts.copy = first_band_count(s, b);
    parts.interleaved = s->pools ? 2 * parts.copy : 0;
    return parts;
}

static size_t first_backward_scratch(const assay_convolution *s) {
    const first_band b = first_band_of(s);
    const first_backward_parts parts = first_backward_parts_of(s, &b);
    return parts.sums + 2 * parts.row + parts.copy + parts.interleaved;
}

/// Where a backward pass works in one band.
typedef struct first_gradient_band {
    const assay_convolution_backward *pass;
    first_band band;
    int sample, number;
    first_gradient_row row;
    /// The copy of the input, or its interleaved rows, with the distance between two.
    const float *x;
    /// `[9 * in channels][padded out]` and `[padded out]`; null: not wanted.
    float *partials, *bias_partials;
} first_gradient_band;

/// Adds the products of one block of channels of one band.
static void first_band_gradient(const first_gradient_band *band, int block, void (*products)(const first_gradient_row *)) {
    const assay_convolution *s = &band->pass->shape;
    first_gradient_row g = band->row;
    const int taps = 9 * s->in_channels, blocks = blocks_of(s->out_channels), pairs = first_band_pairs(&band->band, band->number);
    const int height = s->pools ? s->out_height / 2 : s->out_height, step = s->pools ? 1 : 2;
    const int begin = band->number * band->band.pairs * step, end = smaller(height, begin + pairs * step);
    memset(g.sums, 0, (size_t)taps * BLOCK * sizeof *g.sums);
    vec sum = splat(0);
    for (int row = begin; row < end; row++) {
        const size_t pixel = ((size_t)(band->sample * blocks + block) * height + row) * g.pixels;
        sum = first_row_gradients(band->pass, block, pixel, &g, sum);
        const size_t next = row + 1 < end ? pixel + g.pixels : pixel;
        g.next_gradients = band->pass->gradient + next * BLOCK;
        g.next_values = first_values(band->pass) + next * BLOCK;
        g.x = band->x + (size_t)(row - begin) * (2 / step) * g.row;
        if (band->partials) products(&g);
    }
    for (int tap = 0; band->partials && tap < taps; tap++) {
        float *to = band->partials + ((size_t)tap * blocks + block) * BLOCK;
        store_any(to, load_any(to) + load(g.sums + tap * BLOCK));
    }
    if (band->bias_partials) {
        float *to = band->bias_partials + block * BLOCK;
        store_any(to, load_any(to) + sum);
    }
}

static void first_backward(const assay_convolution_backward *pass, int group, float *scratch) {
    typedef void row_products(const first_gradient_row *);
    typedef void interleaves(const first_band *, const float *, float *);
    static row_products *const products[2][4] = {
        {first_products_1, first_products_2, first_products_3, first_products_4},
        {first_pooled_products_1, first_pooled_products_2, first_pooled_products_3, first_pooled_products_4},
    };
    static interleaves *const interleave[4] = {
        first_interleave_1, first_interleave_2, first_interleave_3, first_interleave_4,
    };
    const assay_convolution *s = &pass->shape;
    if (s->in_channels < 1 || s->in_channels > 4) return;
    const int padded = blocks_of(s->out_channels) * BLOCK, of = s->in_channels - 1;
    const size_t weights = 9 * (size_t)s->in_channels * padded;
    first_gradient_band band = {.pass = pass, .band = first_band_of(s)};
    const first_backward_parts parts = first_backward_parts_of(s, &band.band);
    float *copy = scratch + parts.sums + 2 * parts.row, *interleaved = copy + parts.copy;
    band.row.sums = scratch;
    band.row.gradient = scratch + parts.sums;
    band.row.picks = (int32_t *)(band.row.gradient + parts.row);
    band.row.pixels = s->pools ? s->out_width / 2 : s->out_width;
    band.row.row = (size_t)band.band.width * s->in_channels * (s->pools ? 2 : 1);
    band.x = s->pools ? interleaved : copy;
    band.partials = pass->partials ? pass->partials + group * weights : NULL;
    band.bias_partials = pass->bias_partials ? pass->bias_partials + (size_t)group * padded : NULL;
    if (band.partials) memset(band.partials, 0, weights * sizeof *scratch);
    if (band.bias_partials) memset(band.bias_partials, 0, (size_t)padded * sizeof *scratch);

    const int end = (int)((int64_t)s->samples * (group + 1) / pass->groups);
    for (band.sample = (int)((int64_t)s->samples * group / pass->groups); band.sample < end; band.sample++) {
        const float *sample = pass->x + (size_t)band.sample * s->in_height * s->in_width * s->in_channels;
        for (band.number = 0; band.number < band.band.bands; band.number++) {
            first_copy_band(s, &band.band, sample, pass->scale, pass->shift, band.number, copy);
            if (s->pools) interleave[of](&band.band, copy, interleaved);
            for (int block = 0; block < blocks_of(s->out_channels); block++)
                first_band_gradient(&band, block, products[s->pools != 0][of]);
        }
    }
}
