#include "CPixels.h"
#include "levels.h"
#include <string.h>

LEVELS void cpixels_line(double *row, size_t count, double start, double step, double offset) {
    for (size_t i = 0; i < count; i++) row[i] = start + (double)(int32_t)i * step + offset;
}

LEVELS void cpixels_line_single(float *row, size_t count, float start, float step, float offset) {
    for (size_t i = 0; i < count; i++) row[i] = start + (float)(int32_t)i * step + offset;
}

LEVELS void cpixels_clamp(double *row, size_t count, double low, double high) {
    for (size_t i = 0; i < count; i++) {
        double value = row[i] > low ? row[i] : low;
        row[i] = value < high ? value : high;
    }
}

LEVELS void cpixels_clamp_single(float *row, size_t count, float low, float high) {
    for (size_t i = 0; i < count; i++) {
        float value = row[i] > low ? row[i] : low;
        row[i] = value < high ? value : high;
    }
}

LEVELS bool cpixels_inside(const double *row, size_t count, double last) {
    int outside = 0;
    for (size_t i = 0; i < count; i++) outside |= !(row[i] >= 0) | !(row[i] <= last);
    return !outside;
}

/// A value, or where it is mapped if it is outside; 0 where that leads nowhere.
INLINE double kept(double value, double mapped, double extent) {
    mapped = mapped >= -1 ? mapped : 0;
    mapped = mapped <= extent ? mapped : 0;
    return value >= 0 && value <= extent - 1 ? value : extent > 1 ? mapped : 0;
}

LEVELS void cpixels_reflect(double *row, size_t count, double extent) {
    double period = 2 * extent;
    for (size_t i = 0; i < count; i++) {
        double value = row[i];
        double turns = __builtin_trunc(__builtin_fabs(value) / period);
        double low = value + period * (value < -period ? turns : 0);
        low = low < -extent ? low + period : (low > -1e-15 ? 1e-15 : -low) - 1;
        double high = value - period * turns;
        high = high >= extent ? period - high - 1 : high;
        row[i] = kept(value, value < 0 ? low : high, extent);
    }
}

LEVELS void cpixels_wrap(double *row, size_t count, double extent) {
    double period = extent - 1;
    for (size_t i = 0; i < count; i++) {
        double value = row[i];
        double turns = __builtin_trunc(__builtin_fabs(value) / period);
        row[i] = kept(value, value < 0 ? value + period * (turns + 1) : value - period * turns, extent);
    }
}

/// A value, or where it is mapped if it is outside, cut to what is inside; 0 for what is no number.
INLINE float kept_single(float value, float mapped, float last) {
    mapped = mapped > 0 ? mapped : 0;
    mapped = mapped < last ? mapped : last;
    return value >= 0 && value <= last ? value : mapped;
}

LEVELS void cpixels_reflect_single(float *row, size_t count, float extent) {
    float period = 2 * extent;
    for (size_t i = 0; i < count; i++) {
        float value = row[i];
        float turns = __builtin_truncf(__builtin_fabsf(value) / period);
        float low = value + period * turns;
        low = low < -extent ? low + period : -low - 1;
        float high = value - period * turns;
        high = high >= extent ? period - high - 1 : high;
        row[i] = kept_single(value, value < 0 ? low : high, extent - 1);
    }
}

LEVELS void cpixels_wrap_single(float *row, size_t count, float extent) {
    float last = extent - 1;
    for (size_t i = 0; i < count; i++) {
        float value = row[i];
        float turns = __builtin_truncf(__builtin_fabsf(value) / last);
        row[i] = kept_single(value, value < 0 ? value + extent * (turns + 1) : value - extent * turns, last);
    }
}

// A block of columns goes through three loops: places and weights (arithmetic), the four neighbours of each place (copies of pairs,
// which beats gathering), and their mixture (arithmetic again).
enum { BLOCK = 128 };

/// The neighbours of a block: pairs of the upper row, then pairs of the lower.
typedef struct {
    float upper[2 * BLOCK], lower[2 * BLOCK];
} neighbours;

INLINE void collect(neighbours *found, const float *source, ptrdiff_t row, const int32_t *places, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const float *place = source + places[i];
        memcpy(found->upper + 2 * i, place, 2 * sizeof(float));
        memcpy(found->lower + 2 * i, place + row, 2 * sizeof(float));
    }
}

LEVELS void cpixels_sample(
    const cpixels_planes *planes, const double *restrict y, const double *restrict x, size_t count) {
    int32_t places[BLOCK];
    double above[BLOCK], left[BLOCK];
    neighbours found;
    int32_t stride = (int32_t)planes->source_row;
    for (size_t start = 0; start < count; start += BLOCK) {
        size_t block = count - start < BLOCK ? count - start : BLOCK;
        for (size_t i = 0; i < block; i++) {
            double row = y[start + i], column = x[start + i];
            int32_t first = row < 0 ? -1 : (int32_t)row;
            int32_t second = column < 0 ? -1 : (int32_t)column;
            above[i] = 1 - (row - (double)first);
            left[i] = 1 - (column - (double)second);
            places[i] = first * stride + second;
        }
        for (size_t plane = 0; plane < planes->planes; plane++) {
            collect(&found, planes->source + (ptrdiff_t)plane * planes->source_plane, planes->source_row, places, block);
            float *target = planes->target + (ptrdiff_t)plane * planes->target_plane + start;
            for (size_t i = 0; i < block; i++) {
                double below = 1 - above[i], right = 1 - left[i];
                // The order of these products and sums is SciPy's.
                double sum = (double)found.upper[2 * i] * above[i] * left[i];
                sum += (double)found.upper[2 * i + 1] * above[i] * right;
                sum += (double)found.lower[2 * i] * below * left[i];
                sum += (double)found.lower[2 * i + 1] * below * right;
                target[i] = (float)sum;
            }
        }
    }
}

/// The largest whole number that is not above a value.
INLINE int32_t floored(float value) {
    int32_t whole = (int32_t)value;
    return whole - (value < (float)whole);
}

LEVELS void cpixels_sample_single(
    const cpixels_planes *planes, const float *restrict y, const float *restrict x, size_t count) {
    int32_t places[BLOCK];
    float above[BLOCK], below[BLOCK], left[BLOCK], right[BLOCK];
    neighbours found;
    int32_t stride = (int32_t)planes->source_row;
    for (size_t start = 0; start < count; start += BLOCK) {
        size_t block = count - start < BLOCK ? count - start : BLOCK;
        for (size_t i = 0; i < block; i++) {
            int32_t row = floored(y[start + i]), column = floored(x[start + i]);
            above[i] = (float)(row + 1) - y[start + i];
            below[i] = y[start + i] - (float)row;
            left[i] = (float)(column + 1) - x[start + i];
            right[i] = x[start + i] - (float)column;
            places[i] = row * stride + column;
        }
        for (size_t plane = 0; plane < planes->planes; plane++) {
            collect(&found, planes->source + (ptrdiff_t)plane * planes->source_plane, planes->source_row, places, block);
            float *target = planes->target + (ptrdiff_t)plane * planes->target_plane + start;
            for (size_t i = 0; i < block; i++) {
                float upper = left[i] * found.upper[2 * i] + right[i] * found.upper[2 * i + 1];
                float lower = left[i] * found.lower[2 * i] + right[i] * found.lower[2 * i + 1];
                target[i] = above[i] * upper + below[i] * lower;
            }
        }
    }
}
