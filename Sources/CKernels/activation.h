// Activation functions, forward and backward, on runs of values.

INLINE vec rectifier(const assay_activation *a, vec x) {
    const vec above = choose(x > splat(a->most), splat(a->most), x);
    return choose(x <= splat(a->threshold), splat(a->slope) * (x - splat(a->threshold)), above);
}
INLINE vec rectifier_slope(const assay_activation *a, vec v) {
    return choose(v <= splat(a->threshold), splat(a->slope), keep(v < splat(a->most), splat(1)));
}

INLINE vec exponential_unit(const assay_activation *a, vec x) {
    return splat(a->scale) * choose(x > splat(0), x, splat(a->alpha) * expm1_(x));
}
INLINE vec exponential_unit_slope(const assay_activation *a, vec y) {
    return choose(y < splat(0), fma_(splat(a->scale), splat(a->alpha), y), splat(a->scale));
}
INLINE vec exponential_unit_slope_by_argument(const assay_activation *a, vec x) {
    return splat(a->scale) * choose(x < splat(0), splat(a->alpha) * exp_(x), splat(1));
}

INLINE vec gelu(vec x) {
    vec power;
    return x * normal_(x, &power);
}
INLINE vec gelu_slope(vec x) {
    vec power;
    const vec share = normal_(x, &power);
    return fma_(x * splat(0.39894228040143268f), power, share);
}

INLINE vec silu(vec x) { return x * logistic(x); }
INLINE vec silu_slope(vec x) {
    const vec share = logistic(x);
    return share * fma_(x, splat(1) - share, splat(1));
}

INLINE vec clipped_line(vec x, vec slope) { return within(fma_(slope, x, splat(0.5f)), 0, 1); }
INLINE vec clipped_line_slope(const assay_activation *a, vec y) { return keep((y > splat(0)) & (y < splat(1)), splat(a->slope)); }

INLINE vec hard_silu(vec x) { return x * clipped_line(x, splat(1.0f / 6)); }
INLINE vec hard_silu_slope(vec x) {
    const vec sixth = splat(1.0f / 6);
    return clipped_line(x, sixth) + keep((x > splat(-3)) & (x < splat(3)), x * sixth);
}

INLINE vec softplus(vec x) {
    const vec rest = log1p_(exp_(-__builtin_elementwise_abs(x)));
    return choose(x < splat(0), rest, x + rest);
}

/// Runs `value`, an expression of x, over values.
#define ACTIVATE(value)                                                                                                          \
    do {                                                                                                                         \
        size_t i = begin;                                                                                                        \
        for (; i + BLOCK <= end; i += BLOCK) {                                                                                   \
            const vec x = load_any(from + i);                                                                                    \
            store_any(to + i, value);                                                                                            \
        }                                                                                                                        \
        if (i < end) {                                                                                                           \
            const vec x = load_some(from + i, (int)(end - i));                                                                   \
            store_some(to + i, value, (int)(end - i));                                                                           \
        }                                                                                                                        \
        return;                                                                                                                  \
    } while (0)

static void activate(const assay_activation *a, const float *from, float *to, size_t begin, size_t end) {
    switch (a->function) {
    case ASSAY_RECTIFIER: ACTIVATE(rectifier(a, x));
    case ASSAY_EXPONENTIAL_UNIT: ACTIVATE(exponential_unit(a, x));
    case ASSAY_GELU: ACTIVATE(gelu(x));
    case ASSAY_SILU: ACTIVATE(silu(x));
    case ASSAY_CLIPPED_LINE: ACTIVATE(clipped_line(x, splat(a->slope)));
    case ASSAY_HARD_SILU: ACTIVATE(hard_silu(x));
    case ASSAY_SIGMOID: ACTIVATE(logistic(x));
    case ASSAY_SOFTPLUS: ACTIVATE(softplus(x));
    case ASSAY_TANH: ACTIVATE(tanh_(x));
    }
}

/// Multiplies a gradient by `slope`, an expression of x, over values.
#define ACTIVATE_BACKWARD(slope)                                                                                                 \
    do {                                                                                                                         \
        size_t i = begin;                                                                                                        \
        for (; i + BLOCK <= end; i += BLOCK) {                                                                                   \
            const vec x = load_any(values + i);                                                                                  \
            store_any(gradient + i, load_any(gradient + i) * (slope));                                                           \
        }                                                                                                                        \
        if (i < end) {                                                                                                           \
            const int rest = (int)(end - i);                                                                                     \
            const vec x = load_some(values + i, rest);                                                                           \
            store_some(gradient + i, load_some(gradient + i, rest) * (slope), rest);                                             \
        }                                                                                                                        \
        return;                                                                                                                  \
    } while (0)

static void activate_backward(const assay_activation *a, const float *values, float *gradient, size_t begin, size_t end) {
    switch (a->function) {
    case ASSAY_RECTIFIER: ACTIVATE_BACKWARD(rectifier_slope(a, x));
    case ASSAY_EXPONENTIAL_UNIT:
        if (a->by_argument) ACTIVATE_BACKWARD(exponential_unit_slope_by_argument(a, x));
        ACTIVATE_BACKWARD(exponential_unit_slope(a, x));
    case ASSAY_GELU: ACTIVATE_BACKWARD(gelu_slope(x));
    case ASSAY_SILU: ACTIVATE_BACKWARD(silu_slope(x));
    case ASSAY_CLIPPED_LINE: ACTIVATE_BACKWARD(clipped_line_slope(a, x));
    case ASSAY_HARD_SILU: ACTIVATE_BACKWARD(hard_silu_slope(x));
    case ASSAY_SIGMOID: ACTIVATE_BACKWARD(x * (splat(1) - x));
    case ASSAY_SOFTPLUS: ACTIVATE_BACKWARD(-expm1_(-x));
    case ASSAY_TANH: ACTIVATE_BACKWARD(fnma_(x, x, splat(1)));
    }
}
