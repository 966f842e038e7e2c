// What a backward pass asks for while it multiplies: the operands of its next products, then what its next chunk of tiles will
// read.

/// The weights of a position in all panels but the last.
INLINE ahead_range weights_of_position(const assay_convolution_backward *pass, int position) {
    size_t stride = panel_stride(pass->shape.out_channels, PANEL), panels = (size_t)panels_of(pass->shape.in_channels);
    if (!pass->weights) return (ahead_range){0};
    return (ahead_range){
        pass->weights + (size_t)position * stride, stride / LINE, panels - 1, (size_t)positions_of(&pass->shape) * stride};
}

/// The same in the last panel, which may be narrow.
INLINE ahead_range last_weights_of_position(const assay_convolution_backward *pass, int position) {
    int in = pass->shape.in_channels, out = pass->shape.out_channels, last = panels_of(in) - 1;
    size_t stride = panel_stride(out, panel_width(in, last));
    if (!pass->weights) return (ahead_range){0};
    const float *panel = pass->weights + panel_offset(positions_of(&pass->shape), out, last);
    return (ahead_range){panel + (size_t)position * stride, stride / LINE, 1, 0};
}

/// About what tiles `from` to `to` read of a map: of one sample the rows, `step` for each row of tiles; of several all.
INLINE ahead_range rows_of_tiles(const float *map, int blocks, int height, int width, int step, place from, place to) {
    if (!map) return (ahead_range){0};
    size_t row = (size_t)width * BLOCK, block = (size_t)height * row, samples = (size_t)(to.sample - from.sample) + 1;
    int top = samples > 1 ? 0 : from.row * step, bottom = samples > 1 ? height : smaller((to.row + 1) * step, height);
    return (ahead_range){
        map + (size_t)from.sample * (size_t)blocks * block + (size_t)top * row, (size_t)(bottom - top) * row / LINE,
        samples * (size_t)blocks, block};
}

/// What the tiles `first` to `first + count - 1` read; nothing where there are none.
INLINE ahead ahead_of_tiles(const int tile, const assay_convolution_backward *pass, int first, int count) {
    const assay_convolution *shape = &pass->shape;
    if (count == 0) return (ahead){.then = 0};
    grid grid = grid_of(shape);
    place from = place_of(&grid, first), to = place_of(&grid, first + count - 1);
    gradient_map map = gradient_map_of(pass, 0, 0);
    int in = blocks_of(shape->in_channels), out = blocks_of(shape->out_channels), step = shape->pools ? tile / 2 : tile;
    return (ahead){.ranges = {
                       rows_of_tiles(pass->partials ? pass->x : 0, in, shape->in_height, shape->in_width, tile, from, to),
                       rows_of_tiles(pass->gradient, out, map.height, map.width, step, from, to),
                       rows_of_tiles(pass->y, out, map.height, map.width, step, from, to),
                   }};
}
