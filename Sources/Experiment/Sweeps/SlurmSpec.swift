import Plan

extension SlurmResources: Declared {
    static let declaration: Declaration<SlurmResources> = Declaration(
        thing: "a request to Slurm", start: SlurmResources(), "What Slurm is asked for, for each element of an array."
    ) {
        Field("partition", \.partition, .optional(.text), "The partition; Slurm's own where not written.")
        Field("account", \.account, .optional(.text), "The account; the user's own where not written.")
        Field(
            "time", \.minutes, .optional(.duration), examples: ["2h", "1-12:00:00"],
            "The time limit: 90min, 2h, 1d, 1-12:00:00, or minutes.")
        Field("cpus", \.cpus, .integer(1...4096), "Processors.")
        Field("memory", \.memoryBytes, .some(.byteCount), examples: ["4GiB"], "Memory; Slurm's own where not written.")
        Field("array_width", \.arrayWidth, .optional(.integer(1...100_000)), "The most elements at once.")
        Field(
            "options", \.options, .list(of: .text), examples: [["--gres=gpu:1"]],
            "Further lines for the batch script, each as it follows #SBATCH.")
    }
}
