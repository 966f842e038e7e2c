import Network

extension MeanSquaredError: Declared {
    static let declaration: Declaration<MeanSquaredError> = Declaration(
        kind: kind, keras: "keras.losses.MeanSquaredError", aliases: ["mean_squared_error", "mse"], start: MeanSquaredError(),
        "The square of what outputs are off by."
    )
}
