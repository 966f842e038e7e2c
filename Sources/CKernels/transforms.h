// The one-dimensional transforms of Winograd's convolutions F(2, 3), F(4, 3) and F(6, 3) (Lavin and Gray, arXiv:1509.09308; the
// interpolation points are 0, 1, -1, infinity; then 2, -2; then 1/2, -1/2, scaled by 32 so that all factors of `gather` are
// whole).
//
// For tiles of N outputs, T = N + 2 inputs and three weights:
//   input_N    T -> T   B^T, samples into the products' space
//   weights_N  3 -> T   G
//   gather_N   T -> N   A^T, products into outputs
// and their transposes, of which backward passes are made:
//   input_adjoint_N    T -> T   B
//   weights_adjoint_N  T -> 3   G^T
//   spread_N           N -> T   A
// A tile is transformed along its columns, then along its rows.

INLINE void input_2(const vec *d, vec *r) {
    r[0] = d[0] - d[2];
    r[1] = d[1] + d[2];
    r[2] = d[2] - d[1];
    r[3] = d[1] - d[3];
}

INLINE void input_adjoint_2(const vec *r, vec *d) {
    d[0] = r[0];
    d[1] = r[1] - r[2] + r[3];
    d[2] = r[1] + r[2] - r[0];
    d[3] = -r[3];
}

INLINE void weights_2(const vec *g, vec *u) {
    vec even = 0.5f * (g[0] + g[2]), odd = 0.5f * g[1];
    u[0] = g[0];
    u[1] = even + odd;
    u[2] = even - odd;
    u[3] = g[2];
}

INLINE void weights_adjoint_2(const vec *u, vec *g) {
    vec sum = 0.5f * (u[1] + u[2]);
    g[0] = u[0] + sum;
    g[1] = 0.5f * (u[1] - u[2]);
    g[2] = u[3] + sum;
}

INLINE void gather_2(const vec *m, vec *y) {
    y[0] = m[0] + m[1] + m[2];
    y[1] = m[1] - m[2] - m[3];
}

INLINE void spread_2(const vec *y, vec *m) {
    m[0] = y[0];
    m[1] = y[0] + y[1];
    m[2] = y[0] - y[1];
    m[3] = -y[1];
}

INLINE void input_4(const vec *d, vec *r) {
    vec even1 = fnma_(splat(4), d[2], d[4]), odd1 = fnma_(splat(4), d[1], d[3]);
    vec even2 = d[4] - d[2], odd2 = 2 * (d[3] - d[1]);
    r[0] = fma_(splat(4), d[0], fnma_(splat(5), d[2], d[4]));
    r[1] = even1 + odd1;
    r[2] = even1 - odd1;
    r[3] = even2 + odd2;
    r[4] = even2 - odd2;
    r[5] = fma_(splat(4), d[1], fnma_(splat(5), d[3], d[5]));
}

INLINE void input_adjoint_4(const vec *r, vec *d) {
    vec sum1 = r[1] + r[2], difference1 = r[1] - r[2], sum2 = r[3] + r[4], difference2 = r[3] - r[4];
    d[0] = 4 * r[0];
    d[1] = fnma_(splat(4), difference1 - r[5], -2 * difference2);
    d[2] = fnma_(splat(4), sum1, fnma_(splat(5), r[0], -sum2));
    d[3] = fma_(splat(2), difference2, fnma_(splat(5), r[5], difference1));
    d[4] = r[0] + sum1 + sum2;
    d[5] = r[5];
}

INLINE void weights_4(const vec *g, vec *u) {
    vec even1 = (-1.0f / 6) * (g[0] + g[2]), odd1 = (-1.0f / 6) * g[1];
    vec even2 = fma_(splat(1.0f / 24), g[0], (1.0f / 6) * g[2]), odd2 = (1.0f / 12) * g[1];
    u[0] = 0.25f * g[0];
    u[1] = even1 + odd1;
    u[2] = even1 - odd1;
    u[3] = even2 + odd2;
    u[4] = even2 - odd2;
    u[5] = g[2];
}

INLINE void weights_adjoint_4(const vec *u, vec *g) {
    vec sum1 = u[1] + u[2], difference1 = u[1] - u[2], sum2 = u[3] + u[4], difference2 = u[3] - u[4];
    g[0] = fma_(splat(0.25f), u[0], fma_(splat(1.0f / 24), sum2, (-1.0f / 6) * sum1));
    g[1] = fma_(splat(1.0f / 12), difference2, (-1.0f / 6) * difference1);
    g[2] = fma_(splat(1.0f / 6), sum2 - sum1, u[5]);
}

INLINE void gather_4(const vec *m, vec *y) {
    vec sum1 = m[1] + m[2], difference1 = m[1] - m[2], sum2 = m[3] + m[4], difference2 = m[3] - m[4];
    y[0] = m[0] + sum1 + sum2;
    y[1] = fma_(splat(2), difference2, difference1);
    y[2] = fma_(splat(4), sum2, sum1);
    y[3] = fma_(splat(8), difference2, difference1) + m[5];
}

INLINE void spread_4(const vec *y, vec *m) {
    vec even1 = y[0] + y[2], odd1 = y[1] + y[3];
    vec even2 = fma_(splat(4), y[2], y[0]), odd2 = fma_(splat(8), y[3], 2 * y[1]);
    m[0] = y[0];
    m[1] = even1 + odd1;
    m[2] = even1 - odd1;
    m[3] = even2 + odd2;
    m[4] = even2 - odd2;
    m[5] = y[3];
}

