/// Kernels of the fast engine: convolutions by Winograd's algorithm, the first layer, packed products; one table of functions
/// for each instruction set, chosen at run time.
///
/// Nothing here starts threads, allocates or keeps state. Work is cut into items by the shape alone; items may run in any order
/// on any thread, each with a scratch buffer of its own, and the results are the same bytes.
///
/// Layouts
/// - Activations are blocked, `[sample][channel block][row][column][block]` (oneDNN's nChw16c or nChw8c, as the table's `block`
///   says); channels beyond the last are zero and stay so (where a sample holds what is no number, it spreads to them in its
///   tiles as to all channels). Samples of the first layer are channels last, as Keras has them.
/// - Weights of a 3x3 kernel are Keras's: `[row][column][input channel][output channel]`.
/// - Vectors of one value a channel (bias, scale, shift, sums) have as many values as the padded channels.
/// - All pointers to activations, scratch and transformed weights are aligned to 64 bytes.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// A convolution with what is fused to it.
typedef struct assay_convolution {
    int samples;
    int in_channels, out_channels;
    int in_height, in_width;
    /// Extents after the convolution and before pooling.
    int out_height, out_width;
    /// Rows and columns of zeros above and to the left; those below and to the right follow from the extents.
    int pad_top, pad_left;
    /// The Winograd tile: 2, 4 or 6, for F(tile x tile, 3x3).
    int tile;
    /// 1: max(x, 0) follows.
    int rectifies;
    /// 1: a maximum over windows of 2x2, stride 2, without padding follows; what is left over at the end is not computed.
    int pools;
    /// What follows `scale` and `shift` on load: 0 nothing, 1 max(x, 0), 6 min(max(x, 0), 6).
    int limits;
    /// The window and its strides, where a kernel is not made for one alone.
    int kernel_height, kernel_width, stride_height, stride_width;
} assay_convolution;

/// What a forward pass reads and writes. The value of an output is
/// `out_scale * pool(rectify(convolve(limit(scale * x + shift)) + bias)) + out_shift`; padding is zero after `limit`.
typedef struct assay_convolution_forward {
    assay_convolution shape;
    const float *x;
    /// One a channel; null: x as it is.
    const float *scale, *shift;
    /// As the weight transformation wrote them; for the first layer Keras's.
    const float *weights;
    /// Null: none.
    const float *bias;
    /// Null: none.
    const float *out_scale, *out_shift;
    float *y;
    /// Where the largest of each window was: for each block of a pooled pixel block/8 bytes with the column's bit of each
    /// channel, then block/8 bytes with the row's; the first of equal ones in reading order. Null: not wanted.
    uint8_t *indices;
    /// For each item, of y: sums of (y - pivot), then sums of (y - pivot)^2, one a channel: `[item][2][channels]`, zero where the
    /// item computed nothing of a channel. Before out_scale. Null: not wanted.
    float *sums;
    /// One a channel; read where sums are wanted.
    const float *pivot;
} assay_convolution_forward;

/// What a backward pass reads and writes. With g the gradient by the output, the gradient by the pooled, rectified value is
/// `by_gradient * g + by_value * y + by_one` (the backward pass of a batch normalization that follows), or g itself.
typedef struct assay_convolution_backward {
    assay_convolution shape;
    /// As in the forward pass.
    const float *x, *scale, *shift;
    /// As the forward pass wrote them.
    const float *y;
    const uint8_t *indices;
    const float *gradient;
    /// One a channel; null: the gradient as it is.
    const float *by_gradient, *by_value, *by_one;
    /// The weights as the backward transformation wrote them; null where dx is.
    const float *weights;
    /// The gradient by `scale * x + shift`, zero where `limit` stops it; every value is written. Null: not wanted.
    float *dx;
    /// For each sample: sums of dx, then of dx * (x - mean), one a channel of the input: `[sample][2][channels]`. Null: not
    /// wanted.
    float *sums;
    const float *mean;
    /// The number of groups of samples, and of items: neighbouring samples of almost equal number, group g from
    /// samples * g / groups on.
    int groups;
    /// A sum for each group, of whatever form, aligned to 64 bytes; see `winograd_gradient`. Null: gradients of weights are not
    /// wanted.
    float *partials;
    /// `[group][channels]`: gradients of the bias. Null: not wanted.
    float *bias_partials;
} assay_convolution_backward;

