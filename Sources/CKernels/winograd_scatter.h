// The transformation of products into the gradient of a convolution's input, B m B^T. Tiles overlap by two rows and two columns,
// where they add up; tiles of a sample come in reading order, so the first to reach a pixel writes it and nothing is cleared
// before.

/// The pixels of a tile that lie in the map, and those of them that earlier tiles have reached: all of the first `met_rows` rows,
/// of other rows the first `met_columns`.
typedef struct reach {
    int row, row_end, column, column_end, met_rows, met_columns;
} reach;

INLINE reach reach_of(const int tile, const assay_convolution *shape, place at, int down, int across) {
    int top = at.row * tile - shape->pad_top, left = at.column * tile - shape->pad_left;
    return (reach){
        .row = larger(0, -top),
        .row_end = smaller(down + 2, shape->in_height - top),
        .column = larger(0, -left),
        .column_end = smaller(across + 2, shape->in_width - left),
        .met_rows = at.row ? 2 : 0,
        .met_columns = at.column ? 2 : 0,
    };
}

/// Whether all of a tile lies in the map, and earlier tiles above and to the left.
INLINE int is_inner(const int tile, reach r) {
    return r.row == 0 && r.row_end == tile + 2 && r.column == 0 && r.column_end == tile + 2 && r.met_rows && r.met_columns;
}

/// Transforms one tile, from its place in the first position, and adds it to the map; `to` is where its first pixel is or would
/// be.
INLINE void scatter_tile(const int tile, reach r, const float *from, size_t position, float *to, size_t row_stride) {
    const int side = tile + 2;
    vec half[LONGEST][LONGEST];
    for (int j = 0; j < side; j++) {
        vec m[LONGEST], d[LONGEST];
        for (int i = 0; i < side; i++) {
            m[i] = load(from + (size_t)(i * side + j) * position);
            fetch_line(from + (size_t)(i * side + j) * position + 4 * LINE);
        }
        input_adjoint(tile, m, d);
        for (int i = 0; i < side; i++) half[i][j] = d[i];
    }
    for (int i = r.row; i < r.row_end; i++) {
        vec d[LONGEST];
        int met = i < r.met_rows ? side : r.met_columns;
        float *row = to + (ptrdiff_t)i * (ptrdiff_t)row_stride;
        input_adjoint(tile, half[i], d);
        for (int j = 0; j < side; j++)
            if (j >= r.column && j < r.column_end) {
                fetch_to_write(row + tile * (ptrdiff_t)row_stride + j * BLOCK);
                store(row + j * BLOCK, j < met ? load(row + j * BLOCK) + d[j] : d[j]);
            }
    }
}

INLINE void part_scatter_columns(
        const int down, const int tile, int across, const float *from, size_t position, vec (*half)[LONGEST]) {
    for (int j = 0; j < across + 2; j++) {
        vec m[LONGEST], d[LONGEST];
        for (int i = 0; i < down + 2; i++)
            m[i] = load(from + (size_t)(shared(tile, down, i) * (tile + 2) + shared(tile, across, j)) * position);
        part_input_adjoint(tile, down, m, d);
        for (int i = 0; i < down + 2; i++) half[i][j] = d[i];
    }
}
INLINE void part_scatter_rows(
        const int across, const int tile, reach r, const vec (*half)[LONGEST], float *to, size_t row_stride) {
    for (int i = r.row; i < r.row_end; i++) {
        vec d[LONGEST];
        int met = i < r.met_rows ? across + 2 : r.met_columns;
        float *row = to + (ptrdiff_t)i * (ptrdiff_t)row_stride;
        part_input_adjoint(tile, across, half[i], d);
        for (int j = 0; j < across + 2; j++)
            if (j >= r.column && j < r.column_end) store(row + j * BLOCK, j < met ? load(row + j * BLOCK) + d[j] : d[j]);
    }
}
/// scatter_tile for a tile of `down` by `across` outputs.
INLINE void scatter_part(
        const int tile, int down, int across, reach r, const float *from, size_t position, float *to, size_t row_stride) {
    vec half[LONGEST][LONGEST];
    BY_PART(tile, down, part_scatter_columns, tile, across, from, position, half);
    BY_PART(tile, across, part_scatter_rows, tile, r, (const vec(*)[LONGEST])half, to, row_stride);
}

/// Zeros what no tile of a block of one sample reaches: pooling may leave rows and columns over.
INLINE void clear_unreached(const assay_convolution *shape, float *dx) {
    int none = tiles_of(shape) == 0;
    grid grid = grid_of(shape);
    int rows = none ? 0 : (grid.down - 1) * shape->tile + grid.last_down + 2 - shape->pad_top;
    int columns = none ? 0 : (grid.across - 1) * shape->tile + grid.last_across + 2 - shape->pad_left;
    for (int row = 0; row < shape->in_height; row++)
        for (int column = row < rows ? columns : 0; column < shape->in_width; column++)
            store(dx + ((size_t)row * (size_t)shape->in_width + (size_t)column) * BLOCK, splat(0));
}

