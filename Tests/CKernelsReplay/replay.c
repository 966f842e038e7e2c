// Runs the kernels on passes that `swift test` recorded (CKernelsTests/Replay) and compares with what the double-precision
// reference found: for processors on which Swift's tests do not run. Arguments: recordings. Its exit code is 0 where all is as it
// should be.
#include "CKernels.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Relative to the scale of each array; the same as in the Swift tests.
static const double tolerance = 5e-5;

/// An array of a recording: empty where a pass has none.
typedef struct array {
    int64_t count, size;
    /// What differences are relative to.
    double scale;
    void *values;
} array;

enum { FORWARD_INPUTS = 8, FORWARD_OUTPUTS = 4, BACKWARD_INPUTS = 11, BACKWARD_OUTPUTS = 4, MOST_ARRAYS = 16 };

enum { WINOGRAD, FIRST, POINTWISE, DEPTHWISE };

typedef struct recording {
    char name[64];
    int32_t is_backward, family, block, groups;
    int32_t shape[17];
    array arrays[MOST_ARRAYS];
} recording;

static int arrays_of(const recording *r) {
    return r->is_backward ? BACKWARD_INPUTS + BACKWARD_OUTPUTS : FORWARD_INPUTS + FORWARD_OUTPUTS;
}

static int failures = 0;

static void stop(const char *what, const char *where) {
    fprintf(stderr, "replay: %s: %s\n", where, what);
    exit(2);
}

/// Memory of its own for each array, so that a sanitizer sees who leaves it; filled with what is no number.
static void *memory(size_t size) {
    void *result = NULL;
    if (posix_memalign(&result, 64, size ? size : 1)) stop("no memory", "here");
    memset(result, 0xFF, size);
    return result;
}

static recording read_recording(const char *path) {
    recording r;
    FILE *file = fopen(path, "rb");
    if (!file) stop("cannot be opened", path);
    size_t head = offsetof(recording, shape) + sizeof r.shape;
    if (fread(&r, 1, head, file) != head) stop("ends early", path);
    r.name[sizeof r.name - 1] = 0;
    int count = arrays_of(&r);
    for (int i = 0; i < count; i++) {
        array *a = &r.arrays[i];
        if (fread(&a->count, 8, 1, file) != 1 || fread(&a->size, 8, 1, file) != 1 || fread(&a->scale, 8, 1, file) != 1)
            stop("ends early", path);
        if (a->count < 0 || a->count > 1 << 28 || a->size < 1 || a->size > 8) stop("is no recording", path);
        a->values = memory((size_t)(a->count * a->size));
        if (fread(a->values, (size_t)a->size, (size_t)a->count, file) != (size_t)a->count) stop("ends early", path);
    }
    fclose(file);
    return r;
}

static void compare(const char *what, const recording *r, int tile, const float *values, const array *expected) {
    double worst = 0;
    for (int64_t i = 0; i < expected->count; i++) {
        double error = fabs(values[i] - ((const double *)expected->values)[i]);
        if (!(error <= worst)) worst = error;
        if (isnan(error)) break;
    }
    if (worst <= tolerance * expected->scale) return;
    printf("%s, tile %d: %s is off by %g of the largest\n", r->name, tile, what, worst / expected->scale);
    failures++;
}

static assay_convolution shape_of(const recording *r, int tile) {
    const int32_t *s = r->shape;
    return (assay_convolution){
        .samples = s[0], .in_channels = s[1], .out_channels = s[2], .in_height = s[3], .in_width = s[4], .out_height = s[5],
        .out_width = s[6], .pad_top = s[7], .pad_left = s[8], .tile = tile, .rectifies = s[10], .pools = s[11],
        .limits = s[12], .kernel_height = s[13], .kernel_width = s[14], .stride_height = s[15], .stride_width = s[16],
    };
}

/// The values, or null where there are none.
static void *given(const array *a) { return a->count ? a->values : NULL; }

static float *transformed(const assay_kernels *k, const assay_convolution *shape, const float *weights, int backward) {
    float *result = memory(k->winograd_weight_count(shape, backward) * sizeof *result);
    int items = k->winograd_weight_items(shape);
    for (int i = 0; i < items; i++) k->winograd_weights(shape, weights, backward ? NULL : result, backward ? result : NULL, i);
    return result;
}