/// A product of matrices: a Dense layer, or a convolution of 1x1 and unit stride, whose rows are its pixels.
///
/// Input and output are activations, `[sample][channel block][row][block]`. A Dense layer has one row in a sample; over an image
/// as it lies blocked its inputs are the image's values in their order in memory, those of padded channels among them.
///
/// Weights lie in panels, also while they are trained: `[panel of outputs][input][2 * block]`, inputs padded to whole blocks;
/// what is beyond the last channel is zero, and its gradient too.
typedef struct assay_product {
    int samples, rows;
    int in_channels, out_channels;
    /// 1: max(x, 0) follows.
    int rectifies;
} assay_product;

/// What a forward pass reads and writes.
typedef struct assay_product_forward {
    assay_product shape;
    const float *x, *weights;
    /// Null: none.
    const float *bias;
    /// What the first step leaves for the second; null where there is none.
    float *partials;
    float *y;
} assay_product_forward;

/// What the backward passes read and write.
typedef struct assay_product_backward {
    assay_product shape;
    const float *x, *weights;
    /// As the forward pass wrote it; read where the product rectifies.
    const float *y;
    const float *gradient;
    /// The gradient by the input; every value is written.
    float *dx;
    /// What the first step leaves for the second; null where there is none.
    float *partials;
    /// As the weights lie; every value is written.
    float *weight_gradient;
    /// Null: not wanted.
    float *bias_gradient;
} assay_product_backward;

/// A step of Adam as Keras writes it: first += (g - first) * share1, second += (g^2 - second) * share2,
/// value -= scale * first / (sqrt(second) + epsilon). The same bytes in every table.
typedef struct assay_adam {
    float *values;
    const float *gradient;
    /// The moments.
    float *first, *second;
    /// 1 - beta1, 1 - beta2.
    float share1, share2;
    /// The learning rate with the correction of both moments for this step.
    float scale;
    float epsilon;
} assay_adam;

/// What an activation function is made of.
typedef enum assay_function {
    /// x above `threshold`, but at most `most`; `slope` (x - threshold) below it.
    ASSAY_RECTIFIER,
    /// `scale` x above 0, `scale` `alpha` (exp(x) - 1) below it.
    ASSAY_EXPONENTIAL_UNIT,
    /// x Phi(x).
    ASSAY_GELU,
    /// x / (1 + exp(-x)).
    ASSAY_SILU,
    /// `slope` x + 1/2, within 0 and 1.
    ASSAY_CLIPPED_LINE,
    /// x (x / 6 + 1/2), the second factor within 0 and 1.
    ASSAY_HARD_SILU,
    /// 1 / (1 + exp(-x)).
    ASSAY_SIGMOID,
    /// log(1 + exp(x)).
    ASSAY_SOFTPLUS,
    ASSAY_TANH,
} assay_function;

/// An activation function with its numbers; those that it has none of are not looked at.
typedef struct assay_activation {
    assay_function function;
    float slope, threshold, most, alpha, scale;
    /// Whether the gradient is computed from the arguments, because the results do not tell it.
    int by_argument;
} assay_activation;

