import CKernels

// The functions as they stand in a table; nil where one is missing.

extension FastKernels.Convolution {
    init?(first kernels: assay_kernels) {
        self.init(
            kernels.first_forward_items, kernels.first_forward_scratch, kernels.first_forward, kernels.first_backward_scratch,
            kernels.first_backward)
    }

    init?(winograd kernels: assay_kernels) {
        self.init(
            kernels.winograd_forward_items, kernels.winograd_forward_scratch, kernels.winograd_forward,
            kernels.winograd_backward_scratch,
            kernels.winograd_backward)
    }

    init?(pointwise kernels: assay_kernels) {
        self.init(
            kernels.pointwise_forward_items, kernels.pointwise_forward_scratch, kernels.pointwise_forward,
            kernels.pointwise_backward_scratch,
            kernels.pointwise_backward)
    }

    init?(depthwise kernels: assay_kernels) {
        self.init(
            kernels.depthwise_forward_items, kernels.depthwise_forward_scratch, kernels.depthwise_forward,
            kernels.depthwise_backward_scratch,
            kernels.depthwise_backward)
    }

    private init?(_ items: Items?, _ scratch: Scratch?, _ forward: Forward?, _ backwardScratch: Scratch?, _ backward: Backward?) {
        guard let items, let scratch, let forward, let backwardScratch, let backward else { return nil }
        self.init(
            forwardItems: items, forwardScratch: scratch, forward: forward, backwardScratch: backwardScratch, backward: backward)
    }
}

extension FastKernels.Turning {
    init?(_ kernels: assay_kernels) {
        guard let groups = kernels.pointwise_backward_groups, let count = kernels.pointwise_turned_count,
            let items = kernels.pointwise_turn_items, let turn = kernels.pointwise_turn,
            let partialCount = kernels.pointwise_partial_count, let gradientItems = kernels.pointwise_gradient_items,
            let gradient = kernels.pointwise_gradient
        else { return nil }
        self.init(
            groups: groups, count: count, items: items, turn: turn, partialCount: partialCount, gradientItems: gradientItems,
            gradient: gradient)
    }
}

extension FastKernels.Transforms {
    init?(_ kernels: assay_kernels) {
        guard let groups = kernels.winograd_backward_groups,
            let count = kernels.winograd_weight_count, let items = kernels.winograd_weight_items,
            let transform = kernels.winograd_weights, let partialCount = kernels.winograd_partial_count,
            let gradientItems = kernels.winograd_gradient_items, let gradient = kernels.winograd_gradient
        else { return nil }
        self.init(
            groups: groups, count: count, items: items, transform: transform, partialCount: partialCount,
            gradientItems: gradientItems,
            gradient: gradient)
    }
}

extension FastKernels.Product {
    init?(_ kernels: assay_kernels) {
        guard let weightCount = kernels.product_weight_count, let forwardItems = kernels.product_forward_items,
            let forwardPartials = kernels.product_forward_partials, let forward = kernels.product_forward,
            let forwardSumItems = kernels.product_forward_sum_items, let forwardSum = kernels.product_forward_sum,
            let inputItems = kernels.product_input_items, let inputScratch = kernels.product_input_scratch,
            let input = kernels.product_input, let gradientItems = kernels.product_gradient_items,
            let gradientScratch = kernels.product_gradient_scratch, let gradientPartials = kernels.product_gradient_partials,
            let gradient = kernels.product_gradient, let gradientSumItems = kernels.product_gradient_sum_items,
            let gradientSum = kernels.product_gradient_sum
        else { return nil }
        self.init(
            weightCount: weightCount, forwardItems: forwardItems, forwardPartials: forwardPartials, forward: forward,
            forwardSumItems: forwardSumItems, forwardSum: forwardSum, inputItems: inputItems, inputScratch: inputScratch,
            input: input, gradientItems: gradientItems, gradientScratch: gradientScratch, gradientPartials: gradientPartials,
            gradient: gradient, gradientSumItems: gradientSumItems, gradientSum: gradientSum)
    }
}