/// Weights of 1x1 in panels, turned for the backward pass.
static float *panels(const assay_kernels *k, const assay_convolution *shape, const float *weights, int backward) {
    int in = (shape->in_channels + k->block - 1) / k->block * k->block, width = 2 * k->block;
    size_t count = k->pointwise_partial_count(shape);
    float *result = memory(count * sizeof *result);
    memset(result, 0, count * sizeof *result);
    for (int i = 0; i < shape->in_channels; i++)
        for (int o = 0; o < shape->out_channels; o++)
            result[(o / width * in + i) * width + o % width] = weights[i * shape->out_channels + o];
    if (!backward) return result;
    float *turned = memory(k->pointwise_turned_count(shape) * sizeof *turned);
    for (int i = 0; i < k->pointwise_turn_items(shape); i++) k->pointwise_turn(shape, result, turned, i);
    free(result);
    return turned;
}

/// The weights of a recording as its kernels read them; to be freed.
static float *weights_of(const assay_kernels *k, const recording *r, const assay_convolution *shape, const array *keras, int backward) {
    if (r->family == WINOGRAD) return transformed(k, shape, keras->values, backward);
    if (r->family == POINTWISE) return panels(k, shape, keras->values, backward);
    float *copy = memory((size_t)keras->count * sizeof *copy);
    memcpy(copy, keras->values, (size_t)keras->count * sizeof *copy);
    return copy;
}

/// The functions of a family.
typedef struct functions {
    int (*items)(const assay_convolution *);
    size_t (*scratch)(const assay_convolution *);
    void (*forward)(const assay_convolution_forward *, int, float *);
    size_t (*backward_scratch)(const assay_convolution *);
    void (*backward)(const assay_convolution_backward *, int, float *);
} functions;

static functions functions_of(const assay_kernels *k, int family) {
    const functions all[] = {
        {k->winograd_forward_items, k->winograd_forward_scratch, k->winograd_forward, k->winograd_backward_scratch,
         k->winograd_backward},
        {k->first_forward_items, k->first_forward_scratch, k->first_forward, k->first_backward_scratch, k->first_backward},
        {k->pointwise_forward_items, k->pointwise_forward_scratch, k->pointwise_forward, k->pointwise_backward_scratch,
         k->pointwise_backward},
        {k->depthwise_forward_items, k->depthwise_forward_scratch, k->depthwise_forward, k->depthwise_backward_scratch,
         k->depthwise_backward},
    };
    return all[family];
}

static void forward(const assay_kernels *k, const recording *r, int tile) {
    const array *in = r->arrays, *out = r->arrays + FORWARD_INPUTS;
    assay_convolution shape = shape_of(r, tile);
    const functions f = functions_of(k, r->family);
    int items = f.items(&shape);
    int64_t sums = out[3].count;
    float *weights = weights_of(k, r, &shape, &in[3], 0);
    assay_convolution_forward pass = {
        .shape = shape, .x = in[0].values, .scale = given(&in[1]), .shift = given(&in[2]),
        .weights = weights, .bias = given(&in[4]), .out_scale = given(&in[5]),
        .out_shift = given(&in[6]), .y = memory((size_t)out[0].count * 4),
        .indices = out[1].count ? memory((size_t)out[1].count) : NULL,
        .sums = sums ? memory((size_t)(items * sums) * 4) : NULL, .pivot = given(&in[7]),
    };
    float *scratch = memory(f.scratch(&shape) * 4);
    for (int i = 0; i < items; i++) f.forward(&pass, i, scratch);
    compare("y", r, tile, pass.y, &out[0]);
    for (int64_t i = 0; i < out[1].count; i++) {
        // Bits count where the reference is sure.
        if (!((pass.indices[i] ^ ((uint8_t *)out[1].values)[i]) & ((uint8_t *)out[2].values)[i])) continue;
        printf("%s, tile %d: byte %lld of the indices is wrong\n", r->name, tile, (long long)i);
        failures++;
        break;
    }
    if (sums) {
        float *total = memory((size_t)sums * 4);
        for (int64_t i = 0; i < sums; i++) {
            double sum = 0;
            for (int item = 0; item < items; item++) sum += pass.sums[item * sums + i];
            total[i] = (float)sum;
        }
        compare("sums", r, tile, total, &out[3]);
        free(total);
    }
    free(weights);
    free(scratch);
    free(pass.y);
    free(pass.indices);
    free(pass.sums);
}

