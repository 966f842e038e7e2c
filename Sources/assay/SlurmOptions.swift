import ArgumentParser

/// What Slurm is asked for, where the file does not say it, or says something else: short for `--set 'sweep.slurm={…}'`.
struct SlurmOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Slurm's partition, instead of the file's.", valueName: "name"))
    var partition: String?

    @Option(help: ArgumentHelp("Slurm's account, instead of the file's.", valueName: "name"))
    var account: String?

    @Option(help: ArgumentHelp("With Slurm: the time limit of each element: 90min, 2h, 1-12:00:00.", valueName: "time"))
    var time: String?

    @Option(help: ArgumentHelp("With Slurm: processors of each element.", valueName: "n"))
    var cpus: Int?

    @Option(help: ArgumentHelp("With Slurm: memory of each element: 4GiB.", valueName: "size"))
    var memory: String?

    @Option(help: ArgumentHelp("With Slurm: the most elements at once.", valueName: "n"))
    var arrayWidth: Int?

    /// The same as a setting of the file, whose own rules then judge it: a mapping, which changes what is there and needs nothing to be.
    var settings: [String] {
        let texts: [(String, String?)] = [
            ("partition", partition.map(Self.quoted)), ("account", account.map(Self.quoted)), ("time", time.map(Self.quoted)),
            ("cpus", cpus.map(String.init)), ("memory", memory.map(Self.quoted)), ("array_width", arrayWidth.map(String.init)),
        ]
        let said = texts.compactMap { name, text in text.map { "\(name): \($0)" } }
        return said.isEmpty ? [] : ["sweep.slurm={\(said.joined(separator: ", "))}"]
    }

    /// YAML in single quotes is what it is.
    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