/// The kernels for one instruction set.
typedef struct assay_kernels {
    /// `avx512`, `avx2`, `portable`.
    const char *name;
    /// Channels in a block of activations: 16 or 8.
    int block;

    // Winograd, 3x3.
    /// Values of the transformed weights of one direction.
    size_t (*winograd_weight_count)(const assay_convolution *shape, int backward);
    /// Items of the transformation of weights.
    int (*winograd_weight_items)(const assay_convolution *shape);
    /// Transforms weights for the forward and the backward pass; either may be null.
    void (*winograd_weights)(const assay_convolution *shape, const float *weights, float *forward, float *backward, int item);

    /// Items of a forward pass, and the values of scratch that each needs. An item asks for the memory of the one after it, so a
    /// thread does well to take neighbours in their order.
    int (*winograd_forward_items)(const assay_convolution *shape);
    size_t (*winograd_forward_scratch)(const assay_convolution *shape);
    void (*winograd_forward)(const assay_convolution_forward *pass, int item, float *scratch);

    /// The number of groups to cut a batch into where gradients of weights are wanted: enough to share among threads, few enough
    /// that the sum of each is worth its transformation. Where they are not wanted, each sample may be a group.
    int (*winograd_backward_groups)(const assay_convolution *shape);
    /// The values of scratch of an item of a backward pass, and those of one group's partial sum of weight gradients.
    size_t (*winograd_backward_scratch)(const assay_convolution *shape);
    size_t (*winograd_partial_count)(const assay_convolution *shape);
    void (*winograd_backward)(const assay_convolution_backward *pass, int item, float *scratch);
    /// Items of the last step: sums the groups in their order and transforms them back to the gradient of Keras's weights.
    int (*winograd_gradient_items)(const assay_convolution *shape);
    void (*winograd_gradient)(
            const assay_convolution *shape, const float *partials, int groups, float *weight_gradient, int item);

    // The first layer: 1 to 4 channels in, any kernel of 3x3, samples channels last, its input needs no gradient.
    int (*first_forward_items)(const assay_convolution *shape);
    size_t (*first_forward_scratch)(const assay_convolution *shape);
    void (*first_forward)(const assay_convolution_forward *pass, int item, float *scratch);
    size_t (*first_backward_scratch)(const assay_convolution *shape);
    /// `partials` are `[group][3][3][in][padded out]`; summed by the caller.
    void (*first_backward)(const assay_convolution_backward *pass, int item, float *scratch);

    // Convolutions of 1x1, any strides. Weights lie in panels as those of a product, also while they are trained.
    /// Items of a forward pass, and the values of scratch that each needs.
    int (*pointwise_forward_items)(const assay_convolution *shape);
    size_t (*pointwise_forward_scratch)(const assay_convolution *shape);
    void (*pointwise_forward)(const assay_convolution_forward *pass, int item, float *scratch);
    /// Values of the weights as the backward pass wants them, and what turns them so.
    size_t (*pointwise_turned_count)(const assay_convolution *shape);
    int (*pointwise_turn_items)(const assay_convolution *shape);
    void (*pointwise_turn)(const assay_convolution *shape, const float *weights, float *turned, int item);
    /// As those of Winograd's; each group's sum lies as the weights do.
    int (*pointwise_backward_groups)(const assay_convolution *shape);
    size_t (*pointwise_backward_scratch)(const assay_convolution *shape);
    size_t (*pointwise_partial_count)(const assay_convolution *shape);
    void (*pointwise_backward)(const assay_convolution_backward *pass, int item, float *scratch);
    int (*pointwise_gradient_items)(const assay_convolution *shape);
    void (*pointwise_gradient)(
            const assay_convolution *shape, const float *partials, int groups, float *weight_gradient, int item);

    // Depthwise convolutions, one output a channel, any strides and windows of up to 16 rows; weights are `[row][column][channel]`.
    int (*depthwise_forward_items)(const assay_convolution *shape);
    size_t (*depthwise_forward_scratch)(const assay_convolution *shape);
    void (*depthwise_forward)(const assay_convolution_forward *pass, int item, float *scratch);
    size_t (*depthwise_backward_scratch)(const assay_convolution *shape);
    /// `partials` are `[group][row][column][padded channels]`; summed by the caller.
    void (*depthwise_backward)(const assay_convolution_backward *pass, int item, float *scratch);

    // Products of matrices. Second steps have no items where the first does it all.
    /// Values of weights in panels, and of their gradient.
    size_t (*product_weight_count)(const assay_product *shape);

    /// Items of a forward pass, and the values that they leave for its second step.
    int (*product_forward_items)(const assay_product *shape);
    size_t (*product_forward_partials)(const assay_product *shape);
    void (*product_forward)(const assay_product_forward *pass, int item);
    int (*product_forward_sum_items)(const assay_product *shape);
    void (*product_forward_sum)(const assay_product_forward *pass, int item);

    /// The gradient by the input: its items, and the values of scratch of each.
    int (*product_input_items)(const assay_product *shape);
    size_t (*product_input_scratch)(const assay_product *shape);
    void (*product_input)(const assay_product_backward *pass, int item, float *scratch);

    /// The gradients by weights and bias: items, the values of scratch of each, and those that they leave for the second step.
    int (*product_gradient_items)(const assay_product *shape);
    size_t (*product_gradient_scratch)(const assay_product *shape);
    size_t (*product_gradient_partials)(const assay_product *shape);
    void (*product_gradient)(const assay_product_backward *pass, int item, float *scratch);
    int (*product_gradient_sum_items)(const assay_product *shape);
    void (*product_gradient_sum)(const assay_product_backward *pass, int item);

    /// Values `begin` to `end` - 1 of a parameter; at any address.
    void (*adam)(const assay_adam *step, size_t begin, size_t end);

    /// An activation of values `begin` to `end` - 1; at any address, in place or not.
    void (*activate)(const assay_activation *activation, const float *from, float *to, size_t begin, size_t end);
    /// Its gradient, in place of the gradient by its results. `values` are its results, or its arguments where `by_argument` says so.
    void (*activate_backward)(
            const assay_activation *activation, const float *values, float *gradient, size_t begin, size_t end);
} assay_kernels;

/// The instruction sets that this build has kernels for, best first; null where there are no more.
const assay_kernels *assay_kernels_at(int index);

/// Whether this processor can run them.
int assay_kernels_run_here(const assay_kernels *kernels);

#endif
