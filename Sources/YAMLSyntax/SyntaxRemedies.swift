import Diagnostics

/// Turns libyaml's errors into diagnostics: where the mistake is rather than where the parser stumbled, and what to write instead.
enum SyntaxRemedies {
    /// The diagnostic for a problem in a text.
    static func diagnostic(for problem: SyntaxProblem, in source: TextSource) -> Diagnostic {
        let message = [problem.problem, problem.context].compactMap { $0 }.joined(separator: ", ")
        let remedy = remedies.lazy.compactMap { $0(problem, source) }.first ?? Remedy()
        let mark = remedy.mark ?? problem.mark
        return Diagnostic(
            "yaml-syntax", remedy.message ?? message, at: source.position(mark), length: remedy.length, help: remedy.help)
    }

    /// What is known about a mistake, beyond libyaml's words.
    private struct Remedy {
        var message: String?
        var mark: Mark?
        var length = 1
        var help: [String] = []
    }

    /// The usual mistakes, the more special ones first.
    private static let remedies: [@Sendable (SyntaxProblem, TextSource) -> Remedy?] = [
        tab, unclosedQuote, lateQuote, unquotedSlice, unquotedReference, unquotedIndicator, unknownEscape, missingSpace,
        missingColon,
        colonInText, missingEntry, unclosedBracket, strayText, missingSpaceAfterDash, indentation,
    ]

    private static func tab(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        guard problem.problem.contains("tab character") || source.rest(from: problem.mark).first == "\t" else { return nil }
        return Remedy(message: "a tab stands where YAML wants spaces", help: ["indent with spaces, two a level"])
    }

    private static func unclosedQuote(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        guard problem.context == "while scanning a quoted scalar" else { return nil }
        let quote = source.rest(from: problem.contextMark).first.map(String.init) ?? "\""
        return Remedy(
            message: "this quote is never closed", mark: problem.contextMark,
            help: ["close it with \(quote) at the end of the text; an apostrophe within single quotes is written twice"])
    }

    /// A forgotten quote, which the next quote of a later line has closed.
    private static func lateQuote(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        guard let quote = problem.longQuote, quote.end.line == problem.mark.line, quote.end.column <= problem.mark.column else {
            return nil
        }
        let sign = source.rest(from: quote.start).first.map(String.init) ?? "\""
        return Remedy(
            message: "this quote is closed only at \(source.place(Mark(line: quote.end.line, column: quote.end.column - 1)))",
            mark: quote.start, help: ["close it with \(sign) at the end of the text, on its own line"])
    }

    /// `[:-5]`, `[1:]`: a list to YAML, a slice to whoever wrote it.
    private static func unquotedSlice(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        let head = source.head(before: problem.mark)
        let rest = source.rest(from: problem.mark)
        guard let open = head.lastIndex(of: "["), let close = rest.firstIndex(of: "]") else { return nil }
        let slice = String(head[open...]) + String(rest[...close])
        guard slice.contains(":"), slice.dropFirst().dropLast().allSatisfy({ $0.isNumber || "-: ".contains($0) }) else {
            return nil
        }
        return Remedy(
            message: "'\(slice)' is a list to YAML, and no valid one",
            mark: Mark(line: problem.mark.line, column: head[..<open].unicodeScalars.count), length: slice.unicodeScalars.count,
            help: ["quote it: \"\(slice)\""])
    }

    /// `${name}` within braces or brackets.
    private static func unquotedReference(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        let head = source.head(before: problem.mark)
        guard head.last == "$", source.rest(from: problem.mark).first == "{" else { return nil }
        let start = head.lastIndex { " ,[{:".contains($0) }.map { head.index(after: $0) } ?? head.startIndex
        let rest = source.rest(from: problem.mark)
        let reference = rest.firstIndex(of: "}").map { rest[...$0] } ?? rest
        let tail = rest[reference.endIndex...].prefix { !" ,]}".contains($0) }
        let written = String(head[start...]) + String(reference) + String(tail)
        let text = written.filter { !"“”„‟‘’«»".contains($0) }
        return Remedy(
            message: "within braces and brackets a text with `${…}` needs quotes",
            mark: Mark(line: problem.mark.line, column: head[..<start].unicodeScalars.count),
            length: written.unicodeScalars.count,
            help: ["quote it: \"\(text)\""] + (text == written ? [] : ["YAML's quotes are straight ones: \" or '"]))
    }