INLINE void input_6(const vec *d, vec *r) {
    vec even1 = fnma_(splat(4.25f), d[4], d[2] + d[6]), odd1 = fnma_(splat(4.25f), d[3], d[1] + d[5]);
    vec even2 = fma_(splat(0.25f), d[2], fnma_(splat(1.25f), d[4], d[6]));
    vec odd2 = fma_(splat(0.5f), d[1], fnma_(splat(2.5f), d[3], 2 * d[5]));
    vec even3 = fma_(splat(4), d[2], fnma_(splat(5), d[4], d[6]));
    vec odd3 = fma_(splat(2), d[1], fnma_(splat(2.5f), d[3], 0.5f * d[5]));
    r[0] = fma_(splat(5.25f), d[4] - d[2], d[0] - d[6]);
    r[1] = even1 + odd1;
    r[2] = even1 - odd1;
    r[3] = even2 + odd2;
    r[4] = even2 - odd2;
    r[5] = even3 + odd3;
    r[6] = even3 - odd3;
    r[7] = fma_(splat(5.25f), d[3] - d[5], d[7] - d[1]);
}

INLINE void input_adjoint_6(const vec *r, vec *d) {
    vec sum1 = r[1] + r[2], sum2 = r[3] + r[4], sum3 = r[5] + r[6];
    vec difference1 = r[1] - r[2], difference2 = r[3] - r[4], difference3 = r[5] - r[6];
    d[0] = r[0];
    d[1] = fma_(splat(2), difference3, fma_(splat(0.5f), difference2, difference1 - r[7]));
    d[2] = fma_(splat(4), sum3, fma_(splat(0.25f), sum2, fnma_(splat(5.25f), r[0], sum1)));
    d[3] = fnma_(splat(2.5f), difference2 + difference3, fnma_(splat(4.25f), difference1, 5.25f * r[7]));
    d[4] = fnma_(splat(5), sum3, fnma_(splat(1.25f), sum2, fnma_(splat(4.25f), sum1, 5.25f * r[0])));
    d[5] = fma_(splat(0.5f), difference3, fma_(splat(2), difference2, fnma_(splat(5.25f), r[7], difference1)));
    d[6] = sum1 - r[0] + sum2 + sum3;
    d[7] = r[7];
}

INLINE void weights_6(const vec *g, vec *u) {
    vec even1 = (-2.0f / 9) * (g[0] + g[2]), odd1 = (-2.0f / 9) * g[1];
    vec even2 = fma_(splat(1.0f / 90), g[0], (2.0f / 45) * g[2]), odd2 = (1.0f / 45) * g[1];
    vec even3 = fma_(splat(1.0f / 45), g[0], (1.0f / 180) * g[2]), odd3 = (1.0f / 90) * g[1];
    u[0] = g[0];
    u[1] = even1 + odd1;
    u[2] = even1 - odd1;
    u[3] = even2 + odd2;
    u[4] = even2 - odd2;
    u[5] = even3 + odd3;
    u[6] = even3 - odd3;
    u[7] = g[2];
}

INLINE void weights_adjoint_6(const vec *u, vec *g) {
    vec sum1 = u[1] + u[2], sum2 = u[3] + u[4], sum3 = u[5] + u[6];
    vec difference1 = u[1] - u[2], difference2 = u[3] - u[4], difference3 = u[5] - u[6];
    g[0] = fma_(splat(1.0f / 45), sum3, fma_(splat(1.0f / 90), sum2, fnma_(splat(2.0f / 9), sum1, u[0])));
    g[1] = fma_(splat(1.0f / 90), difference3, fma_(splat(1.0f / 45), difference2, (-2.0f / 9) * difference1));
    g[2] = fma_(splat(1.0f / 180), sum3, fma_(splat(2.0f / 45), sum2, fnma_(splat(2.0f / 9), sum1, u[7])));
}

INLINE void gather_6(const vec *m, vec *y) {
    vec sum1 = m[1] + m[2], sum2 = m[3] + m[4], sum3 = m[5] + m[6];
    vec difference1 = m[1] - m[2], difference2 = m[3] - m[4], difference3 = m[5] - m[6];
    y[0] = m[0] + sum1 + fma_(splat(32), sum3, sum2);
    y[1] = fma_(splat(16), difference3, fma_(splat(2), difference2, difference1));
    y[2] = fma_(splat(8), sum3, fma_(splat(4), sum2, sum1));
    y[3] = fma_(splat(4), difference3, fma_(splat(8), difference2, difference1));
    y[4] = fma_(splat(2), sum3, fma_(splat(16), sum2, sum1));
    y[5] = m[7] + difference1 + fma_(splat(32), difference2, difference3);
}

INLINE void spread_6(const vec *y, vec *m) {
    vec even1 = y[0] + y[2] + y[4], odd1 = y[1] + y[3] + y[5];
    vec even2 = fma_(splat(16), y[4], fma_(splat(4), y[2], y[0]));
    vec odd2 = fma_(splat(32), y[5], fma_(splat(8), y[3], 2 * y[1]));
    vec even3 = fma_(splat(32), y[0], fma_(splat(8), y[2], 2 * y[4]));
    vec odd3 = fma_(splat(16), y[1], fma_(splat(4), y[3], y[5]));
    m[0] = y[0];
    m[1] = even1 + odd1;
    m[2] = even1 - odd1;
    m[3] = even2 + odd2;
    m[4] = even2 - odd2;
    m[5] = even3 + odd3;
    m[6] = even3 - odd3;
    m[7] = y[5];
}
