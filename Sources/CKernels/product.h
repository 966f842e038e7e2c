// What the products share: how a matrix's rows lie, how they are cut, and the kernel that multiplies a few rows by one panel.

/// Output channels of a panel of weights.
#define PANEL (2 * BLOCK)
/// Rows that the kernel takes at most: what their sums leave free of registers holds a panel's weights. PRODUCT_SIZES applies a
/// macro to each number of rows.
#if defined(KERNELS_AVX512)
#define PRODUCT_ROWS 12
#define PRODUCT_SIZES(m) m(1) m(2) m(3) m(4) m(5) m(6) m(7) m(8) m(9) m(10) m(11) m(12)
#elif defined(KERNELS_PORTABLE) && !defined(__aarch64__)
#define PRODUCT_ROWS 2
#define PRODUCT_SIZES(m) m(1) m(2)
#else
#define PRODUCT_ROWS 6
#define PRODUCT_SIZES(m) m(1) m(2) m(3) m(4) m(5) m(6)
#endif

/// Rows of one matrix for the kernel: pixels of each sample, or, where samples have but one row, the samples.
typedef struct product_rows {
    /// Rows in a matrix, and matrices.
    int count, matrices;
    /// Bands of rows that are worked on at a time, and the rows of each but the last.
    int bands, band;
} product_rows;

/// `channels` are those of one row that a band has to hold in the second cache; `most` is the most rows that it may have.
static product_rows product_rows_of(const assay_product *s, int channels, int most) {
    enum { VALUES = 1 << 16, LEAST = 48 };
    product_rows r = {.count = s->rows, .matrices = s->samples};
    if (s->rows == 1) r = (product_rows){.count = s->samples, .matrices = 1};
    r.bands = over(r.count, smaller(most, larger(LEAST, VALUES / larger(1, channels))));
    r.band = r.bands > 0 ? over(r.count, r.bands) : 0;
    return r;
}

INLINE int product_band_rows(const product_rows *r, int band) { return smaller(r->band, r->count - band * r->band); }

/// One side's values: distances between rows, blocks of channels and matrices.
typedef struct product_layout {
    int blocks;
    size_t row, block, matrix;
} product_layout;

static product_layout product_layout_of(const assay_product *s, int channels) {
    const int blocks = over(channels, BLOCK);
    const size_t sample = (size_t)blocks * s->rows * BLOCK;
    if (s->rows == 1) return (product_layout){.blocks = blocks, .row = sample, .block = BLOCK};
    return (product_layout){.blocks = blocks, .row = BLOCK, .block = (size_t)s->rows * BLOCK, .matrix = sample};
}

INLINE int product_panels(int channels) { return over(channels, PANEL); }
/// Inputs as they are counted in panels.
INLINE size_t product_inputs(const assay_product *s) { return (size_t)over(s->in_channels, BLOCK) * BLOCK; }

static size_t product_weight_count(const assay_product *s) {
    return product_panels(s->out_channels) * product_inputs(s) * PANEL;
}

/// How many of `count` parts an item takes where the work is cut in `others` as well: all, or so few that there are items for many
/// threads.
INLINE int product_share(int count, int others) {
    enum { ITEMS = 32 };
    return larger(1, over(count, over(ITEMS, larger(1, others))));
}

/// A few rows of a matrix by one panel.
typedef struct product_tile {
    const float *x;
    size_t x_row, x_block;
    int x_blocks;
    /// `[x_blocks * BLOCK][PANEL]`.
    const float *panel;
    float *y;
    size_t y_row, y_block;
    /// 1 or 2: blocks of the panel that y has.
    int y_blocks;
    /// Null: none.
    const float *bias;
    int rectifies;
} product_tile;

INLINE void product_multiply(const int rows, const product_tile *t) {
    vec sums[PRODUCT_ROWS][2];
#pragma unroll
    for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = splat(0);
    const float *w = t->panel;
    for (int block = 0; block < t->x_blocks; block++) {
        const float *x = t->x + block * t->x_block;
#pragma unroll 4
        for (int lane = 0; lane < BLOCK; lane++, w += PANEL) {
            const vec w0 = load(w), w1 = load(w + BLOCK);
#pragma unroll
            for (int r = 0; r < rows; r++) {
                if (r % 2 == 0) forget_loads();
                const vec value = splat(x[r * t->x_row + lane]);
                accumulate(&sums[r][0], value, w0);
                accumulate(&sums[r][1], value, w1);
            }
        }
    }
#pragma unroll
    for (int v = 0; v < 2; v++) {
        if (v >= t->y_blocks) break;
        const vec bias = t->bias ? load_any(t->bias + v * BLOCK) : splat(0);
#pragma unroll
        for (int r = 0; r < rows; r++) {
            vec value = sums[r][v] + bias;
            if (t->rectifies) value = choose(splat(0) > value, splat(0), value);
            store(t->y + r * t->y_row + v * t->y_block, value);
        }
    }
}

#define PRODUCT_MULTIPLY(ROWS) \
    static void product_multiply_##ROWS(const product_tile *t) { product_multiply(ROWS, t); }
PRODUCT_SIZES(PRODUCT_MULTIPLY)
#undef PRODUCT_MULTIPLY

/// `rows` rows by one panel, in tiles of almost equal size; t says the first's.
static void product_multiply_rows(product_tile t, int rows) {
    typedef void multiply(const product_tile *);
#define PRODUCT_MULTIPLY(ROWS) product_multiply_##ROWS,
    static multiply *const kernels[] = {PRODUCT_SIZES(PRODUCT_MULTIPLY)};
#undef PRODUCT_MULTIPLY
    for (int tiles = over(rows, PRODUCT_ROWS); tiles > 0; tiles--) {
        const int count = over(rows, tiles);
        kernels[count - 1](&t);
        t.x += count * t.x_row;
        t.y += count * t.y_row;
        rows -= count;
    }
}
