#include "CPixels.h"
#include "levels.h"

LEVELS void cpixels_widen(const uint8_t *restrict from, float *restrict to, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = (float)from[i];
}

LEVELS void cpixels_widen_planes(
    const uint8_t *restrict from, float *restrict first, float *restrict second, float *restrict third, size_t count) {
    for (size_t i = 0; i < count; i++) {
        first[i] = (float)from[3 * i];
        second[i] = (float)from[3 * i + 1];
        third[i] = (float)from[3 * i + 2];
    }
}

LEVELS bool cpixels_is_grey(const uint8_t *pixels, size_t count) {
    while (count > 0) {
        // A piece at a time: most images that are not grey show it at once.
        size_t piece = count < 512 ? count : 512;
        uint8_t difference = 0;
        for (size_t i = 0; i < piece; i++) {
            difference |= (pixels[3 * i] ^ pixels[3 * i + 1]) | (pixels[3 * i] ^ pixels[3 * i + 2]);
        }
        if (difference != 0) return false;
        pixels += 3 * piece;
        count -= piece;
    }
    return true;
}

LEVELS void cpixels_first(const uint8_t *restrict from, uint8_t *restrict to, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = from[3 * i];
}

LEVELS void cpixels_scale(float *values, size_t count, float scale, float offset) {
    for (size_t i = 0; i < count; i++) values[i] = values[i] * scale + offset;
}

INLINE float clipped(float value, float low, float high) {
    value = value < high ? value : high;
    return value >= low ? value : low;
}

LEVELS void cpixels_shift(float *values, size_t count, float shift, float low, float high) {
    for (size_t i = 0; i < count; i++) values[i] = clipped(values[i] + shift, low, high);
}

LEVELS void cpixels_contrast(float *values, size_t count, float mean, float scale) {
    for (size_t i = 0; i < count; i++) values[i] = clipped((values[i] - mean) * scale + mean, 0, 255);
}

/// A value cut to a whole number within 0 ... 255; 0 where it is no number.
INLINE float whole(float value) {
    value = value > 0 ? value : 0;
    value = value < 255 ? value : 255;
    return (float)(int32_t)value;
}

LEVELS void cpixels_brighten(float *values, size_t count, float factor) {
    for (size_t i = 0; i < count; i++) values[i] = whole(factor * whole(values[i]));
}

LEVELS void cpixels_stretch(float *values, size_t count, float add, float divide, float factor) {
    for (size_t i = 0; i < count; i++) values[i] = whole(factor * whole((values[i] + add) / divide * 255));
}

LEVELS void cpixels_subtract(float *values, size_t count, float mean) {
    for (size_t i = 0; i < count; i++) values[i] -= mean;
}

LEVELS void cpixels_divide(float *values, size_t count, float divisor) {
    for (size_t i = 0; i < count; i++) values[i] /= divisor;
}

LEVELS void cpixels_mirror(float *plane, size_t height, size_t width) {
    for (size_t row = 0; row < height; row++, plane += width) {
        for (size_t i = 0; i < width / 2; i++) {
            float left = plane[i];
            plane[i] = plane[width - 1 - i];
            plane[width - 1 - i] = left;
        }
    }
}

LEVELS void cpixels_interleave(
    const float *restrict first, const float *restrict second, const float *restrict third, float *restrict to, size_t count) {
    for (size_t i = 0; i < count; i++) {
        to[3 * i] = first[i];
        to[3 * i + 1] = second[i];
        to[3 * i + 2] = third[i];
    }
}

/// Values that are compared side by side.
enum { LANES = 32 };

LEVELS void cpixels_extremes(const float *values, size_t count, float *smallest, float *largest) {
    float lows[LANES], highs[LANES];
    for (size_t lane = 0; lane < LANES; lane++) lows[lane] = highs[lane] = values[0];
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        for (size_t lane = 0; lane < LANES; lane++) {
            float value = values[i + lane];
            lows[lane] = value < lows[lane] ? value : lows[lane];
            highs[lane] = value > highs[lane] ? value : highs[lane];
        }
    }
    for (size_t lane = 0; i < count; i++, lane++) {
        lows[lane] = values[i] < lows[lane] ? values[i] : lows[lane];
        highs[lane] = values[i] > highs[lane] ? values[i] : highs[lane];
    }
    float low = lows[0], high = highs[0];
    for (size_t lane = 1; lane < LANES; lane++) {
        low = lows[lane] < low ? lows[lane] : low;
        high = highs[lane] > high ? highs[lane] : high;
    }
    *smallest = low;
    *largest = high;
}

enum { PARTS = 8 };

/// The parts of a sum in one fixed order, so that no level adds differently.
INLINE double joined(const double parts[PARTS]) {
    return ((parts[0] + parts[4]) + (parts[2] + parts[6])) + ((parts[1] + parts[5]) + (parts[3] + parts[7]));
}

LEVELS double cpixels_sum(const float *values, size_t count) {
    double parts[PARTS] = {0};
    size_t i = 0;
    for (; i + PARTS <= count; i += PARTS) {
        for (size_t part = 0; part < PARTS; part++) parts[part] += (double)values[i + part];
    }
    for (size_t part = 0; i < count; i++, part++) parts[part] += (double)values[i];
    return joined(parts);
}

LEVELS double cpixels_squares(const float *values, size_t count, double center) {
    double parts[PARTS] = {0};
    size_t i = 0;
    for (; i + PARTS <= count; i += PARTS) {
        for (size_t part = 0; part < PARTS; part++) {
            double distance = (double)values[i + part] - center;
            parts[part] += distance * distance;
        }
    }
    for (size_t part = 0; i < count; i++, part++) {
        double distance = (double)values[i] - center;
        parts[part] += distance * distance;
    }
    return joined(parts);
}
