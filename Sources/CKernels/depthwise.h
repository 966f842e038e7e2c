// What the passes of depthwise convolutions share. They read and write much and compute little: a block of channels of a sample at
// a time, row by row, each row read and made ready once.

enum {
    /// The most rows of a window.
    DEPTH_ROWS = 16,
};

/// The window of a block of channels, `[row][column][BLOCK]`, and what is fused to the input.
typedef struct depth_input {
    loading loading;
    const float *map;
    /// Columns of a row with those of zeros.
    int columns;
} depth_input;

INLINE int depth_taps(const assay_convolution *s) { return s->kernel_height * s->kernel_width; }
/// Columns of the input that a row of the output sees.
INLINE int depth_columns(const assay_convolution *s) { return (s->out_width - 1) * s->stride_width + s->kernel_width; }

INLINE depth_input depth_input_of(
        const assay_convolution *s, const float *x, const float *scale, const float *shift, int sample, int block) {
    return (depth_input){
        .loading = loading_of(s, scale, shift, block),
        .map = x + point_input(s, sample, block),
        .columns = depth_columns(s),
    };
}

/// Row `row` of the padded input as the window sees it.
static void depth_load_row(const assay_convolution *s, const depth_input *in, int row, float *to) {
    row -= s->pad_top;
    const int begin = smaller(in->columns, s->pad_left), end = smaller(in->columns, s->pad_left + s->in_width);
    if (row < 0 || row >= s->in_height) {
        memset(to, 0, (size_t)in->columns * BLOCK * sizeof *to);
        return;
    }
    const float *from = in->map + ((ptrdiff_t)row * s->in_width - s->pad_left) * BLOCK;
    for (int i = 0; i < begin; i++) store(to + i * BLOCK, splat(0));
    for (int i = begin; i < end; i++) store(to + i * BLOCK, loaded(&in->loading, load(from + i * BLOCK)));
    for (int i = end; i < in->columns; i++) store(to + i * BLOCK, splat(0));
}

/// A block's window from Keras's weights.
INLINE void depth_load_window(const assay_convolution *s, const float *weights, int block, float *window) {
    for (int tap = 0; tap < depth_taps(s); tap++)
        store(window + tap * BLOCK, load_channels(weights + (size_t)tap * s->in_channels, block, s->in_channels, 0));
}

/// Calls `name(rows, columns, stride, ...)` with constants for the usual windows; 0 stands for what is not constant.
#define BY_WINDOW(s, name, ...)                                                                                       \
    do {                                                                                                              \
        const int rows_ = (s)->kernel_height, columns_ = (s)->kernel_width, stride_ = (s)->stride_width;              \
        if (rows_ == 3 && columns_ == 3 && stride_ == 1) name(3, 3, 1, __VA_ARGS__);                                  \
        else if (rows_ == 3 && columns_ == 3 && stride_ == 2) name(3, 3, 2, __VA_ARGS__);                             \
        else if (rows_ == 5 && columns_ == 5 && stride_ == 1) name(5, 5, 1, __VA_ARGS__);                             \
        else if (rows_ == 5 && columns_ == 5 && stride_ == 2) name(5, 5, 2, __VA_ARGS__);                             \
        else name(rows_, columns_, stride_, __VA_ARGS__);                                                             \
    } while (0)
