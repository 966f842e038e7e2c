import Diagnostics

/// The help for a word that leads nowhere.
enum Suggestions {
    /// The nearest spelling, and what there is, up to twenty words.
    static func help(for word: String, among words: [String], called what: String) -> [String] {
        var help: [String] = []
        if let nearest = Spelling.nearest(to: word, in: words) { help.append("did you mean `\(nearest)`?") }
        if words.isEmpty {
            help.append("there are no \(what)")
        } else {
            let shown = words.prefix(20).joined(separator: ", ")
            help.append("\(what): \(shown)\(words.count > 20 ? ", …" : "")")
        }
        return help
    }
}
