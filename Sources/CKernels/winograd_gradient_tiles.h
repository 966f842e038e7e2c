// The transformation of a convolution's gradient: A g A^T of tiles of the gradient by the convolution's own output, which is
// never in memory: it is made of the stored gradient, a tile at a time.

/// Where the stored gradient of a block of channels of one sample is.
typedef struct gradient_map {
    const float *gradient, *y;
    const uint8_t *indices;
    int height, width;
} gradient_map;

/// The affine function of a block of channels: see assay_convolution_backward.
typedef struct gradient_affine {
    vec by_gradient, by_value, by_one;
} gradient_affine;

INLINE gradient_map gradient_map_of(const assay_convolution_backward *pass, int sample, int block) {
    const assay_convolution *shape = &pass->shape;
    int height = shape->pools ? shape->out_height / 2 : shape->out_height;
    int width = shape->pools ? shape->out_width / 2 : shape->out_width;
    size_t map = (size_t)sample * (size_t)blocks_of(shape->out_channels) + (size_t)block;
    size_t pixel = map * (size_t)height * (size_t)width;
    return (gradient_map){
        .gradient = pass->gradient + pixel * BLOCK,
        .y = pass->y ? pass->y + pixel * BLOCK : 0,
        .indices = pass->indices ? pass->indices + pixel * 2 * BITS_BYTES : 0,
        .height = height,
        .width = width,
    };
}

INLINE gradient_affine gradient_affine_of(const assay_convolution_backward *pass, int block) {
    int channels = pass->shape.out_channels;
    return (gradient_affine){
        .by_gradient = load_channels(pass->by_gradient, block, channels, 1),
        .by_value = load_channels(pass->by_value, block, channels, 0),
        .by_one = load_channels(pass->by_one, block, channels, 0),
    };
}

/// The gradient by the value before the rectifier, at a stored pixel.
INLINE vec gradient_at(
        const int scales, const int rectifies, const gradient_map *map, const gradient_affine *affine, size_t pixel) {
    vec gradient = load(map->gradient + pixel * BLOCK);
    if (!scales && !rectifies) return gradient;
    vec y = load(map->y + pixel * BLOCK);
    if (scales) gradient = fma_(affine->by_gradient, gradient, fma_(affine->by_value, y, affine->by_one));
    return rectifies ? keep(y > splat(0), gradient) : gradient;
}

/// Reads the stored pixels of one tile into the outputs of the convolution; zeros where the map has ended. Gives their sum.
INLINE vec read_gradient(
        const int tile, const int pools, const int scales, const int rectifies, const gradient_map *map,
        const gradient_affine *affine, place at, vec *outputs) {
    const int step = pools ? tile / 2 : tile;
    int top = at.row * step, left = at.column * step;
    vec sum = splat(0);
    for (int i = 0; i < step; i++)
        for (int j = 0; j < step; j++) {
            int inside = top + i < map->height && left + j < map->width;
            size_t pixel = (size_t)(top + i) * (size_t)map->width + (size_t)(left + j);
            vec gradient = inside ? gradient_at(scales, rectifies, map, affine, pixel) : splat(0);
            sum += gradient;
            if (pools) {
                const uint8_t *indices = map->indices + pixel * 2 * BITS_BYTES;
                ivec right = mask_of(inside ? load_bits(indices) : 0);
                ivec low = mask_of(inside ? load_bits(indices + BITS_BYTES) : 0);
                vec above = drop(low, gradient), below = keep(low, gradient);
                vec *window = outputs + 2 * i * tile + 2 * j;
                window[0] = drop(right, above);
                window[1] = keep(right, above);
                window[tile] = drop(right, below);
                window[tile + 1] = keep(right, below);
            } else
                outputs[i * tile + j] = gradient;
        }
    return sum;
}

/// Asks for what the tile below this one, or the first of the next block, will read: `step` rows further.
INLINE void fetch_gradient(const int step, const int uses_y, const gradient_map *map, place at) {
    size_t pixel = (size_t)((at.row + 1) * step) * (size_t)map->width + (size_t)(at.column * step);
    for (int i = 0; i < step; i++, pixel += (size_t)map->width)
        for (int j = 0; j < step; j += 16 / BLOCK) {
            fetch_line(map->gradient + (pixel + (size_t)j) * BLOCK);
            if (uses_y) fetch_line(map->y + (pixel + (size_t)j) * BLOCK);
        }
}

/// Spreads a tile's outputs; `to` is its place in the first position.
INLINE void spread_tile(const int tile, const vec *outputs, float *to, size_t position) {
    const int side = tile + 2;
    vec half[LONGEST][LONGEST];
    for (int j = 0; j < tile; j++) {
        vec y[LONGEST], m[LONGEST];
        for (int i = 0; i < tile; i++) y[i] = outputs[i * tile + j];
        spread(tile, y, m);
        for (int i = 0; i < side; i++) half[i][j] = m[i];
    }
    for (int i = 0; i < side; i++, to += (size_t)side * position) {
        vec m[LONGEST];
        spread(tile, half[i], m);
        for (int j = 0; j < side; j++) {
            fetch_line(to + (size_t)j * position + 4 * LINE);
            store(to + (size_t)j * position, m[j]);
        }
    }
}

