/// oneDNN 2's C interface, with what Swift cannot import wrapped in small functions.
///
/// Operation descriptors are built and used on this side; Swift holds only memory descriptors (plain values) and the
/// library's opaque handles. Every primitive takes its scratchpad from its caller. See the developer guide of oneDNN 2.6.
#ifndef CDNNL_H
#define CDNNL_H

#include <dnnl.h>
#include <dnnl_debug.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// A window that slides over height and width, in this order. Dilations are the pixels left out between neighbours.
typedef struct cdnnl_window {
    dnnl_dim_t kernel[2];
    dnnl_dim_t strides[2];
    dnnl_dim_t before[2];
    dnnl_dim_t after[2];
    dnnl_dim_t dilations[2];
} cdnnl_window;

/// Creates a primitive descriptor whose scratchpad is the caller's; with `relu`, max(x, 0) is applied to the result.
static inline dnnl_status_t cdnnl_create(
        dnnl_primitive_desc_t *result, const_dnnl_op_desc_t operation, int relu, dnnl_engine_t engine,
        const_dnnl_primitive_desc_t forward) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_post_ops_t post = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    if (status == dnnl_success)
        status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success && relu) {
        status = dnnl_post_ops_create(&post);
        if (status == dnnl_success) status = dnnl_post_ops_append_eltwise(post, 1, dnnl_eltwise_relu, 0, 0);
        if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(attributes, post);
    }
    if (status == dnnl_success) status = dnnl_primitive_desc_create(result, operation, attributes, engine, forward);
    if (post) dnnl_post_ops_destroy(post);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    return status;
}

/// The name of a primitive's implementation: `jit:avx2`; null where the library does not say.
static inline const char *cdnnl_implementation(const_dnnl_primitive_desc_t primitive) {
    const char *name = NULL;
    return dnnl_primitive_desc_query(primitive, dnnl_query_impl_info_str, 0, &name) == dnnl_success ? name : NULL;
}

/// As `cdnnl_create`, without oneDNN's own kernels for windows of 1x1: where strides leave pixels out, those of 2.6 gather the others in a
/// scratchpad and write beyond its end.
static inline dnnl_status_t cdnnl_create_gathering_nothing(
        dnnl_primitive_desc_t *result, const_dnnl_op_desc_t operation, dnnl_engine_t engine, const_dnnl_primitive_desc_t forward) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_iterator_t iterator = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    if (status == dnnl_success)
        status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_iterator_create(&iterator, operation, attributes, engine, forward);
    while (status == dnnl_success) {
        *result = dnnl_primitive_desc_iterator_fetch(iterator);
        const char *name = *result ? cdnnl_implementation(*result) : NULL;
        if (!name || !strstr(name, "1x1")) break;
        dnnl_primitive_desc_destroy(*result);
        *result = NULL;
        status = dnnl_primitive_desc_iterator_next(iterator);
    }
    if (iterator) dnnl_primitive_desc_iterator_destroy(iterator);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    if (status == dnnl_iterator_ends) status = dnnl_unimplemented;
    return status == dnnl_success && !*result ? dnnl_unimplemented : status;
}

/// A convolution; `bias` may be null.
static inline dnnl_status_t cdnnl_convolution_forward(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, int training, const dnnl_memory_desc_t *source,
        const dnnl_memory_desc_t *weights, const dnnl_memory_desc_t *bias, const dnnl_memory_desc_t *destination,
        const cdnnl_window *window, int relu) {
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_dilated_convolution_forward_desc_init(
            &operation, training ? dnnl_forward_training : dnnl_forward_inference, dnnl_convolution_direct, source, weights,
            bias, destination, window->strides, window->dilations, window->before, window->after);
    return status == dnnl_success ? cdnnl_create(result, &operation, relu, engine, NULL) : status;
}