/// Of one block of one sample: the sums of dx, and of dx * (x - mean).
INLINE void sum_block(const float *dx, const float *x, vec mean, size_t pixels, float *sum, float *product) {
    enum { CHAINS = 4 };
    vec sums[CHAINS], products[CHAINS];
    for (int c = 0; c < CHAINS; c++) sums[c] = products[c] = splat(0);
    size_t pixel = 0;
    for (; pixel + CHAINS <= pixels; pixel += CHAINS)
        for (int c = 0; c < CHAINS; c++) {
            vec gradient = load(dx + (pixel + (size_t)c) * BLOCK);
            sums[c] += gradient;
            products[c] = fma_(gradient, load(x + (pixel + (size_t)c) * BLOCK) - mean, products[c]);
        }
    for (; pixel < pixels; pixel++) {
        vec gradient = load(dx + pixel * BLOCK);
        sums[0] += gradient;
        products[0] = fma_(gradient, load(x + pixel * BLOCK) - mean, products[0]);
    }
    store_any(sum, (sums[0] + sums[1]) + (sums[2] + sums[3]));
    store_any(product, (products[0] + products[1]) + (products[2] + products[3]));
}

/// Zeros dx where the limits on load stopped what was loaded.
INLINE void limit_block(float *dx, const float *x, const loading *l, size_t pixels) {
    for (size_t pixel = 0; pixel < pixels; pixel++)
        store(dx + pixel * BLOCK, unlimited(l, load(x + pixel * BLOCK), load(dx + pixel * BLOCK)));
}

/// What follows when all tiles of a block of one sample have been added.
static void finish_block(const assay_convolution_backward *pass, int sample, int block) {
    const assay_convolution *shape = &pass->shape;
    size_t pixels = (size_t)shape->in_height * (size_t)shape->in_width, blocks = (size_t)blocks_of(shape->in_channels);
    size_t map = ((size_t)sample * blocks + (size_t)block) * pixels * BLOCK;
    clear_unreached(shape, pass->dx + map);
    if (shape->limits) {
        const loading l = loading_of(shape, pass->scale, pass->shift, block);
        limit_block(pass->dx + map, pass->x + map, &l, pixels);
    }
    if (!pass->sums) return;
    float *sums = pass->sums + (size_t)sample * 2 * blocks * BLOCK + block * BLOCK;
    vec mean = load_channels(pass->mean, block, shape->in_channels, 0);
    sum_block(pass->dx + map, pass->x + map, mean, pixels, sums, sums + blocks * BLOCK);
}

/// Tiles of one line of channels, from `[position][tile][LINE]`.
INLINE void scatter_line(
        const int tile, const assay_convolution_backward *pass, const chunk *chunk, int line, const float *from,
        size_t position) {
    const assay_convolution *shape = &pass->shape;
    int blocks = blocks_of(shape->in_channels), block_end = smaller(blocks, (line + 1) * LINE_VECTORS);
    size_t row_stride = (size_t)shape->in_width * BLOCK, map_size = (size_t)shape->in_height * row_stride;
    walk w = walk_of(tile, chunk);
    for (int number = 0; number < chunk->count; number++) {
        place at = w.at;
        int down = kind_down(tile, &chunk->grid, w.kind), across = kind_across(tile, &chunk->grid, w.kind);
        reach r = reach_of(tile, shape, at, down, across);
        ptrdiff_t corner = (ptrdiff_t)(at.row * tile - shape->pad_top) * (ptrdiff_t)row_stride
                + (ptrdiff_t)(at.column * tile - shape->pad_left) * BLOCK;
        for (int block = line * LINE_VECTORS; block < block_end; block++) {
            float *to = pass->dx + ((size_t)at.sample * (size_t)blocks + (size_t)block) * map_size + corner;
            const float *products = from + w.slot * LINE + block % LINE_VECTORS * BLOCK;
            if (down < tile || across < tile)
                scatter_part(tile, down, across, r, products, position, to, row_stride);
            else if (is_inner(tile, r))
                scatter_tile(tile, (reach){0, tile + 2, 0, tile + 2, 2, 2}, products, position, to, row_stride);
            else
                scatter_tile(tile, r, products, position, to, row_stride);
        }
        next_tile(tile, chunk, &w);
        if (w.at.sample != at.sample)
            for (int block = line * LINE_VECTORS; block < block_end; block++) finish_block(pass, at.sample, block);
    }
}

/// Transforms the products of a chunk of tiles, of all input channels, from `[position][line][tile][LINE]`.
INLINE void scatter_products(
        const int tile, const assay_convolution_backward *pass, const chunk *chunk, const float *from, size_t position) {
    for (int line = 0; line < lines_of(pass->shape.in_channels); line++, from += (size_t)chunk->count * LINE)
        scatter_line(tile, pass, chunk, line, from, position);
}