INLINE void part_spread_columns(const int down, const int tile, int across, const vec *outputs, vec (*half)[LONGEST]) {
    for (int j = 0; j < across; j++) {
        vec y[LONGEST], m[LONGEST];
        for (int i = 0; i < down; i++) y[i] = outputs[i * tile + j];
        spread(down, y, m);
        for (int i = 0; i < down + 2; i++) half[i][j] = m[i];
    }
}
INLINE void part_spread_rows(
        const int across, const int tile, int down, const vec (*half)[LONGEST], float *to, size_t position) {
    for (int i = 0; i < down + 2; i++) {
        vec m[LONGEST];
        float *row = to + (size_t)(shared(tile, down, i) * (tile + 2)) * position;
        spread(across, half[i], m);
        for (int j = 0; j < across + 2; j++) store(row + (size_t)shared(tile, across, j) * position, m[j]);
    }
}
/// spread_tile for a tile of `down` by `across` outputs.
INLINE void spread_part(const int tile, int down, int across, const vec *outputs, float *to, size_t position) {
    vec half[LONGEST][LONGEST];
    BY_PART(tile, down, part_spread_columns, tile, across, outputs, half);
    BY_PART(tile, across, part_spread_rows, tile, down, (const vec(*)[LONGEST])half, to, position);
}

/// Tiles of one line of channels. Adds to `bias`, [LINE], the sums of what was read.
INLINE void transform_gradients_of_line(
        const int tile, const int pools, const int scales, const int rectifies, const assay_convolution_backward *pass,
        const chunk *chunk, int line, float *to, size_t position, float *bias) {
    gradient_affine affine[LINE_VECTORS];
    vec sums[LINE_VECTORS];
    for (int v = 0; v < LINE_VECTORS; v++) {
        affine[v] = gradient_affine_of(pass, line * LINE_VECTORS + v);
        sums[v] = splat(0);
    }
    walk w = walk_of(tile, chunk);
    for (int number = 0; number < chunk->count; number++, next_tile(tile, chunk, &w)) {
        int down = kind_down(tile, &chunk->grid, w.kind), across = kind_across(tile, &chunk->grid, w.kind);
        for (int v = 0; v < LINE_VECTORS; v++) {
            int block = line * LINE_VECTORS + v;
            float *slot = to + w.slot * LINE + v * BLOCK;
            if (block < blocks_of(pass->shape.out_channels)) {
                vec outputs[LONGEST * LONGEST];
                gradient_map map = gradient_map_of(pass, w.at.sample, block);
                fetch_gradient(pools ? tile / 2 : tile, scales || rectifies, &map, w.at);
                sums[v] += read_gradient(tile, pools, scales, rectifies, &map, &affine[v], w.at, outputs);
                if (down < tile || across < tile)
                    spread_part(tile, down, across, outputs, slot, position);
                else
                    spread_tile(tile, outputs, slot, position);
            } else
                for (int p = 0; p < (tile + 2) * (tile + 2); p++) store(slot + (size_t)p * position, splat(0));
        }
    }
    for (int v = 0; v < LINE_VECTORS; v++) store(bias + v * BLOCK, load(bias + v * BLOCK) + sums[v]);
}

/// Transforms the tiles of a chunk, of all output channels, to `[position][line][tile][LINE]`, where `position` is the distance
/// between positions and `count` tiles that between lines. Adds to `bias`, `[line][LINE]`, the sums of the gradient.
INLINE void transform_gradients(
        const int tile, const assay_convolution_backward *pass, const chunk *chunk, float *to, size_t position, float *bias) {
    int fused = (pass->shape.pools != 0) * 4 + (pass->by_gradient != 0) * 2 + (pass->shape.rectifies != 0);
    for (int line = 0; line < lines_of(pass->shape.out_channels); line++, to += (size_t)chunk->count * LINE, bias += LINE)
        switch (fused) {
#define CASE(pools, scales, rectifies)                                                                                 \
    case pools * 4 + scales * 2 + rectifies:                                                                           \
        transform_gradients_of_line(tile, pools, scales, rectifies, pass, chunk, line, to, position, bias); \
        break;
            CASE(0, 0, 0)
            CASE(0, 0, 1)
            CASE(0, 1, 0)
            CASE(0, 1, 1)
            CASE(1, 0, 0)
            CASE(1, 0, 1)
            CASE(1, 1, 0)
            CASE(1, 1, 1)
#undef CASE
        }
}
