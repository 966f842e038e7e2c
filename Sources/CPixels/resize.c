#include "CPixels.h"
#include "levels.h"
#include <string.h>

/// A sum in fixed point, its rounding half included, as a sample.
INLINE uint8_t sample(int32_t sum, int precision) {
    sum >>= precision;
    return (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
}

LEVELS void cpixels_resize_columns_grey(
    const uint8_t *restrict source, uint8_t *restrict target, size_t width, const int32_t *restrict starts,
    const int32_t *restrict counts, const int32_t *restrict coefficients, size_t taps, int precision) {
    for (size_t column = 0; column < width; column++) {
        const uint8_t *from = source + starts[column];
        const int32_t *weights = coefficients + column * taps;
        size_t count = (size_t)counts[column];
        // Sums wrap as 32-bit numbers do.
        uint32_t sum = (uint32_t)1 << (precision - 1);
        for (size_t tap = 0; tap < count; tap++) sum += (uint32_t)from[tap] * (uint32_t)weights[tap];
        target[column] = sample((int32_t)sum, precision);
    }
}

/// A pixel of three samples, and one lane to spare.
typedef uint8_t quad __attribute__((vector_size(4)));
typedef uint32_t wide_quad __attribute__((vector_size(16)));

LEVELS void cpixels_resize_columns_colour(
    const uint8_t *restrict source, uint8_t *restrict target, size_t width, const int32_t *restrict starts,
    const int32_t *restrict counts, const int32_t *restrict coefficients, size_t taps, int precision) {
    for (size_t column = 0; column < width; column++) {
        const uint8_t *from = source + 3 * (size_t)starts[column];
        const int32_t *weights = coefficients + column * taps;
        size_t last = (size_t)counts[column] - 1;
        wide_quad sums = (wide_quad){0} + ((uint32_t)1 << (precision - 1));
        for (size_t tap = 0; tap < last; tap++) {
            quad pixel;
            memcpy(&pixel, from + 3 * tap, 4);
            sums += __builtin_convertvector(pixel, wide_quad) * (uint32_t)weights[tap];
        }
        // The last pixel of an image has no byte after it.
        for (size_t channel = 0; channel < 3; channel++) {
            uint32_t sum = sums[channel] + (uint32_t)from[3 * last + channel] * (uint32_t)weights[last];
            target[3 * column + channel] = sample((int32_t)sum, precision);
        }
    }
}

LEVELS void cpixels_resize_rows(
    const uint8_t *restrict source, size_t stride, uint8_t *restrict target, int32_t *restrict sums, size_t width, size_t count,
    const int32_t *restrict coefficients, int precision) {
    for (size_t i = 0; i < width; i++) sums[i] = (int32_t)1 << (precision - 1);
    for (size_t tap = 0; tap < count; tap++, source += stride) {
        uint32_t weight = (uint32_t)coefficients[tap];
        for (size_t i = 0; i < width; i++) sums[i] = (int32_t)((uint32_t)sums[i] + (uint32_t)source[i] * weight);
    }
    for (size_t i = 0; i < width; i++) target[i] = sample(sums[i], precision);
}
