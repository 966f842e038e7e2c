// What both passes of the first layer share: a sample is worked on in bands of pairs of rows, from a copy of its input that has
// the padding around it and room for the last step's columns, so that no loop knows of edges.

/// Columns that one step of the forward pass computes, in two rows; with what it keeps in registers.
#if defined(KERNELS_PORTABLE) && !defined(__aarch64__)
#define FIRST_COLUMNS 2
#else
#define FIRST_COLUMNS 6
#endif

/// How a sample is cut; a function of the shape alone.
typedef struct first_band {
    /// Pairs of rows in a sample and in a band, and bands in a sample. The last band may have fewer.
    int sample_pairs, pairs, bands;
    /// Columns of outputs that are computed, and columns of the copy.
    int columns, width;
    /// Rows of the copy: two more than the band has.
    int rows;
} first_band;

static first_band first_band_of(const assay_convolution *s) {
    // Enough rows that the two of overlap and the packed weights cost little, and the copy stays in the second cache.
    enum { VALUES = 1 << 14 };
    first_band b;
    b.sample_pairs = s->pools ? s->out_height / 2 : over(s->out_height, 2);
    b.columns = s->pools ? s->out_width / 2 * 2 : s->out_width;
    b.width = over(b.columns, FIRST_COLUMNS) * FIRST_COLUMNS + 2;
    int most = larger(1, VALUES / (2 * b.width * s->in_channels));
    b.bands = over(b.sample_pairs, most);
    b.pairs = b.bands > 0 ? over(b.sample_pairs, b.bands) : 0;
    b.rows = 2 * b.pairs + 2;
    return b;
}

/// The pairs of rows of one band.
INLINE int first_band_pairs(const first_band *b, int band) { return smaller(b->pairs, b->sample_pairs - band * b->pairs); }

/// The values of one copy, a multiple of a line.
INLINE size_t first_band_count(const assay_convolution *s, const first_band *b) {
    return ((size_t)b->rows * b->width * s->in_channels + LINE - 1) / LINE * LINE;
}

/// Copies the input rows of a band, scaled and shifted, `[row][width][channels]`.
static void first_copy_band(
        const assay_convolution *s, const first_band *b, const float *sample, const float *scale, const float *shift, int band,
        float *copy) {
    const int channels = s->in_channels, left = smaller(s->pad_left, b->width);
    const size_t row_count = (size_t)b->width * channels;
    const size_t before = (size_t)left * channels, inside = (size_t)smaller(s->in_width, b->width - left) * channels;
    for (int row = 0; row < b->rows; row++, copy += row_count) {
        int from = band * b->pairs * 2 + row - s->pad_top;
        if (from < 0 || from >= s->in_height) {
            memset(copy, 0, row_count * sizeof *copy);
            continue;
        }
        const float *source = sample + (size_t)from * s->in_width * channels;
        float *inner = copy + before;
        memset(copy, 0, before * sizeof *copy);
        memcpy(inner, source, inside * sizeof *copy);
        memset(inner + inside, 0, (row_count - before - inside) * sizeof *copy);
        for (int c = 0; scale && c < channels; c++)
            for (size_t i = c; i < inside; i += channels) inner[i] = inner[i] * scale[c] + shift[c];
    }
}
