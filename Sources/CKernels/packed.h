// What the products share: how a matrix's rows lie, how they are cut, and the kernel that multiplies a few rows by one panel.

/// Applies a macro to each number of rows that the kernel may take.
#if PRODUCT_ROWS == 12
#define PACKED_SIZES(m) m(1) m(2) m(3) m(4) m(5) m(6) m(7) m(8) m(9) m(10) m(11) m(12)
#elif PRODUCT_ROWS == 6
#define PACKED_SIZES(m) m(1) m(2) m(3) m(4) m(5) m(6)
#else
#define PACKED_SIZES(m) m(1) m(2) m(3)
#endif

/// Rows of one matrix for the kernel: pixels of each sample, or, where samples have but one row, the samples.
typedef struct packed_rows {
    /// Rows in a matrix, and matrices.
    int count, matrices;
    /// Bands of rows that are worked on at a time, and the rows of each but the last.
    int bands, band;
} packed_rows;

/// `channels` are those of one row that a band has to hold in the second cache; `most` is the most rows that it may have.
static packed_rows packed_rows_of(const assay_product *s, int channels, int most) {
    enum { VALUES = 1 << 16, LEAST = 48 };
    packed_rows r = {.count = s->rows, .matrices = s->samples};
    if (s->rows == 1) r = (packed_rows){.count = s->samples, .matrices = 1};
    r.bands = over(r.count, smaller(most, larger(LEAST, VALUES / larger(1, channels))));
    r.band = r.bands > 0 ? over(r.count, r.bands) : 0;
    return r;
}

INLINE int packed_band_rows(const packed_rows *r, int band) { return smaller(r->band, r->count - band * r->band); }

/// One side's values: distances between rows, blocks of channels and matrices.
typedef struct packed_layout {
    int blocks;
    size_t row, block, matrix;
} packed_layout;

static packed_layout packed_layout_of(const assay_product *s, int channels) {
    const int blocks = over(channels, BLOCK);
    const size_t sample = (size_t)blocks * s->rows * BLOCK;
    if (s->rows == 1) return (packed_layout){.blocks = blocks, .row = sample, .block = BLOCK};
    return (packed_layout){.blocks = blocks, .row = BLOCK, .block = (size_t)s->rows * BLOCK, .matrix = sample};
}

/// Inputs as they are counted in panels.
INLINE size_t packed_inputs(const assay_product *s) { return (size_t)blocks_of(s->in_channels) * BLOCK; }

static size_t packed_weight_count(const assay_product *s) {
    return panels_of(s->out_channels) * packed_inputs(s) * PANEL;
}

/// How many of `count` parts an item takes where the work is cut in `others` as well: all, or so few that there are items for
/// many threads.
INLINE int packed_share(int count, int others) {
    enum { ITEMS = 32 };
    return larger(1, over(count, over(ITEMS, larger(1, others))));
}

/// The least that a result may be.
INLINE vec packed_least(int rectifies) { return splat(rectifies ? 0 : -__builtin_inff()); }

/// A few rows of a matrix by one panel.
typedef struct packed_tile {
    const float *x;
    size_t x_row, x_block;
    int x_blocks;
    /// `[x_blocks * BLOCK][PANEL]`.
    const float *panel;
    float *y;
    size_t y_row, y_block;
    /// 1 or 2: blocks of the panel that y has.
    int y_blocks;
    /// What is added, and the least that is left: for the panel's two blocks.
    vec bias[2], least;
} packed_tile;

/// Adds `rows` rows of `blocks` blocks of inputs times a panel to their sums, which stay in registers where it is inlined.
INLINE void packed_add(
        const int rows, const float *x, size_t x_row, size_t x_block, int blocks, const float *w, vec (*sums)[2]) {
    for (int block = blocks; block > 0; block--, x += x_block) {
#pragma unroll 4
        for (int lane = 0; lane < BLOCK; lane++, w += PANEL) {
            const vec w0 = load(w), w1 = load(w + BLOCK);
#pragma unroll
            for (int r = 0; r < rows; r++) {
                if (r % 2 == 0) forget_loads();
                const vec value = splat(x[r * x_row + lane]);
                accumulate(&sums[r][0], value, w0);
                accumulate(&sums[r][1], value, w1);
            }
        }
    }
}

INLINE void packed_multiply(const int rows, const packed_tile *t) {
    vec sums[PRODUCT_ROWS][2];
#pragma unroll
    for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = splat(0);
    packed_add(rows, t->x, t->x_row, t->x_block, t->x_blocks, t->panel, sums);
#pragma unroll
    for (int v = 0; v < 2; v++) {
        if (v >= t->y_blocks) break;
#pragma unroll
        for (int r = 0; r < rows; r++)
            store(t->y + r * t->y_row + v * t->y_block, largest(t->least, sums[r][v] + t->bias[v]));
    }
}

#define PACKED_MULTIPLY(ROWS) \
    static void packed_multiply_##ROWS(const packed_tile *t) { packed_multiply(ROWS, t); }
PACKED_SIZES(PACKED_MULTIPLY)
#undef PACKED_MULTIPLY

/// `rows` rows by one panel, in tiles of almost equal size; t says the first's.
static void packed_multiply_rows(packed_tile t, int rows) {
    typedef void multiply(const packed_tile *);
#define PACKED_MULTIPLY(ROWS) packed_multiply_##ROWS,
    static multiply *const kernels[] = {PACKED_SIZES(PACKED_MULTIPLY)};
#undef PACKED_MULTIPLY
    for (int tiles = over(rows, PRODUCT_ROWS); tiles > 0; tiles--) {
        const int count = over(rows, tiles);
        kernels[count - 1](&t);
        t.x += count * t.x_row;
        t.y += count * t.y_row;
        rows -= count;
    }
}