    /// A plain text that begins with a character that means something else.
    private static func unquotedIndicator(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        let isReference = ["while scanning an alias", "while scanning an anchor", "while scanning a directive"].contains(
            problem.context)
        let mark = isReference ? problem.contextMark : problem.mark
        let rest = source.rest(from: mark)
        guard let first = rest.first else { return nil }
        guard
            isReference || (problem.problem == "found character that cannot start any token" && "@`%".contains(first))
                || (problem.problem == "did not find expected node content" && ",]}".contains(first) && isValue(mark, source))
        else { return nil }
        let text = problem.openBracket == nil ? withoutComment(rest) : rest.prefix { !" ,]}".contains($0) || $0 == first }
        return Remedy(
            message: "a plain text cannot begin with `\(first)`", mark: mark, length: max(1, text.unicodeScalars.count),
            help: ["quote it: \"\(DisplayText.safe(text, limit: 60))\""])
    }

    /// A line without the comment and the blanks at its end.
    private static func withoutComment(_ line: Substring) -> Substring {
        var text = line
        if let comment = line.firstRange(of: " #") { text = line[..<comment.lowerBound] }
        while text.last == " " { text = text.dropLast() }
        return text
    }

    /// Whether a mark stands right behind `key: `.
    private static func isValue(_ mark: Mark, _ source: TextSource) -> Bool {
        let head = source.head(before: mark)
        return head.last == " " && head.last { $0 != " " } == ":"
    }

    private static func unknownEscape(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        guard problem.context == "while parsing a quoted scalar" else { return nil }
        return Remedy(
            message: "a backslash in double quotes begins an escape, and this is none",
            help: ["in double quotes write \\\\ for a backslash, or use single quotes, which know no escapes"])
    }

    /// `epochs:3`, which only fails at the colon of a later line.
    private static func missingSpace(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        if problem.problem == "found unexpected ':'" {
            return Remedy(
                message: "a space is missing after this colon", help: ["write `key: value`, with a space after the colon"])
        }
        guard
            problem.problem == "mapping values are not allowed in this context"
                || problem.problem == "could not find expected ':'",
            let above = lineAbove(problem, source), let colon = above.text.firstIndex(of: ":"), above.text.first != "\"",
            let after = above.text[colon...].dropFirst().first, after != " ", after != "/",
            !above.text[..<colon].contains(where: { "\"'{[ ".contains($0) })
        else { return nil }
        let column = above.column + above.text[..<colon].unicodeScalars.count
        let isBlank = after.unicodeScalars.first?.properties.isWhitespace ?? false
        let fixed = "\(above.text[..<colon]): \(above.text[colon...].dropFirst(isBlank ? 2 : 1))"
        return Remedy(
            message: isBlank
                ? "a special blank follows this colon, and YAML wants an ordinary space"
                : "a space is missing after this colon", mark: Mark(line: above.line, column: column),
            help: ["write `\(DisplayText.safe(fixed, limit: 60))`"])
    }

    /// A line without a colon among lines that have one.
    private static func missingColon(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        if problem.problem == "could not find expected ':'" {
            if source.rest(from: problem.contextMark).unicodeScalars.count > 1024 {
                return Remedy(message: "this key is longer than the 1024 characters that YAML allows", mark: problem.contextMark)
            }
            return Remedy(
                message: "this key has no colon", mark: problem.contextMark,
                help: ["write `key: value`, with a space after the colon"])
        }
        guard problem.problem == "mapping values are not allowed in this context", let above = lineAbove(problem, source),
            !above.text.contains(":"), above.column == source.head(before: problem.mark).prefix(while: { $0 == " " }).count
        else { return nil }
        let isItem = above.text.hasPrefix("- ")
        return isItem
            ? nil
            : Remedy(
                message: "this line has no colon", mark: Mark(line: above.line, column: above.column),
                length: above.text.unicodeScalars.count, help: ["write `key: value`, with a space after the colon"])
    }

