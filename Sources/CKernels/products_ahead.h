// Memory asked for ahead of its use, a line at a time among the products, which keep the arithmetic busy and the way to memory
// idle.

/// So many lines, so many times, `stride` values apart.
typedef struct ahead_range {
    const float *from;
    size_t lines, times, stride;
} ahead_range;

/// What is to be asked for, in its order, and how far it is done: not more than about `allowed` lines for now. `then` follows, or
/// null.
#define AHEAD_RANGES 5
typedef struct ahead {
    ahead_range ranges[AHEAD_RANGES];
    int range;
    size_t taken;
    ptrdiff_t allowed;
    struct ahead *then;
} ahead;

/// Takes `lines` lines or fewer of what is left; gives where they start, and `otherwise` where nothing is left.
INLINE const float *take_ahead(ahead *next, int lines, const float *otherwise) {
    for (; next; next = next->then)
        for (; next->allowed > 0 && next->range < AHEAD_RANGES; next->range++) {
            ahead_range *range = &next->ranges[next->range];
            for (; range->times > 0; range->times--, range->from += range->stride, next->taken = 0)
                if (next->taken < range->lines) {
                    const float *from = range->from + next->taken * LINE;
                    next->taken += (size_t)lines;
                    next->allowed -= lines;
                    return from;
                }
        }
    return otherwise;
}

/// All lines of it.
INLINE ptrdiff_t lines_ahead(const ahead *next) {
    size_t lines = 0;
    for (int i = 0; i < AHEAD_RANGES; i++) lines += next->ranges[i].lines * next->ranges[i].times;
    return (ptrdiff_t)lines;
}

/// Asks for about `lines` lines at once.
INLINE void fetch_ahead(ahead *next, int lines) {
    for (int line = 0; line < lines; line += 4) {
        const float *from = take_ahead(next, 4, 0);
        if (!from) return;
        for (int i = 0; i < 4; i++) fetch_line(from + i * LINE);
    }
}

/// Asks for a line of one of many streams that are followed together. Where a block fills a line the processor sees them itself.
INLINE void fetch_stream(const float *p) {
    if (BLOCK < LINE) fetch_line(p);
}
