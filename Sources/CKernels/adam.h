// The update of Adam. No product is joined with a sum into one rounding, so that the bytes are the same on every instruction set.

/// One vector of values with what belongs to it, in place.
INLINE void adam_step(const assay_adam *a, vec *value, vec gradient, vec *first, vec *second) {
#pragma clang fp contract(off)
    *first += (gradient - *first) * a->share1;
    *second += (gradient * gradient - *second) * a->share2;
    *value -= a->scale * *first / (__builtin_elementwise_sqrt(*second) + a->epsilon);
}

static void adam(const assay_adam *a, size_t begin, size_t end) {
    size_t i = begin;
    for (; i + BLOCK <= end; i += BLOCK) {
        vec value = load_any(a->values + i), first = load_any(a->first + i), second = load_any(a->second + i);
        adam_step(a, &value, load_any(a->gradient + i), &first, &second);
        store_any(a->first + i, first);
        store_any(a->second + i, second);
        store_any(a->values + i, value);
    }
    if (i == end) return;
    const int rest = (int)(end - i);
    vec value = load_some(a->values + i, rest), first = load_some(a->first + i, rest), second = load_some(a->second + i, rest);
    adam_step(a, &value, load_some(a->gradient + i, rest), &first, &second);
    store_some(a->first + i, first, rest);
    store_some(a->second + i, second, rest);
    store_some(a->values + i, value, rest);
}
