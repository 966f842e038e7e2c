// Products of transformed input tiles with transformed gradient tiles, summed over tiles: the gradient of transformed weights.
//
// A sum is kept as squares of LINE channels of the input by LINE channels of the output, `[line of out][line of in][LINE in][LINE out]`
// for each position: a square is contiguous, so are those that one pass over the tiles of a line of out makes.

#if defined(KERNELS_AVX512)
/// Lines of out that are made at once, and the rows (channels of in) of one pass: 16 sums, two loads and eight broadcasts a tile.
#define SQUARE_LINES 2
#define SQUARE_ROWS 8
#else
/// 12 sums: rows are cut 6 + 5 + 5.
#define SQUARE_LINES 1
#define SQUARE_ROWS 6
#endif
#define SQUARE (LINE * LINE)

/// `rows` channels of the input by `lines` lines of the output, constants both, over all tiles; `adds`: to what is there.
INLINE void square_rows(
        const int rows, const int lines, int tiles, const float *in, const float *out, size_t out_line, float *sums,
        size_t sums_line, int adds) {
    enum { VECTORS = SQUARE_LINES * LINE_VECTORS };
    const int vectors = lines * LINE_VECTORS;
    vec sum[SQUARE_ROWS][VECTORS];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++)
            sum[row][v] = adds ? load(sums + (size_t)(v / LINE_VECTORS) * sums_line + row * LINE + v % LINE_VECTORS * BLOCK)
                               : splat(0);
#pragma clang loop unroll_count(4)
    for (int tile = 0; tile < tiles; tile++, in += LINE, out += LINE) {
        vec gradient[VECTORS];
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
            store(sums + (size_t)(v / LINE_VECTORS) * sums_line + row * LINE + v % LINE_VECTORS * BLOCK, sum[row][v]);
}

#if SQUARE_LINES == 2
static void square_pair(
        int tiles, const float *in, const float *out, size_t out_line, float *sums, size_t sums_line, int adds) {
    square_rows(8, 2, tiles, in, out, out_line, sums, sums_line, adds);
    square_rows(8, 2, tiles, in + 8, out, out_line, sums + 8 * LINE, sums_line, adds);
}

static void square_single(int tiles, const float *in, const float *out, float *sums, int adds) {
    square_rows(8, 1, tiles, in, out, 0, sums, 0, adds);
    square_rows(8, 1, tiles, in + 8, out, 0, sums + 8 * LINE, 0, adds);
}
#else
static void square_single(int tiles, const float *in, const float *out, float *sums, int adds) {
    square_rows(6, 1, tiles, in, out, 0, sums, 0, adds);
    square_rows(5, 1, tiles, in + 6, out, 0, sums + 6 * LINE, 0, adds);
    square_rows(5, 1, tiles, in + 11, out, 0, sums + 11 * LINE, 0, adds);
}
#endif

/// Asks for the next square, which is written too.
INLINE void fetch_square(const float *sums) {
    for (int row = 0; row < LINE; row++) __builtin_prefetch(sums + row * LINE, 1, 3);
}

/// All squares of one position: `squares[line of out][line of in] (+)= sum over tiles of in[tile][i] * out[tile][o]`, where `in` is
/// `[line of in][tile][LINE]` and `out` alike.
static void weight_products(
        int tiles, const float *in, int in_lines, const float *out, int out_lines, float *squares, int adds) {
    size_t stride = (size_t)tiles * LINE, squares_line = (size_t)in_lines * SQUARE;
    int line = 0;
#if SQUARE_LINES == 2
    for (; line + 2 <= out_lines; line += 2)
        for (int from = 0; from < in_lines; from++) {
            float *square = squares + (size_t)line * squares_line + (size_t)from * SQUARE;
            fetch_square(square + SQUARE);
            fetch_square(square + squares_line + SQUARE);
            square_pair(
                    tiles, in + (size_t)from * stride, out + (size_t)line * stride, stride, square, squares_line, adds);
        }
#endif
    for (; line < out_lines; line++)
        for (int from = 0; from < in_lines; from++) {
            float *square = squares + (size_t)line * squares_line + (size_t)from * SQUARE;
            fetch_square(square + SQUARE);
            square_single(tiles, in + (size_t)from * stride, out + (size_t)line * stride, square, adds);
        }
}