/// The gradient of a convolution with respect to its source.
static inline dnnl_status_t cdnnl_convolution_backward_data(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, const dnnl_memory_desc_t *diff_source,
        const dnnl_memory_desc_t *weights, const dnnl_memory_desc_t *diff_destination, const cdnnl_window *window,
        const_dnnl_primitive_desc_t forward) {
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_dilated_convolution_backward_data_desc_init(
            &operation, dnnl_convolution_direct, diff_source, weights, diff_destination, window->strides, window->dilations,
            window->before, window->after);
    return status == dnnl_success ? cdnnl_create(result, &operation, 0, engine, forward) : status;
}

/// The gradient of a convolution with respect to weights and bias; `diff_bias` may be null.
static inline dnnl_status_t cdnnl_convolution_backward_weights(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, const dnnl_memory_desc_t *source,
        const dnnl_memory_desc_t *diff_weights, const dnnl_memory_desc_t *diff_bias,
        const dnnl_memory_desc_t *diff_destination, const cdnnl_window *window, const_dnnl_primitive_desc_t forward) {
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_dilated_convolution_backward_weights_desc_init(
            &operation, dnnl_convolution_direct, source, diff_weights, diff_bias, diff_destination, window->strides,
            window->dilations, window->before, window->after);
    if (status != dnnl_success) return status;
    if (window->strides[0] > 1 || window->strides[1] > 1)
        return cdnnl_create_gathering_nothing(result, &operation, engine, forward);
    return cdnnl_create(result, &operation, 0, engine, forward);
}

/// The largest value of each window; training keeps a workspace of where it was.
static inline dnnl_status_t cdnnl_pooling_forward(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, int training, const dnnl_memory_desc_t *source,
        const dnnl_memory_desc_t *destination, const cdnnl_window *window) {
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = dnnl_pooling_forward_desc_init(
            &operation, training ? dnnl_forward_training : dnnl_forward_inference, dnnl_pooling_max, source, destination,
            window->strides, window->kernel, window->before, window->after);
    return status == dnnl_success ? cdnnl_create(result, &operation, 0, engine, NULL) : status;
}

/// The gradient of a pooling with respect to its source.
static inline dnnl_status_t cdnnl_pooling_backward(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, const dnnl_memory_desc_t *diff_source,
        const dnnl_memory_desc_t *diff_destination, const cdnnl_window *window, const_dnnl_primitive_desc_t forward) {
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = dnnl_pooling_backward_desc_init(
            &operation, dnnl_pooling_max, diff_source, diff_destination, window->strides, window->kernel, window->before,
            window->after);
    return status == dnnl_success ? cdnnl_create(result, &operation, 0, engine, forward) : status;
}

/// A fully connected layer; `bias` may be null.
static inline dnnl_status_t cdnnl_inner_product_forward(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, int training, const dnnl_memory_desc_t *source,
        const dnnl_memory_desc_t *weights, const dnnl_memory_desc_t *bias, const dnnl_memory_desc_t *destination, int relu) {
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_forward_desc_init(
            &operation, training ? dnnl_forward_training : dnnl_forward_inference, source, weights, bias, destination);
    return status == dnnl_success ? cdnnl_create(result, &operation, relu, engine, NULL) : status;
}

/// The gradient of a fully connected layer with respect to its source.
static inline dnnl_status_t cdnnl_inner_product_backward_data(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, const dnnl_memory_desc_t *diff_source,
        const dnnl_memory_desc_t *weights, const dnnl_memory_desc_t *diff_destination, const_dnnl_primitive_desc_t forward) {
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_backward_data_desc_init(&operation, diff_source, weights, diff_destination);
    return status == dnnl_success ? cdnnl_create(result, &operation, 0, engine, forward) : status;
}

/// The gradient of a fully connected layer with respect to weights and bias; `diff_bias` may be null.
static inline dnnl_status_t cdnnl_inner_product_backward_weights(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, const dnnl_memory_desc_t *source,
        const dnnl_memory_desc_t *diff_weights, const dnnl_memory_desc_t *diff_bias,
        const dnnl_memory_desc_t *diff_destination, const_dnnl_primitive_desc_t forward) {
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_backward_weights_desc_init(
            &operation, source, diff_weights, diff_bias, diff_destination);
    return status == dnnl_success ? cdnnl_create(result, &operation, 0, engine, forward) : status;
}

