// Products of transformed tiles with transformed weights: the greater part of all arithmetic. Forward and backward data use them.
//
// Layouts. "In" are the channels that the product sums over: a convolution's input forward, its output backward.
// - Tiles, transformed: `[position][line of in][tile][LINE]`; the product likewise `[position][line of out][tile][LINE]`. From
//   one position to the next is a LINE more than they need, or the positions of a tile would fall into the same sets of the
//   cache.
// - Weights, transformed: `[panel][position][in, padded to LINE][width]`, then one LINE of nothing after each position. A panel
//   has PANEL channels of out, the last what remains of them, padded to BLOCK.

// Rows whose sums fill the registers: 32 of sixteen values; 16 of eight or 32 of four; 16 of four.
#if defined(KERNELS_AVX512)
#define PRODUCT_ROWS 12
#elif defined(KERNELS_AVX2) || defined(__aarch64__)
#define PRODUCT_ROWS 6
#else
#define PRODUCT_ROWS 3
#endif
#define PANEL_VECTORS 2
/// Channels of a panel of weights.
#define PANEL (PANEL_VECTORS * BLOCK)

/// Lines that so many channels fill.
INLINE int lines_of(int channels) { return over(channels, LINE); }
INLINE int panels_of(int channels) { return over(channels, PANEL); }
/// Channels of one panel, with padding.
INLINE int panel_width(int out, int panel) { return smaller(PANEL, over(out, BLOCK) * BLOCK - panel * PANEL); }
/// From one position of a panel to the next.
INLINE size_t panel_stride(int in, int width) { return (size_t)lines_of(in) * LINE * (size_t)width + LINE; }
/// Where a panel's weights start.
INLINE size_t panel_offset(int positions, int in, int panel) {
    return (size_t)panel * (size_t)positions * panel_stride(in, PANEL);
}
/// From one position to the next of so many lines of so many transformed tiles.
INLINE size_t position_stride(int lines, int tiles) { return ((size_t)lines * (size_t)tiles + 1) * LINE; }
/// Values of all transformed weights.
INLINE size_t panels_count(int positions, int in, int out) {
    int last = panels_of(out) - 1;
    return panel_offset(positions, in, last) + (size_t)positions * panel_stride(in, panel_width(out, last));
}

/// `rows` tiles, at most PRODUCT_ROWS, times a panel of `vectors` vectors. Both are constants where it is inlined, and the sums
/// stay in registers.
INLINE void product_rows(
        const int rows, const int vectors, int channels, const float *in, size_t in_line, const float *panel, float *out,
        size_t out_line) {
    vec sum[PRODUCT_ROWS][PANEL_VECTORS];
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sum[row][v] = splat(0);
    for (; channels > 0; channels -= LINE, in += in_line)
#pragma clang loop unroll(disable)
        for (int k = 0; k < smaller(LINE, channels); k++, panel += vectors * BLOCK) {
            vec weights[PANEL_VECTORS];
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) weights[v] = load(panel + v * BLOCK);
#pragma clang loop unroll(full)
            for (int row = 0; row < rows; row++) {
                vec value = splat(in[row * LINE + k]);
#pragma clang loop unroll(full)
                for (int v = 0; v < vectors; v++) sum[row][v] = fma_(value, weights[v], sum[row][v]);
            }
        }
#pragma clang loop unroll(full)
    for (int row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            int channel = v * BLOCK;
            store(out + (size_t)(channel / LINE) * out_line + row * LINE + channel % LINE, sum[row][v]);
        }
}

/// product_rows for a number of rows that is not a constant.
INLINE void product_some_rows(
        int rows, const int vectors, int channels, const float *in, size_t in_line, const float *panel, float *out,
        size_t out_line) {
#define CASE(n) \
    case n: product_rows(n, vectors, channels, in, in_line, panel, out, out_line); return;
    switch (rows) {
        CASE(1)
        CASE(2)
        CASE(3)
#if PRODUCT_ROWS > 3
        CASE(4)
        CASE(5)
        CASE(6)
#endif
#if PRODUCT_ROWS > 6
        CASE(7)
        CASE(8)
        CASE(9)
        CASE(10)
        CASE(11)
        CASE(12)
#endif
    }
#undef CASE
}

// One function each, so that calls with few rows do not carry the code of the others.
static __attribute__((noinline)) void product_wide(
        int rows, int channels, const float *in, size_t in_line, const float *panel, float *out, size_t out_line) {
    product_some_rows(rows, PANEL_VECTORS, channels, in, in_line, panel, out, out_line);
}
static __attribute__((noinline)) void product_narrow(
        int rows, int channels, const float *in, size_t in_line, const float *panel, float *out, size_t out_line) {
    product_some_rows(rows, 1, channels, in, in_line, panel, out, out_line);
}

/// The product of `rows` tiles of one position with one panel of weights, which is `width` wide:
/// `out[line][row][LINE] = sum over k < channels of in[k / LINE][row][k % LINE] * panel[k][width]`. `in_line` and `out_line` are
/// the distances between lines. The rows are cut into almost equal parts: sums of few rows would wait for each other.
static void panel_product(
        int rows, int channels, const float *in, size_t in_line, const float *panel, int width, float *out, size_t out_line) {
    for (int parts = over(rows, PRODUCT_ROWS); parts > 0; parts--) {
        int count = over(rows, parts);
        if (width == PANEL)
            product_wide(count, channels, in, in_line, panel, out, out_line);
        else
            product_narrow(count, channels, in, in_line, panel, out, out_line);
        rows -= count;
        in += count * LINE;
        out += count * LINE;
    }
}
