// The transformation of a convolution's input: B^T d B of tiles of `scale * x + shift`, zeros outside the map. Forward passes and
// gradients of weights use it.

/// Transforms one tile of a block of channels, whose rows are `row` values apart; `to` is its place in the first position.
INLINE void transform_input(
        const int tile, const int scales, const float *from, size_t row, vec scale, vec shift, float *to, size_t position) {
    const int side = tile + 2;
    vec half[LONGEST][LONGEST];
#pragma clang loop unroll(disable)
    for (int j = 0; j < side; j++) {
        vec d[LONGEST], r[LONGEST];
        for (int i = 0; i < side; i++) {
            d[i] = load(from + (size_t)i * row + j * BLOCK);
            if (scales) d[i] = fma_(scale, d[i], shift);
        }
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

/// Copies a tile that reaches over the map's edge: scaled inside, zero outside. `top` and `left` are its corner in the map.
INLINE void copy_edge(
        const int tile, const int scales, const assay_convolution *shape, const float *map, int top, int left, vec scale,
        vec shift, float *to) {
    const int side = tile + 2;
    for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++) {
            int row = top + i, column = left + j;
            vec d = splat(0);
            if (row >= 0 && row < shape->in_height && column >= 0 && column < shape->in_width) {
                d = load(map + ((size_t)row * (size_t)shape->in_width + (size_t)column) * BLOCK);
                if (scales) d = fma_(scale, d, shift);
            }
            store(to + (i * side + j) * BLOCK, d);
        }
}

INLINE void transform_inputs_of_tile(
        const int tile, const int scales, const assay_convolution *shape, const float *x, place at, int block, vec scale,
        vec shift, float *to, size_t position) {
    const int side = tile + 2;
    int height = shape->in_height, width = shape->in_width;
    int top = at.row * tile - shape->pad_top, left = at.column * tile - shape->pad_left;
    const float *map = x + ((size_t)at.sample * (size_t)blocks_of(shape->in_channels) + (size_t)block) * (size_t)height
                    * (size_t)width * BLOCK;
    if (top >= 0 && left >= 0 && top + side <= height && left + side <= width) {
        const float *from = map + ((size_t)top * (size_t)width + (size_t)left) * BLOCK;
        transform_input(tile, scales, from, (size_t)width * BLOCK, scale, shift, to, position);
    } else {
        float edge[LONGEST * LONGEST * BLOCK] __attribute__((aligned(64)));
        copy_edge(tile, scales, shape, map, top, left, scale, shift, edge);
        transform_input(tile, 0, edge, (size_t)side * BLOCK, scale, shift, to, position);
    }
}

INLINE void transform_inputs_of_line(
        const int tile, const int scales, const assay_convolution *shape, const float *x, const float *scale, const float *shift,
        int first, int count, int line, float *to, size_t position) {
    int channels = shape->in_channels;
    vec scales_of[LINE_VECTORS], shifts_of[LINE_VECTORS];
    for (int v = 0; v < LINE_VECTORS; v++) {
        scales_of[v] = load_channels(scale, line * LINE_VECTORS + v, channels, 1);
        shifts_of[v] = load_channels(shift, line * LINE_VECTORS + v, channels, 0);
    }
    grid grid = grid_of(shape);
    place at = place_of(grid, first);
    for (int number = 0; number < count; number++, to += LINE, at = next_place(grid, at))
        for (int v = 0; v < LINE_VECTORS; v++) {
            int block = line * LINE_VECTORS + v;
            if (block < blocks_of(channels))
                transform_inputs_of_tile(
                        tile, scales, shape, x, at, block, scales_of[v], shifts_of[v], to + v * BLOCK, position);
            else
                for (int p = 0; p < (tile + 2) * (tile + 2); p++) store(to + (size_t)p * position + v * BLOCK, splat(0));
        }
}

/// Transforms `count` tiles from number `first` on, in lines `line` to `line_end` - 1 of input channels, to
/// `[position][line][tile][LINE]`, where `position` is the distance between positions and `count` tiles that between lines.
INLINE void transform_inputs(
        const int tile, const assay_convolution *shape, const float *x, const float *scale, const float *shift, int first,
        int count, int line, int line_end, float *to, size_t position) {
    for (; line < line_end; line++, to += (size_t)count * LINE)
        if (scale || shift)
            transform_inputs_of_line(tile, 1, shape, x, scale, shift, first, count, line, to, position);
        else
            transform_inputs_of_line(tile, 0, shape, x, scale, shift, first, count, line, to, position);
}