    /// The last line with content above a problem that is the first thing with a colon on its own line.
    private static func lineAbove(_ problem: SyntaxProblem, _ source: TextSource) -> (line: Int, column: Int, text: Substring)? {
        guard !source.head(before: problem.mark).contains(":") else { return nil }
        var line = problem.mark.line - 1
        while source.lines.indices.contains(line) {
            let text = source.lines[line].drop { $0 == " " || $0 == "-" }
            if let first = text.first, first != "#" {
                return (line, source.lines[line].unicodeScalars.count - text.unicodeScalars.count, text)
            }
            line -= 1
        }
        return nil
    }

    /// `description: train: then test`, or a deeper line below a finished value.
    private static func colonInText(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        guard problem.problem == "mapping values are not allowed in this context" else { return nil }
        guard source.head(before: problem.mark).contains(":") else {
            return Remedy(
                message: "this line is indented deeper than the one above, which already has its value",
                help: ["indent both lines alike"])
        }
        return Remedy(
            message: "a second colon in one line: a mapping cannot begin here",
            help: ["quote a text that holds `: `, and put a mapping in braces or on lines of its own"])
    }

    private static func unclosedBracket(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        if source.isEnd(problem.mark), let open = problem.openBracket {
            let bracket = source.rest(from: open).first == "[" ? (open: "[", close: "]") : (open: "{", close: "}")
            return Remedy(
                message: "this `\(bracket.open)` is never closed", mark: open, help: ["close it with `\(bracket.close)`"])
        }
        let kinds = ["while parsing a flow sequence": ("]", "list"), "while parsing a flow mapping": ("}", "mapping")]
        guard let context = problem.context, let (close, kind) = kinds[context] else { return nil }
        return Remedy(
            message: "a comma or the closing `\(close)` is missing before this",
            help: [
                "the \(kind) begins at \(source.place(problem.contextMark)): separate its parts with commas, close it with `\(close)`"
            ])
    }

    /// Something after a quoted text or a closed bracket.
    private static func strayText(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        guard problem.problem == "did not find expected key" || problem.problem == "did not find expected <document start>",
            let last = source.head(before: problem.mark).last(where: { $0 != " " }), "\"'}]".contains(last)
        else { return nil }
        let apostrophe = last == "'" ? ["an apostrophe within single quotes is written twice: 'it''s'"] : []
        return Remedy(
            message: "nothing can follow the closing `\(last)` on its line",
            help: apostrophe + ["remove the rest, or quote the whole text", "is one bracket or quote too many?"])
    }

    /// `[1,, 2]`
    private static func missingEntry(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        guard problem.problem == "did not find expected node content" else { return nil }
        switch source.rest(from: problem.mark).first {
        case ",": return Remedy(message: "nothing stands before this comma", help: ["remove it, or write what is missing"])
        case "-": return Remedy(message: "a list with dashes cannot stand in brackets", help: ["write [a, b] without the dashes"])
        default: return nil
        }
    }

    /// `-Flatten` among items that begin with `- `.
    private static func missingSpaceAfterDash(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        let rest = source.rest(from: problem.mark)
        guard problem.problem == "did not find expected '-' indicator", rest.first == "-", let next = rest.dropFirst().first,
            next != " "
        else { return nil }
        return Remedy(
            message: "a space is missing after this dash",
            help: ["write `- \(DisplayText.safe(withoutComment(rest).dropFirst(), limit: 60))`"])
    }

    private static func indentation(_ problem: SyntaxProblem, _ source: TextSource) -> Remedy? {
        let first = source.rest(from: problem.mark).first
        switch problem.problem {
        case "did not find expected key" where first == ":", "did not find expected node content" where first == ":":
            return Remedy(message: "a key is missing before this colon", help: ["write `key: value`"])
        case "did not find expected key" where first == "]" || first == "}":
            return Remedy(message: "this bracket closes nothing", help: ["remove it, or open it above"])
        case "did not find expected key", "did not find expected '-' indicator":
            return Remedy(
                message: "this line fits neither the block that begins at \(source.place(problem.contextMark)) nor one around it",
                help: [
                    "indent it like the lines it belongs to; in a list each item begins with `- `, in a mapping each line with `key:`"
                ])
        case "did not find expected <document start>":
            return Remedy(
                message: "this line stands to the left of where the document began",
                help: ["begin all top-level keys in the same column"])
        case "block sequence entries are not allowed in this context":
            return Remedy(
                message: "a list cannot begin here",
                help: ["put `- ` on a line of its own, or write the list in brackets: [a, b]"])
        default: return nil
        }
    }
}