/// An element-wise function.
static inline dnnl_status_t cdnnl_eltwise_forward(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, dnnl_alg_kind_t function, const dnnl_memory_desc_t *data) {
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status = dnnl_eltwise_forward_desc_init(&operation, dnnl_forward_training, function, data, 0, 0);
    return status == dnnl_success ? cdnnl_create(result, &operation, 0, engine, NULL) : status;
}

/// The gradient of an element-wise function, from its result.
static inline dnnl_status_t cdnnl_eltwise_backward(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, dnnl_alg_kind_t function, const dnnl_memory_desc_t *data,
        const_dnnl_primitive_desc_t forward) {
    dnnl_eltwise_desc_t operation;
    dnnl_status_t status = dnnl_eltwise_backward_desc_init(&operation, function, data, data, 0, 0);
    return status == dnnl_success ? cdnnl_create(result, &operation, 0, engine, forward) : status;
}

/// A copy into another layout.
static inline dnnl_status_t cdnnl_reorder(
        dnnl_primitive_desc_t *result, dnnl_engine_t engine, const dnnl_memory_desc_t *source,
        const dnnl_memory_desc_t *destination) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(&attributes);
    if (status == dnnl_success)
        status = dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success)
        status = dnnl_reorder_primitive_desc_create(result, source, engine, destination, engine, attributes);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    return status;
}

/// Rows (sample, value) in whole blocks of values.
static inline dnnl_memory_desc_t cdnnl_rows(dnnl_dim_t samples, dnnl_dim_t width, dnnl_dim_t block) {
    dnnl_memory_desc_t layout = {0};
    layout.ndims = 2;
    layout.data_type = dnnl_f32;
    layout.format_kind = dnnl_blocked;
    layout.dims[0] = layout.padded_dims[0] = samples;
    layout.dims[1] = width;
    layout.padded_dims[1] = (width + block - 1) / block * block;
    layout.format_desc.blocking.strides[0] = layout.padded_dims[1];
    layout.format_desc.blocking.strides[1] = block;
    layout.format_desc.blocking.inner_nblks = 1;
    layout.format_desc.blocking.inner_blks[0] = block;
    layout.format_desc.blocking.inner_idxs[0] = 1;
    return layout;
}

/// Weights (output, input, height, width) or (output, input) with axes in this order, cut into blocks of inputs, and in these of
/// twice as many outputs.
static inline dnnl_memory_desc_t cdnnl_panels(const dnnl_dim_t *extents, int axes, dnnl_dim_t block) {
    dnnl_memory_desc_t layout = {0};
    dnnl_dim_t stride = 2 * block * block;
    layout.ndims = axes;
    layout.data_type = dnnl_f32;
    layout.format_kind = dnnl_blocked;
    layout.format_desc.blocking.inner_nblks = 2;
    for (int inner = 0; inner < 2; inner++) {
        layout.format_desc.blocking.inner_blks[inner] = inner ? 2 * block : block;
        layout.format_desc.blocking.inner_idxs[inner] = 1 - inner;
    }
    for (int axis = axes - 1; axis >= 0; axis--) {
        dnnl_dim_t unit = axis == 0 ? 2 * block : axis == 1 ? block : 1;
        dnnl_dim_t blocks = (extents[axis] + unit - 1) / unit;
        layout.dims[axis] = extents[axis];
        layout.padded_dims[axis] = blocks * unit;
        layout.format_desc.blocking.strides[axis] = stride;
        stride *= blocks;
    }
    return layout;
}

/// The layout of an argument; size 0 where the primitive has none.
static inline dnnl_memory_desc_t cdnnl_layout(const_dnnl_primitive_desc_t primitive, dnnl_query_t what) {
    const dnnl_memory_desc_t *found = dnnl_primitive_desc_query_md(primitive, what, 0);
    dnnl_memory_desc_t none = {0};
    return found ? *found : none;
}

