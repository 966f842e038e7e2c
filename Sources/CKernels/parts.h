// Parts: where the last tiles of a row or a column have fewer outputs than the others, they are tiles of a smaller size.
//
// The interpolation points of a smaller tile are among those of a larger one, so its products are some of the larger tile's, with
// the same transformed weights but for factors (`balance`), which the transforms of inputs and their adjoints take over. The
// other positions have no such tiles: nothing is multiplied there.

/// Where position `i` along a side of a part lies along a side of the tile: the points of a smaller tile are the first ones, and
/// infinity, the last.
INLINE int shared(int tile, int part, int i) { return i < part + 1 ? i : tile + 1; }
/// Whether position `i` along a side of a tile is one of a part's.
INLINE int is_shared(int tile, int part, int i) { return i < part + 1 || i == tile + 1; }

/// Multiplies values of a part's positions by what its transformed weights are of the tile's.
INLINE void balance(const int tile, const int part, vec *r) {
    if (tile == 6 && part == 4) {
        r[0] *= 0.25f;
        r[1] *= 0.75f;
        r[2] *= 0.75f;
        r[3] *= 3.75f;
        r[4] *= 3.75f;
    }
    if (tile == 6 && part == 2) {
        r[1] *= -2.25f;
        r[2] *= -2.25f;
    }
    if (tile == 4 && part == 2) {
        r[0] *= 4;
        r[1] *= -3;
        r[2] *= -3;
    }
}

INLINE void part_input(const int tile, const int part, const vec *d, vec *r) {
    input(part, d, r);
    balance(tile, part, r);
}
INLINE void part_input_adjoint(const int tile, const int part, const vec *r, vec *d) {
    vec balanced[LONGEST];
    for (int i = 0; i < part + 2; i++) balanced[i] = r[i];
    balance(tile, part, balanced);
    input_adjoint(part, balanced, d);
}

/// Calls `name(part, ...)` with a part that is a constant where it is inlined; it is not larger than `tile`.
#define BY_PART(tile, part, name, ...)                     \
    do {                                                   \
        if ((part) == 2) name(2, __VA_ARGS__);             \
        if (tile > 2 && (part) == 4) name(4, __VA_ARGS__); \
        if (tile > 4 && (part) == 6) name(6, __VA_ARGS__); \
    } while (0)

/// Tiles by what is smaller about them, in the order in which a chunk keeps them: so those that a position has are neighbours.
enum { KIND_RIGHT, KIND_INNER, KIND_BOTTOM, KIND_CORNER, KINDS };

INLINE int kind_of(const int tile, const grid *g, place at) {
    int right = g->last_across < tile && at.column == g->across - 1;
    int bottom = g->last_down < tile && at.row == g->down - 1;
    return bottom ? (right ? KIND_CORNER : KIND_BOTTOM) : right ? KIND_RIGHT : KIND_INNER;
}
/// Outputs of a column and of a row of a tile of some kind.
INLINE int kind_down(const int tile, const grid *g, int kind) { return kind >= KIND_BOTTOM ? g->last_down : tile; }
INLINE int kind_across(const int tile, const grid *g, int kind) {
    return kind == KIND_RIGHT || kind == KIND_CORNER ? g->last_across : tile;
}

/// Tiles `first` to `first + count - 1`, which are transformed and multiplied together. They lie kind by kind; `begin` is where
/// each kind begins.
typedef struct chunk {
    grid grid;
    int first, count;
    int begin[KINDS];
} chunk;

INLINE chunk chunk_of(const int tile, grid grid, int first, int count) {
    chunk c = {.grid = grid, .first = first, .count = count};
    int counts[KINDS] = {0};
    if (c.grid.last_down < tile || c.grid.last_across < tile) {
        place at = place_of(&c.grid, first);
        for (int i = 0; i < count; i++, at = next_place(&c.grid, at)) counts[kind_of(tile, &c.grid, at)]++;
    } else
        counts[KIND_INNER] = count;
    for (int kind = 1; kind < KINDS; kind++) c.begin[kind] = c.begin[kind - 1] + counts[kind - 1];
    return c;
}

/// A walk through a chunk in the order of its grid.
typedef struct walk {
    place at;
    int kind;
    /// Where the tile lies among the chunk's.
    int slot;
    int next[KINDS];
} walk;

INLINE void enter_tile(const int tile, const chunk *c, walk *w) {
    w->kind = kind_of(tile, &c->grid, w->at);
    w->slot = w->next[w->kind]++;
}
INLINE walk walk_of(const int tile, const chunk *c) {
    walk w = {.at = place_of(&c->grid, c->first)};
    for (int kind = 0; kind < KINDS; kind++) w.next[kind] = c->begin[kind];
    enter_tile(tile, c, &w);
    return w;
}
INLINE void next_tile(const int tile, const chunk *c, walk *w) {
    w->at = next_place(&c->grid, w->at);
    enter_tile(tile, c, w);
}

/// The tiles of a chunk that a position has.
typedef struct span {
    int begin, count;
} span;

INLINE span span_of(const int tile, const chunk *c, int position) {
    int down = is_shared(tile, c->grid.last_down, position / (tile + 2));
    int across = is_shared(tile, c->grid.last_across, position % (tile + 2));
    int begin = across ? 0 : c->begin[KIND_INNER];
    int end = !down ? c->begin[KIND_BOTTOM] : !across ? c->begin[KIND_CORNER] : c->count;
    return (span){begin, end - begin};
}

/// The positions of all tiles of one sample together.
INLINE int pairs_of(const assay_convolution *shape) {
    grid grid = grid_of(shape);
    if (grid.down == 0 || grid.across == 0) return 0;
    int down = (grid.down - 1) * (shape->tile + 2) + grid.last_down + 2;
    int across = (grid.across - 1) * (shape->tile + 2) + grid.last_across + 2;
    return down * across;
}
