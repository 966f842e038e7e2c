/// Lines at the bottom of a terminal that are written over when they change; what is done stands above them.
final class LiveLines {
    /// How many lines are written over.
    private var open = 0

    /// Hides the cursor for as long as the value lives.
    init() { Output.error("\u{1B}[?25l") }

    deinit { Output.error(TerminalRenderer.showCursor) }

    /// Takes the lines away.
    func clear() {
        if open > 0 { Output.error("\u{1B}[\(open)A\u{1B}[J") }
        open = 0
    }

    /// Writes lines over those that are there.
    func draw(_ lines: [String]) {
        let back = open > 0 ? "\u{1B}[\(open)A\u{1B}[J" : ""
        // Without automatic wrapping a narrow terminal shows the beginning of each.
        Output.error(back + "\u{1B}[?7l" + lines.map { $0 + "\n" }.joined() + "\u{1B}[?7h")
        open = lines.count
    }
}
