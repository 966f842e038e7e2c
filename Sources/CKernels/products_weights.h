// Products of transformed input tiles with transformed gradient tiles, summed over tiles: the gradient of transformed weights.
//
// Of each position it is kept as squares of LINE input by LINE output channels, `[line of out][line of in][LINE in][LINE out]`: what
// is done with a line of out while it is in the first cache is contiguous.

#if defined(KERNELS_AVX512)
/// Lines of out that are made at once, and input channels: 16 sums, two loads and eight broadcasts a tile.
#define SQUARE_LINES 2
#define SQUARE_ROWS 8
#else
/// Twelve sums at most; the rows of a square are cut 6 + 5 + 5.
#define SQUARE_LINES 1
#define SQUARE_ROWS 6
#endif
#define SQUARE (LINE * LINE)

/// Memory that is asked for ahead of its use, while the products leave the way to memory idle: so many lines, so many times at a
/// distance.
typedef struct ahead_range {
    const float *from;
    size_t lines, times, stride;
} ahead_range;
typedef struct ahead {
    ahead_range ranges[5];
    int range;
    size_t taken;
} ahead;

/// Takes `lines` lines or what is left of a range; gives where they start, null where nothing is left.
INLINE const float *take_ahead(ahead *next, size_t lines) {
    for (; next->range < 5; next->range++) {
        ahead_range *range = &next->ranges[next->range];
        for (; range->times > 0; range->times--) {
            if (next->taken < range->lines) {
                const float *from = range->from + next->taken * LINE;
                next->taken += lines;
                return from;
            }
            next->taken = 0;
            range->from += range->stride;
        }
    }
    return 0;
}

/// `rows` input channels by `lines` lines of output channels, constants both, summed over tiles; `adds`: to what is there. `fetch`
/// is where to ask for a line a tile.
INLINE void square_rows(
        const int rows, const int lines, int tiles, const float *in, const float *out, size_t out_line, float *squares,
        size_t squares_line, int adds, const float *fetch) {
    const int vectors = lines * LINE_VECTORS;
    vec sum[SQUARE_ROWS][SQUARE_LINES * LINE_VECTORS];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            sum[row][v] = adds ? load(squares + (size_t)(v / LINE_VECTORS) * squares_line + row * LINE + v % LINE_VECTORS * BLOCK)
                               : splat(0);
#pragma clang loop unroll_count(4)
    for (int tile = 0; tile < tiles; tile++, in += LINE, out += LINE, fetch += LINE) {
        vec gradient[SQUARE_LINES * LINE_VECTORS];
        fetch_line(fetch);
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            gradient[v] = load(out + (size_t)(v / LINE_VECTORS) * out_line + v % LINE_VECTORS * BLOCK);
#pragma clang loop unroll(full)
        for (int row = 0; row < rows; row++) {
            vec value = splat(in[row]);
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sum[row][v] = fma_(value, gradient[v], sum[row][v]);
        }
    }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            store(squares + (size_t)(v / LINE_VECTORS) * squares_line + row * LINE + v % LINE_VECTORS * BLOCK, sum[row][v]);
}

#if SQUARE_LINES == 2
static void square_pair(
        int tiles, const float *in, const float *out, size_t out_line, float *squares, size_t squares_line, int adds, ahead *next) {
    for (int row = 0; row < LINE; row += 8) {
        const float *fetch = take_ahead(next, (size_t)tiles);
        square_rows(
                8, 2, tiles, in + row, out, out_line, squares + row * LINE, squares_line, adds, fetch ? fetch : out);
    }
}

static void square_single(int tiles, const float *in, const float *out, float *squares, int adds) {
    for (int row = 0; row < LINE; row += 8) square_rows(8, 1, tiles, in + row, out, 0, squares + row * LINE, 0, adds, out);
}
#else
static void square_single(int tiles, const float *in, const float *out, float *squares, int adds, ahead *next) {
    const float *fetch = take_ahead(next, (size_t)tiles);
    square_rows(6, 1, tiles, in, out, 0, squares, 0, adds, fetch ? fetch : out);
    fetch = take_ahead(next, (size_t)tiles);
    square_rows(5, 1, tiles, in + 6, out, 0, squares + 6 * LINE, 0, adds, fetch ? fetch : out);
    fetch = take_ahead(next, (size_t)tiles);
    square_rows(5, 1, tiles, in + 11, out, 0, squares + 11 * LINE, 0, adds, fetch ? fetch : out);
}
#endif

/// All squares of one position: `squares[line of out][line of in] (+)= sum over tiles of in[tile][i] * out[tile][o]`, where `in` is
/// `[line of in][tile][LINE]` and `out` alike. Asks for what is `next`.
static void weight_products(
        int tiles, const float *in, int in_lines, const float *out, int out_lines, float *squares, int adds, ahead *next) {
    size_t stride = (size_t)tiles * LINE, squares_line = (size_t)in_lines * SQUARE;
    int line = 0;
#if SQUARE_LINES == 2
    for (; line + 2 <= out_lines; line += 2)
        for (int from = 0; from < in_lines; from++)
            square_pair(
                    tiles, in + (size_t)from * stride, out + (size_t)line * stride, stride,
                    squares + (size_t)line * squares_line + (size_t)from * SQUARE, squares_line, adds, next);
#endif
    for (; line < out_lines; line++)
        for (int from = 0; from < in_lines; from++)
            square_single(
                    tiles, in + (size_t)from * stride, out + (size_t)line * stride,
                    squares + (size_t)line * squares_line + (size_t)from * SQUARE, adds
#if SQUARE_LINES == 1
                    , next
#endif
                    );
}
