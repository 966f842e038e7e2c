extension Resolver {
    /// Says which parameters nothing uses: a misspelt one in a file that extends another, for instance. A library's may be for others.
    mutating func lintUnusedParameters() {
        guard !file.steps.isEmpty else { return }
        for parameter in file.unusedParameters {
            report("unused", .lint, "nothing uses the parameter `\(parameter.wrappedValue)`", at: parameter.place)
        }
    }
}
