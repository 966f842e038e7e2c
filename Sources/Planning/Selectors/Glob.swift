/// File-name patterns on layer names: `*` is any run of characters, `?` is one.
enum Glob {
    /// Whether the whole name fits; in time proportional to both lengths, whatever the pattern.
    static func matches(_ name: String, _ pattern: String) -> Bool {
        let name = Array(name.unicodeScalars)
        let pattern = Array(pattern.unicodeScalars)
        var i = 0
        var j = 0
        var star: (pattern: Int, name: Int)?
        while i < name.count {
            if j < pattern.count, pattern[j] == "*" {
                star = (j, i)
                j += 1
            } else if j < pattern.count, pattern[j] == "?" || pattern[j] == name[i] {
                i += 1
                j += 1
            } else if let last = star {
                // The last star takes one character more.
                star = (last.pattern, last.name + 1)
                i = last.name + 1
                j = last.pattern + 1
            } else {
                return false
            }
        }
        return pattern[j...].allSatisfy { $0 == "*" }
    }
}