static void backward(const assay_kernels *k, const recording *r, int tile) {
    const array *in = r->arrays, *out = r->arrays + BACKWARD_INPUTS;
    assay_convolution shape = shape_of(r, tile);
    int64_t gradients = out[1].count, biases = out[2].count;
    const functions f = functions_of(k, r->family);
    int64_t padded = (shape.out_channels + r->block - 1) / r->block * r->block;
    int64_t partial = in[3].count / shape.out_channels * padded;
    if (r->family == WINOGRAD) partial = (int64_t)k->winograd_partial_count(&shape);
    if (r->family == POINTWISE) partial = (int64_t)k->pointwise_partial_count(&shape);
    float *weights = weights_of(k, r, &shape, &in[3], 1);
    assay_convolution_backward pass = {
        .shape = shape, .x = in[0].values, .scale = given(&in[1]), .shift = given(&in[2]), .y = in[4].values,
        .indices = given(&in[5]), .gradient = in[6].values, .by_gradient = given(&in[7]), .by_value = given(&in[8]),
        .by_one = given(&in[9]), .weights = weights, .dx = out[0].count ? memory((size_t)out[0].count * 4) : NULL,
        .sums = out[3].count ? memory((size_t)out[3].count * 4) : NULL, .mean = in[10].values, .groups = r->groups,
        .partials = memory((size_t)(r->groups * partial) * 4),
        .bias_partials = biases ? memory((size_t)(r->groups * biases) * 4) : NULL,
    };
    float *scratch = memory(f.backward_scratch(&shape) * 4);
    for (int g = 0; g < r->groups; g++) f.backward(&pass, g, scratch);
    float *gradient = memory((size_t)gradients * 4), *bias = memory((size_t)biases * 4);
    if (r->family == POINTWISE) {
        float *sums = memory((size_t)partial * 4);
        for (int i = 0; i < k->pointwise_gradient_items(&shape); i++)
            k->pointwise_gradient(&shape, pass.partials, r->groups, sums, i);
        int from = (shape.in_channels + k->block - 1) / k->block * k->block, width = 2 * k->block;
        for (int64_t i = 0; i < gradients; i++) {
            int64_t input = i / shape.out_channels, output = i % shape.out_channels;
            gradient[i] = sums[(output / width * from + input) * width + output % width];
        }
        free(sums);
    } else if (r->family != WINOGRAD) {
        for (int64_t i = 0; i < gradients; i++) {
            gradient[i] = 0;
            int64_t place = i / shape.out_channels * padded + i % shape.out_channels;
            for (int g = 0; g < r->groups; g++) gradient[i] += pass.partials[g * partial + place];
        }
    } else {
        int items = k->winograd_gradient_items(&shape);
        for (int i = 0; i < items; i++) k->winograd_gradient(&shape, pass.partials, r->groups, gradient, i);
    }
    for (int64_t i = 0; i < biases; i++) {
        bias[i] = 0;
        if (i >= shape.out_channels) continue;
        for (int g = 0; g < r->groups; g++) bias[i] += pass.bias_partials[g * biases + i];
    }
    if (pass.dx) compare("dx", r, tile, pass.dx, &out[0]);
    compare("the gradient of the weights", r, tile, gradient, &out[1]);
    if (biases) compare("the gradient of the bias", r, tile, bias, &out[2]);
    if (pass.sums) compare("sums", r, tile, pass.sums, &out[3]);
    free(weights);
    free(scratch);
    free(gradient);
    free(bias);
    free(pass.dx);
    free(pass.sums);
    free(pass.partials);
    free(pass.bias_partials);
}

int main(int count, char **paths) {
    int passes = 0;
    for (int i = 1; i < count; i++) {
        recording r = read_recording(paths[i]);
        const assay_kernels *k;
        for (int table = 0; (k = assay_kernels_at(table)); table++) {
            if (k->block != r.block || !assay_kernels_run_here(k)) continue;
            for (int tile = 2; tile <= (r.family == WINOGRAD ? 6 : 2); tile += 2, passes++)
                (r.is_backward ? backward : forward)(k, &r, tile);
        }
        for (int a = 0; a < arrays_of(&r); a++) free(r.arrays[a].values);
    }
    printf("%d passes of %d recordings, %d failures\n", passes, count - 1, failures);
    return passes == 0 || failures > 0;
}
