// Elementary functions on vectors, to a few units in the last place; not a number stays none.

INLINE vec smaller_of(vec a, vec b) { return choose(a < b, a, b); }
/// The larger; b where a is no number.
INLINE vec larger_of(vec a, vec b) { return choose(a > b, a, b); }
INLINE vec within(vec x, float least, float most) {
    x = choose(x < splat(least), splat(least), x);
    return choose(x > splat(most), splat(most), x);
}

/// 2^n - 1 times 2^-n, and what of exp(x) - 1 is left of it: exp(x) - 1 = power * rest + (power - 1), with x = n log 2 + r and rest
/// = exp(r) - 1.
typedef struct exponential { vec power, rest; } exponential;

/// For x up to 88, beyond which it stays what it is there; below -87 it is nearly 0.
INLINE exponential exponential_of(vec x) {
    x = within(x, -87.0f, 88.0f);
    // Added to 1.5 x 2^23 a number is rounded to a whole one, which is then in the low bits.
    const vec shifted = fma_(x, splat(1.44269504088896341f), splat(12582912.0f));
    const vec n = shifted - splat(12582912.0f);
    // log 2 in two pieces, the first with few digits, so that its product with n is exact.
    vec r = fnma_(n, splat(0.693359375f), x);
    r = fnma_(n, splat(-2.12194440e-4f), r);
    // (exp(r) - 1 - r) / r^2 for |r| <= log(2) / 2 (Cephes, expf).
    vec p = splat(1.9875691500e-4f);
    p = fma_(p, r, splat(1.3981999507e-3f));
    p = fma_(p, r, splat(8.3334519073e-3f));
    p = fma_(p, r, splat(4.1665795894e-2f));
    p = fma_(p, r, splat(1.6666665459e-1f));
    p = fma_(p, r, splat(5.0000001201e-1f));
    exponential result;
    result.rest = fma_(p * r, r, r);
    result.power = (vec)((((ivec)shifted) << 23) + (127 << 23));
    return result;
}

INLINE vec exp_(vec x) {
    const exponential e = exponential_of(x);
    return fma_(e.power, e.rest, e.power);
}

/// exp(x) - 1, exact near 0 too.
INLINE vec expm1_(vec x) {
    const exponential e = exponential_of(x);
    return fma_(e.power, e.rest, e.power - splat(1));
}

/// 1 / (1 + exp(-x)).
INLINE vec logistic(vec x) { return splat(1) / (splat(1) + exp_(-x)); }

/// tanh(x), by exp(-2 |x|) - 1, which never overflows.
INLINE vec tanh_(vec x) {
    const vec t = expm1_(splat(-2) * __builtin_elementwise_abs(x));
    const vec y = -t / (t + splat(2));
    return choose(x < splat(0), -y, y);
}

/// log(1 + u) for u from 0 to 1: 2 artanh(u / (2 + u)).
INLINE vec log1p_(vec u) {
    const vec s = u / (splat(2) + u), q = s * s;
    vec p = splat(2.0f / 15);
    p = fma_(p, q, splat(2.0f / 13));
    p = fma_(p, q, splat(2.0f / 11));
    p = fma_(p, q, splat(2.0f / 9));
    p = fma_(p, q, splat(2.0f / 7));
    p = fma_(p, q, splat(2.0f / 5));
    p = fma_(p, q, splat(2.0f / 3));
    return fma_(p * q, s, splat(2) * s);
}

/// The normal distribution's Phi(x), and exp(-x^2 / 2), from which its density comes (Abramowitz and Stegun 7.1.26: 1.5e-7).
INLINE vec normal_(vec x, vec *power) {
    const vec z = __builtin_elementwise_abs(x) * splat(0.70710678118654752f);
    *power = exp_(-z * z);
    const vec t = splat(1) / fma_(splat(0.3275911f), z, splat(1));
    vec p = splat(1.061405429f);
    p = fma_(p, t, splat(-1.453152027f));
    p = fma_(p, t, splat(1.421413741f));
    p = fma_(p, t, splat(-0.284496736f));
    p = fma_(p, t, splat(0.254829592f));
    // Half of erfc: what lies beyond |x|.
    const vec tail = splat(0.5f) * p * t * *power;
    return choose(x < splat(0), tail, splat(1) - tail);
}
