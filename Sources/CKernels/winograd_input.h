// The transformation of a convolution's input: B^T d B of tiles of `limit(scale * x + shift)`, zeros outside the map. Forward passes and
// gradients of weights use it.

/// What is done on load.
enum { AS_IT_IS, SCALED, LIMITED };
INLINE vec load_input(const int how, const float *from, const loading *l) {
    vec d = load(from);
    if (how == LIMITED) return loaded(l, d);
    return how == SCALED ? fma_(l->scale, d, l->shift) : d;
}

/// Transforms one tile of a block of channels, whose rows are `row` values apart; `to` is its place in the first position.
INLINE void transform_input(
        const int tile, const int how, const float *from, size_t row, const loading *l, float *to, size_t position) {
    const int side = tile + 2;
    vec half[LONGEST][LONGEST];
#pragma clang loop unroll(disable)
    for (int j = 0; j < side; j++) {
        vec d[LONGEST], r[LONGEST];
        for (int i = 0; i < side; i++) d[i] = load_input(how, from + (size_t)i * row + j * BLOCK, l);
        input(tile, d, r);
        for (int i = 0; i < side; i++) half[i][j] = r[i];
    }
#pragma clang loop unroll(disable)
    for (int i = 0; i < side; i++, to += (size_t)side * position) {
        vec r[LONGEST];
        input(tile, half[i], r);
        for (int j = 0; j < side; j++) store(to + (size_t)j * position, r[j]);
    }
}

INLINE void part_input_columns(
        const int down, const int tile, const int how, int across, const float *from, size_t row, const loading *l,
        vec (*half)[LONGEST]) {
#pragma clang loop unroll(disable)
    for (int j = 0; j < across + 2; j++) {
        vec d[LONGEST], r[LONGEST];
        for (int i = 0; i < down + 2; i++) d[i] = load_input(how, from + (size_t)i * row + j * BLOCK, l);
        part_input(tile, down, d, r);
        for (int i = 0; i < down + 2; i++) half[i][j] = r[i];
    }
}
INLINE void part_input_rows(
        const int across, const int tile, int down, const vec (*half)[LONGEST], float *to, size_t position) {
#pragma clang loop unroll(disable)
    for (int i = 0; i < down + 2; i++) {
        vec r[LONGEST];
        float *row = to + (size_t)(shared(tile, down, i) * (tile + 2)) * position;
        part_input(tile, across, half[i], r);
        for (int j = 0; j < across + 2; j++) store(row + (size_t)shared(tile, across, j) * position, r[j]);
    }
}
/// transform_input for a tile of `down` by `across` outputs.
INLINE void transform_part_input(
        const int tile, const int how, int down, int across, const float *from, size_t row, const loading *l, float *to,
        size_t position) {
    vec half[LONGEST][LONGEST];
    BY_PART(tile, down, part_input_columns, tile, how, across, from, row, l, half);
    BY_PART(tile, across, part_input_rows, tile, down, (const vec(*)[LONGEST])half, to, position);
}

/// Copies a tile that reaches over the map's edge: made ready inside, zero outside. `top` and `left` are its corner in the map.
INLINE void copy_edge(
        const int tile, const int how, const assay_convolution *shape, const float *map, int top, int left, const loading *l,
        float *to) {
    const int side = tile + 2;
    for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++) {
            int row = top + i, column = left + j;
            vec d = splat(0);
            if (row >= 0 && row < shape->in_height && column >= 0 && column < shape->in_width)
                d = load_input(how, map + ((size_t)row * (size_t)shape->in_width + (size_t)column) * BLOCK, l);
            store(to + (i * side + j) * BLOCK, d);
        }
}

INLINE void transform_inputs_of_tile(
        const int tile, const int how, const assay_convolution *shape, const float *x, place at, int down, int across, int block,
        const loading *l, float *to, size_t position) {
    const int side = tile + 2;
    int is_part = down < tile || across < tile;
    int height = shape->in_height, width = shape->in_width;
    int top = at.row * tile - shape->pad_top, left = at.column * tile - shape->pad_left;
    const float *map = x + ((size_t)at.sample * (size_t)blocks_of(shape->in_channels) + (size_t)block) * (size_t)height
                    * (size_t)width * BLOCK;
    if (top >= 0 && left >= 0 && top + down + 2 <= height && left + across + 2 <= width) {
        const float *from = map + ((size_t)top * (size_t)width + (size_t)left) * BLOCK;
        if (is_part)
            transform_part_input(tile, how, down, across, from, (size_t)width * BLOCK, l, to, position);
        else
            transform_input(tile, how, from, (size_t)width * BLOCK, l, to, position);
    } else {
        float edge[LONGEST * LONGEST * BLOCK] __attribute__((aligned(64)));
        copy_edge(tile, how, shape, map, top, left, l, edge);
        if (is_part)
            transform_part_input(tile, AS_IT_IS, down, across, edge, (size_t)side * BLOCK, l, to, position);
        else
            transform_input(tile, AS_IT_IS, edge, (size_t)side * BLOCK, l, to, position);
    }
}

INLINE void transform_inputs_of_line(
        const int tile, const int how, const assay_convolution *shape, const float *x, const float *scale, const float *shift,
        const chunk *chunk, int line, float *to, size_t position) {
    int channels = shape->in_channels;
    loading loadings[LINE_VECTORS];
    for (int v = 0; v < LINE_VECTORS; v++) loadings[v] = loading_of(shape, scale, shift, line * LINE_VECTORS + v);
    walk w = walk_of(tile, chunk);
    for (int number = 0; number < chunk->count; number++, next_tile(tile, chunk, &w)) {
        int down = kind_down(tile, &chunk->grid, w.kind), across = kind_across(tile, &chunk->grid, w.kind);
        for (int v = 0; v < LINE_VECTORS; v++) {
            int block = line * LINE_VECTORS + v;
            float *slot = to + w.slot * LINE + v * BLOCK;
            if (block < blocks_of(channels))
                transform_inputs_of_tile(tile, how, shape, x, w.at, down, across, block, &loadings[v], slot, position);
            else
                for (int p = 0; p < (tile + 2) * (tile + 2); p++) store(slot + (size_t)p * position, splat(0));
        }
    }
}

/// Transforms the tiles of a chunk, in lines `line` to `line_end` - 1 of input channels, to `[position][line][tile][LINE]`, where
/// `position` is the distance between positions and `count` tiles that between lines.
INLINE void transform_inputs(
        const int tile, const assay_convolution *shape, const float *x, const float *scale, const float *shift,
        const chunk *chunk, int line, int line_end, float *to, size_t position) {
    for (; line < line_end; line++, to += (size_t)chunk->count * LINE)
        if (shape->limits)
            transform_inputs_of_line(tile, LIMITED, shape, x, scale, shift, chunk, line, to, position);
        else if (scale || shift)
            transform_inputs_of_line(tile, SCALED, shape, x, scale, shift, chunk, line, to, position);
        else
            transform_inputs_of_line(tile, AS_IT_IS, shape, x, scale, shift, chunk, line, to, position);
}
