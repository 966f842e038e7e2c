// What the passes of convolutions of 1x1 share. They are products of matrices whose rows are the output's pixels; with strides,
// of the pixels that they see.

/// Rows in units: bands of a map, or where maps are small some samples together.
typedef struct point_rows {
    /// Pixels of an output's map.
    int pixels;
    /// Samples of a unit; where it is one, the bands of a map and the rows of each but the last.
    int joined, bands, band;
} point_rows;

/// `most` is how many rows a unit should have at most, if a sample has not more.
static point_rows point_rows_of(const assay_convolution *s, int most) {
    point_rows r = {.pixels = s->out_height * s->out_width, .joined = 1, .bands = 1};
    if (r.pixels > 0 && 2 * r.pixels <= most)
        r.joined = most / r.pixels;
    else
        r.bands = over(r.pixels, most);
    r.band = r.bands > 0 ? over(r.pixels, r.bands) : 0;
    return r;
}

/// A unit: `rows` rows from `first` on of each of some samples.
typedef struct point_unit {
    int sample, samples, first, rows;
} point_unit;

/// Units of the samples `begin` to `end` - 1.
INLINE int point_units(const point_rows *r, int begin, int end) { return over(end - begin, r->joined) * r->bands; }
INLINE point_unit point_unit_of(const point_rows *r, int begin, int end, int number) {
    int sample = begin + number / r->bands * r->joined, first = number % r->bands * r->band;
    return (point_unit){sample, smaller(r->joined, end - sample), first, smaller(r->band, r->pixels - first)};
}

/// Values between blocks of a copy of a unit's rows: an odd number of lines, or blocks would fall into the same sets of the cache.
INLINE size_t point_stride(int rows) { return (size_t)(rows | 1) * BLOCK; }
/// The rows of the largest unit.
INLINE int point_most_rows(const point_rows *r) { return r->joined * r->band; }

/// The blocks of a part of `channels` channels, of parts of almost equal size.
INLINE int point_part(int channels, int most) {
    int blocks = blocks_of(channels);
    return over(blocks, larger(1, over(blocks, most / BLOCK)));
}

/// The pixel of the input that a pixel of the output sees.
INLINE size_t point_seen(const assay_convolution *s, int pixel) {
    return (size_t)(pixel / s->out_width * s->stride_height) * s->in_width + pixel % s->out_width * s->stride_width;
}
INLINE int point_strides(const assay_convolution *s) { return s->stride_height > 1 || s->stride_width > 1; }

/// Where a block of channels of a sample's input begins.
INLINE size_t point_input(const assay_convolution *s, int sample, int block) {
    return ((size_t)sample * blocks_of(s->in_channels) + block) * s->in_height * s->in_width * BLOCK;
}

/// Copies some blocks of a unit's inputs as the product reads them, `[block][row][BLOCK]`.
static void point_copy_inputs(
        const assay_convolution *s, const float *x, const float *scale, const float *shift, const point_unit *unit, int block,
        int blocks, float *copy) {
    const size_t stride = point_stride(unit->samples * unit->rows);
    const int strides = point_strides(s), plain = !scale && !shift && !s->limits;
    for (int end = block + blocks; block < end; block++, copy += stride) {
        const loading l = loading_of(s, scale, shift, block);
        float *to = copy;
        for (int sample = unit->sample; sample < unit->sample + unit->samples; sample++, to += (size_t)unit->rows * BLOCK) {
            const float *from = x + point_input(s, sample, block);
            if (strides)
                for (int row = 0; row < unit->rows; row++)
                    store(to + row * BLOCK, loaded(&l, load(from + point_seen(s, unit->first + row) * BLOCK)));
            else if (plain)
                memcpy(to, from + (size_t)unit->first * BLOCK, (size_t)unit->rows * BLOCK * sizeof *to);
            else {
                from += (size_t)unit->first * BLOCK;
                for (int row = 0; row < unit->rows; row++) store(to + row * BLOCK, loaded(&l, load(from + row * BLOCK)));
            }
        }
    }
}
