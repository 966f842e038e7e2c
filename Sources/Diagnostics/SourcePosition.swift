/// A place in something a person wrote: a file, or a command-line flag, with the line and column of its first character.
public struct SourcePosition: Hashable, Codable, Sendable {
    /// The name shown to the person: a path as it was given, or the flag (`--set data=/x`).
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column, from 1, in Unicode scalars.
    public var column: Int

    /// Creates a position.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}