/// The stride of an axis in values (for a blocked axis: from block to block); axes beyond the last have 0.
static inline dnnl_dim_t cdnnl_stride(const dnnl_memory_desc_t *layout, int axis) {
    return axis < layout->ndims ? layout->format_desc.blocking.strides[axis] : 0;
}

/// The extent of an axis; axes beyond the last have 1.
static inline dnnl_dim_t cdnnl_extent(const dnnl_memory_desc_t *layout, int axis) {
    return axis < layout->ndims ? layout->dims[axis] : 1;
}

/// Changes the extent of the first axis, which must be the outermost and uncut.
static inline void cdnnl_set_samples(dnnl_memory_desc_t *layout, dnnl_dim_t count) {
    layout->dims[0] = layout->padded_dims[0] = count;
}

/// The number of inner blocks.
static inline int cdnnl_blocks(const dnnl_memory_desc_t *layout) { return layout->format_desc.blocking.inner_nblks; }

/// The extent of an inner block.
static inline dnnl_dim_t cdnnl_block_extent(const dnnl_memory_desc_t *layout, int block) {
    return layout->format_desc.blocking.inner_blks[block];
}

/// The axis that an inner block cuts.
static inline int cdnnl_block_axis(const dnnl_memory_desc_t *layout, int block) {
    return (int)layout->format_desc.blocking.inner_idxs[block];
}

// The OpenMP runtime on which Debian's oneDNN runs. Declared here because clang ships no omp.h; `GOMP_parallel` is the entry
// that compilers emit for `#pragma omp parallel` (libgomp's stable interface).
extern void omp_set_num_threads(int threads);
extern int omp_get_thread_num(void);
extern void GOMP_parallel(void (*body)(void *), void *context, unsigned threads, unsigned flags);

/// Calls `body` once on each of `threads` threads of the pool that oneDNN uses.
static inline void cdnnl_parallel(int threads, void *context, void (*body)(void *)) {
    GOMP_parallel(body, context, (unsigned)threads, 0);
}

/// Neighbouring numbers from the lower half's value on, below the upper half's, for several threads to take from.
typedef _Atomic(uint64_t) cdnnl_range;

/// A range in memory that no other thread sees yet.
static inline void cdnnl_range_set(cdnnl_range *range, uint32_t from, uint32_t to) {
    __c11_atomic_init(range, (uint64_t)to << 32 | from);
}

/// Takes the first number, or with `last` the last; -1 where there are none left.
static inline long cdnnl_range_take(cdnnl_range *range, int last) {
    uint64_t old = __c11_atomic_load(range, __ATOMIC_RELAXED);
    for (;;) {
        uint32_t from = (uint32_t)old, to = (uint32_t)(old >> 32);
        if (from >= to) return -1;
        uint64_t left = last ? (uint64_t)(to - 1) << 32 | from : (uint64_t)to << 32 | (from + 1);
        if (__c11_atomic_compare_exchange_weak(range, &old, left, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            return last ? to - 1 : from;
    }
}

/// The bytes of `count` ranges, each on a cache line of its own.
static inline size_t cdnnl_ranges_size(int count) { return (size_t)count * 64; }
/// One of them.
static inline cdnnl_range *cdnnl_range_at(void *ranges, int index) {
    return (cdnnl_range *)((char *)ranges + (size_t)index * 64);
}

/// Takes the next number for a thread: the first of its own range, then the last of the others'; -1 where all are empty.
static inline long cdnnl_ranges_take(void *ranges, int count, int own) {
    long number = cdnnl_range_take(cdnnl_range_at(ranges, own), 0);
    for (int step = 1; number < 0 && step < count; step++)
        number = cdnnl_range_take(cdnnl_range_at(ranges, (own + step) % count), 1);
    return number;
}

#endif
