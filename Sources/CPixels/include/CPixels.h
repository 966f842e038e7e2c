// Loops over pixels and samples, vectorised by the compiler: for x86-64 at three levels (AVX-512, AVX2, the base), of which the machine's
// is chosen as the program starts; for other processors at their base.
//
// Every one is a row of independent IEEE operations without fused products, so its results are the same bits at every level. Planes are
// the samples of one channel, row by row.
#ifndef CPIXELS_H
#define CPIXELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- 8-bit samples ---

/// Samples as floats.
void cpixels_widen(const uint8_t *from, float *to, size_t count);

/// `count` pixels of three interleaved samples as three planes of floats.
void cpixels_widen_planes(const uint8_t *from, float *first, float *second, float *third, size_t count);

/// Whether the three samples of each of `count` pixels are equal.
bool cpixels_is_grey(const uint8_t *pixels, size_t count);

/// The first sample of each of `count` pixels of three.
void cpixels_first(const uint8_t *from, uint8_t *to, size_t count);

/// One row of an image resized along its rows: target pixel i is the sum of `counts[i]` (at least 1) source pixels from `starts[i]` on,
/// times the coefficients from `i * taps` on, in fixed point with `precision` bits after the point, rounded and cut to 8 bits.
void cpixels_resize_columns_grey(
    const uint8_t *source, uint8_t *target, size_t width, const int32_t *starts, const int32_t *counts, const int32_t *coefficients,
    size_t taps, int precision);
/// The same for pixels of three interleaved samples.
void cpixels_resize_columns_colour(
    const uint8_t *source, uint8_t *target, size_t width, const int32_t *starts, const int32_t *counts, const int32_t *coefficients,
    size_t taps, int precision);

/// One row of an image resized along its columns: each target sample is the sum of `count` source samples, `stride` apart, times the
/// coefficients. `sums` has room for `width` numbers.
void cpixels_resize_rows(
    const uint8_t *source, size_t stride, uint8_t *target, int32_t *sums, size_t width, size_t count, const int32_t *coefficients,
    int precision);

// --- floats, in place ---

/// v x scale + offset.
void cpixels_scale(float *values, size_t count, float scale, float offset);

/// v + shift, clipped to low ... high.
void cpixels_shift(float *values, size_t count, float shift, float low, float high);

/// (v - mean) x scale + mean, clipped to 0 ... 255.
void cpixels_contrast(float *values, size_t count, float mean, float scale);

/// v cut to a whole number within 0 ... 255, times the factor, and cut again.
void cpixels_brighten(float *values, size_t count, float factor);

/// (v + add) / divide x 255, then as `cpixels_brighten`.
void cpixels_stretch(float *values, size_t count, float add, float divide, float factor);

/// v - mean.
void cpixels_subtract(float *values, size_t count, float mean);

/// v / divisor.
void cpixels_divide(float *values, size_t count, float divisor);

/// Mirrors each row of a plane.
void cpixels_mirror(float *plane, size_t height, size_t width);

// --- floats, over all ---

/// The smallest and the largest of at least one value.
void cpixels_extremes(const float *values, size_t count, float *smallest, float *largest);

/// The sum, in double precision, in eight parts.
double cpixels_sum(const float *values, size_t count);

/// The sum of (v - center)^2, in double precision, in eight parts.
double cpixels_squares(const float *values, size_t count, double center);

/// Three planes as interleaved samples; they may be one and the same.
void cpixels_interleave(const float *first, const float *second, const float *third, float *to, size_t count);

// --- resampling, a row at a time ---

/// A row of coordinates: start + i x step + offset, in this order.
void cpixels_line(double *row, size_t count, double start, double step, double offset);
/// The same in single precision.
void cpixels_line_single(float *row, size_t count, float start, float step, float offset);

/// Coordinates cut to low ... high; what is no number becomes low.
void cpixels_clamp(double *row, size_t count, double low, double high);
/// The same in single precision.
void cpixels_clamp_single(float *row, size_t count, float low, float high);

/// Whether all coordinates lie within 0 ... last.
bool cpixels_inside(const double *row, size_t count, double last);

/// Coordinates outside 0 ... extent - 1 to places within -1 ... extent, as SciPy's `map_coordinate` does for `reflect`; those that are too
/// large for that, and those that are no numbers, to 0.
void cpixels_reflect(double *row, size_t count, double extent);
/// The same for `wrap`.
void cpixels_wrap(double *row, size_t count, double extent);

/// Coordinates outside 0 ... extent - 1 to places within, as TensorFlow's projective transform does for `reflect`.
void cpixels_reflect_single(float *row, size_t count, float extent);
/// The same for `wrap`.
void cpixels_wrap_single(float *row, size_t count, float extent);

/// Planes to sample from and to.
typedef struct {
    /// Pixel (0, 0) of the first source plane; there are pixels around it wherever a coordinate leads.
    const float *source;
    /// Source samples from row to row, and from plane to plane.
    ptrdiff_t source_row, source_plane;
    /// The row of the first target plane, and target samples from plane to plane.
    float *target;
    ptrdiff_t target_plane;
    /// Planes.
    size_t planes;
} cpixels_planes;

/// A row of pixels sampled at (y, x) between the four around each, in the order and the double precision of SciPy's splines of order 1.
/// A coordinate in -1 ... 0 lies, as there, past pixel -1.
void cpixels_sample(const cpixels_planes *planes, const double *y, const double *x, size_t count);

/// The same in the order and the single precision of TensorFlow's bilinear projective transform.
void cpixels_sample_single(const cpixels_planes *planes, const float *y, const float *x, size_t count);

// --- where the loops' data comes from ---

/// The file of the library (or the program) that a function of this process comes from; NULL where there is none of the name.
const char *cpixels_library(const char *function);

#endif
