import Plan

/// All words of the language with their owners, to say where a misplaced one belongs.
enum Vocabulary {
    private struct Owner {
        var title: String
        var keys: [String]
    }

    private static let owners: [Owner] = {
        func of<Value>(_ family: Family<Value>) -> [Owner] {
            family.members.map { Owner(title: "`\($0.name)`", keys: $0.keys) }
                + [Owner(title: "\(family.name)s", keys: family.common.fields.map(\.key))]
        }
        func of<Root>(_ declaration: Declaration<Root>) -> [Owner] {
            [Owner(title: declaration.title, keys: declaration.fields.map(\.key))]
        }
        return of(Kinds.steps) + of(ExperimentFile.declaration) + of(DatasetSpec.declaration) + of(ModelSpec.declaration)
            + of(Block.declaration) + of(ClaimSpec.declaration) + of(ThawSpec.declaration) + of(Kinds.layers)
            + of(Kinds.callbacks) + of(Kinds.augmentations) + of(Kinds.optimizers) + of(Kinds.losses) + of(Kinds.metrics)
            + of(Kinds.synthetics)
            + of(Kinds.schedules) + of(Kinds.initializers) + of(Kinds.regularizers) + of(SweepSpec.declaration)
            + of(ObjectiveSpec.declaration) + of(SweepDomainSpec.declaration) + of(SlurmResources.declaration) + of(Kinds.methods)
            + of(Kinds.schedulers)
    }()

    private static let families: [(noun: String, names: [String])] = {
        func of<Value>(_ family: Family<Value>) -> (noun: String, names: [String]) {
            (family.noun, family.members.flatMap { [$0.name] + $0.aliases })
        }
        return [
            of(Kinds.layers), of(Kinds.callbacks), of(Kinds.steps), of(Kinds.augmentations), of(Kinds.losses),
            of(Kinds.optimizers), of(Kinds.schedules), of(Kinds.initializers), of(Kinds.regularizers),
            of(Kinds.metrics), of(Kinds.methods), of(Kinds.schedulers),
        ]
    }()

    /// Who has a key: `train`, a data set.
    static func owners(of key: String) -> [String] { owners.filter { $0.keys.contains(key) }.map(\.title) }

    /// What a kind's name is the name of: a callback.
    static func family(of name: String) -> String? { families.first { $0.names.contains(name) }?.noun }
}
