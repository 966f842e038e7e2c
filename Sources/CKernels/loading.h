// What is done to values on load: a normalization's scale and shift, and the limits that follow.

/// What follows scale and shift on load, for a block of channels.
typedef struct loading {
    vec scale, shift, least, most;
    int limits;
} loading;

INLINE loading loading_of(const assay_convolution *s, const float *scale, const float *shift, int block) {
    return (loading){
        .scale = load_channels(scale, block, s->in_channels, 1),
        .shift = load_channels(shift, block, s->in_channels, 0),
        .least = splat(s->limits ? 0 : -__builtin_inff()),
        .most = splat(s->limits == 6 ? 6 : __builtin_inff()),
        .limits = s->limits,
    };
}

/// The larger, and the smaller; y where one is not a number.
INLINE vec largest(vec x, vec y) { return x > y ? x : y; }
INLINE vec smallest(vec x, vec y) { return x < y ? x : y; }

INLINE vec loaded(const loading *l, vec x) {
    return smallest(l->most, largest(l->least, fma_(l->scale, x, l->shift)));
}
/// A gradient by what was loaded: by what was there before the limits.
INLINE vec unlimited(const loading *l, vec x, vec gradient) {
    if (!l->limits) return gradient;
    vec value = fma_(l->scale, x, l->shift);
    return keep((value > l->least) & (value < l->most), gradient);
}
