#include "CPixels.h"
#include "levels.h"

/// A sum in fixed point, its rounding half included, as a sample.
INLINE uint8_t sample(int32_t sum, int precision) {
    sum >>= precision;
    return (uint8_t)(sum < 0 ? 0 : sum > 255 ? 255 : sum);
}

/// The number of channels is a constant where this is inlined. Sums wrap as 32-bit numbers do.
INLINE void columns(
    const uint8_t *restrict source, uint8_t *restrict target, size_t width, size_t channels, const int32_t *restrict starts,
    const int32_t *restrict counts, const int32_t *restrict coefficients, size_t taps, int precision) {
    for (size_t column = 0; column < width; column++) {
        const uint8_t *from = source + (size_t)starts[column] * channels;
        const int32_t *weights = coefficients + column * taps;
        size_t count = (size_t)counts[column];
        for (size_t channel = 0; channel < channels; channel++) {
            uint32_t sum = (uint32_t)1 << (precision - 1);
            for (size_t tap = 0; tap < count; tap++) sum += (uint32_t)from[tap * channels + channel] * (uint32_t)weights[tap];
            target[column * channels + channel] = sample((int32_t)sum, precision);
        }
    }
}

LEVELS void cpixels_resize_columns(
    const uint8_t *source, uint8_t *target, size_t width, size_t channels, const int32_t *starts, const int32_t *counts,
    const int32_t *coefficients, size_t taps, int precision) {
    if (channels == 1) {
        columns(source, target, width, 1, starts, counts, coefficients, taps, precision);
    } else {
        columns(source, target, width, 3, starts, counts, coefficients, taps, precision);
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
