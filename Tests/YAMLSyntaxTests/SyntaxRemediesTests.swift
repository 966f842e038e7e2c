import Diagnostics
import TestSupport
import Testing
import YAMLSyntax

/// The usual mistakes, each with the place that is reported (1️⃣) and the help.
@Suite struct SyntaxRemediesTests {
    @Test(arguments: [
        // A slice, which looks like a list.
        ("layers: 1️⃣[:-5]", "'[:-5]' is a list to YAML, and no valid one", "quote it: \"[:-5]\""),
        ("f: {layers: 1️⃣[-5:], x: 1}", "'[-5:]' is a list to YAML, and no valid one", "quote it: \"[-5:]\""),
        ("a: [\n  {b: c},\n  1️⃣[::2],\n]\n", "'[::2]' is a list to YAML, and no valid one", "quote it: \"[::2]\""),
        // Tabs.
        ("a:\n1️⃣\tb: 1", "a tab stands where YAML wants spaces", "indent with spaces, two a level"),
        ("a: 1\n1️⃣\tb: 2", "a tab stands where YAML wants spaces", "indent with spaces, two a level"),
        ("a: |\n1️⃣\tx", "a tab stands where YAML wants spaces", "indent with spaces, two a level"),
        // Colons.
        ("epochs1️⃣:3\nb: 2", "a space is missing after this colon", "write `epochs: 3`"),
        ("s:\n  - train:\n      epochs1️⃣:3\n      model: x\n", "a space is missing after this colon", "write `epochs: 3`"),
        ("a: 1\nb1️⃣:2\nc:3\nd: 4", "a space is missing after this colon", "write `b: 2`"),
        ("a: {x1️⃣:}", "a space is missing after this colon", "write `key: value`, with a space after the colon"),
        ("1️⃣key\nother: 2", "this line has no colon", "write `key: value`, with a space after the colon"),
        (
            "a: b1️⃣: c", "a second colon in one line: a mapping cannot begin here",
            "quote a text that holds `: `, and put a mapping in braces or on lines of its own"
        ),
        ("{1️⃣: 1}", "a key is missing before this colon", "write `key: value`"),
        ("1️⃣: 1", "a key is missing before this colon", "write `key: value`"),
        // Characters that mean something else.
        ("a: 1️⃣*.jpg", "a plain text cannot begin with `*`", "quote it: \"*.jpg\""),
        ("a: [1️⃣*, b]", "a plain text cannot begin with `*`", "quote it: \"*\""),
        ("a: 1️⃣& b", "a plain text cannot begin with `&`", "quote it: \"& b\""),
        ("a: 1️⃣@x y  # comment", "a plain text cannot begin with `@`", "quote it: \"@x y\""),
        ("a: {b: 1️⃣@x, c: 1}", "a plain text cannot begin with `@`", "quote it: \"@x\""),
        ("a: 1️⃣%x", "a plain text cannot begin with `%`", "quote it: \"%x\""),
        ("a: 1️⃣`x`", "a plain text cannot begin with ```", "quote it: \"`x`\""),
        ("a: 1️⃣,b", "a plain text cannot begin with `,`", "quote it: \",b\""),
        ("{a: 1️⃣${b}/c, d: 1}", "within braces and brackets a text with `${…}` needs quotes", "quote it: \"${b}/c\""),
        ("a: [1, 1️⃣x/${b}]", "within braces and brackets a text with `${…}` needs quotes", "quote it: \"x/${b}\""),
        // Quotes and brackets.
        (
            "a: 1️⃣\"x\nb: 2\n", "this quote is never closed",
            "close it with \" at the end of the text; an apostrophe within single quotes is written twice"
        ),
        (
            "a: 'it'1️⃣s'", "nothing can follow the closing `'` on its line",
            "an apostrophe within single quotes is written twice: 'it''s'"
        ),
        ("a: [b]1️⃣]", "nothing can follow the closing `]` on its line", "remove the rest, or quote the whole text"),
        ("a: 1\n1️⃣]", "this bracket closes nothing", "remove it, or open it above"),
        ("a: 1️⃣[1,", "this `[` is never closed", "close it with `]`"),
        ("a: {b: 1️⃣[1, {c: 2}", "this `[` is never closed", "close it with `]`"),
        ("a: 1️⃣{b: c", "this `{` is never closed", "close it with `}`"),
        (
            "a: {x: 1\n  y1️⃣: 2}", "a comma or the closing `}` is missing before this",
            "the mapping begins at line 1, column 4: separate its parts with commas, close it with `}`"
        ),
        (
            "a: \"C:1️⃣\\d\"", "a backslash in double quotes begins an escape, and this is none",
            "in double quotes write \\\\ for a backslash, or use single quotes, which know no escapes"
        ),
        // A quote that only the next one closes.
        (
            "a: 1️⃣\"x\nb: {c: \"y\"}", "this quote is closed only at line 2, column 8",
            "close it with \" at the end of the text, on its own line"
        ),
        // What an editor or a document program puts in place of plain characters.
        ("{a: 1️⃣“${b}”, d: 1}", "within braces and brackets a text with `${…}` needs quotes", "quote it: \"${b}\""),
        ("a: 1\nb1️⃣:\u{A0}2\nc: 3", "a special blank follows this colon, and YAML wants an ordinary space", "write `b: 2`"),
        // Too many signs, or too few.
        ("a: [1,1️⃣, 2]", "nothing stands before this comma", "remove it, or write what is missing"),
        ("a: [1️⃣- 1]", "a list with dashes cannot stand in brackets", "write [a, b] without the dashes"),
        ("a:\n  - b\n  1️⃣-c: 1", "a space is missing after this dash", "write `- c: 1`"),
        // Indentation.
        (
            "a: 1\n b1️⃣: 2", "this line is indented deeper than the one above, which already has its value",
            "indent both lines alike"
        ),
        (
            "a:\n  - 1\n 1️⃣- 2", "this line fits neither the block that begins at line 1, column 1 nor one around it",
            "indent it like the lines it belongs to; in a list each item begins with `- `, in a mapping each line with `key:`"
        ),
        (
            "  a: 1\n1️⃣b: 2", "this line stands to the left of where the document began",
            "begin all top-level keys in the same column"
        ),
        ("a: 1️⃣- b", "a list cannot begin here", "put `- ` on a line of its own, or write the list in brackets: [a, b]"),
    ])
    func mistake(text: String, message: String, help: String) {
        let marked = MarkedText(text)
        let (node, diagnostics) = parse(marked.text)
        #expect(node == nil)
        #expect(diagnostics.map(\.id) == ["yaml-syntax"])
        #expect(diagnostics.map(\.message) == [message])
        #expect(diagnostics.map(\.position) == [marked.position(1)])
        #expect(diagnostics.first?.help.first == help)
        #expect(diagnostics.map(\.outcome) == [.invalid])
    }

    /// Whatever has no remedy keeps libyaml's words.
    @Test func otherErrors() {
        let diagnostics = parse("a: >x").diagnostics
        #expect(diagnostics.map(\.message) == ["did not find expected comment or line break, while scanning a block scalar"])
        #expect(diagnostics.map(\.position) == [SourcePosition(file: "f", line: 1, column: 5)])
    }

    @Test func whatComesBeforeIsKept() {
        let diagnostics = parse("a: !x 1\na: 2\nb: [").diagnostics
        #expect(diagnostics.map(\.id) == ["tag", "duplicate-key", "yaml-syntax"])
    }
}
