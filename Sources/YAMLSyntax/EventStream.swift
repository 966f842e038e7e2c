import CLibYAML

/// A place in the parsed text, both counted from 0, columns in Unicode scalars.
struct Mark: Hashable {
    var line: Int
    var column: Int
}

/// One event of libyaml, with no C type left in it.
struct Event {
    /// What a node carries beside its content.
    struct Properties {
        var anchor: String?
        var hasTag = false
    }

    enum Kind {
        /// The start or end of the stream, or the end of a document.
        case other
        case streamEnd
        case documentStart
        case alias(String)
        case scalar(String, Node.ScalarStyle, Properties)
        case sequenceStart(isFlow: Bool, Properties)
        case sequenceEnd
        case mappingStart(isFlow: Bool, Properties)
        case mappingEnd
    }

    var kind: Kind
    var start: Mark
    var end: Mark
}

/// What libyaml found wrong, in its words.
struct SyntaxProblem: Error {
    var problem: String
    var mark: Mark
    /// What it was doing (`while parsing a flow sequence`), and where that began.
    var context: String?
    var contextMark: Mark
    /// The innermost `[` or `{` that is open there.
    var openBracket: Mark?
    /// The last quoted text that goes over several lines.
    var longQuote: (start: Mark, end: Mark)?
}

/// libyaml's parser over a text; it owns the handle and the bytes that the handle reads.
final class EventStream {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    /// Starts at the beginning of a text; nil where memory is short.
    init?(_ text: String) {
        let utf8 = text.utf8
        parser = .allocate(capacity: 1)
        bytes = .allocate(capacity: utf8.count)
        _ = bytes.initialize(fromContentsOf: utf8)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            bytes.deallocate()
            return nil
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        bytes.deallocate()
    }

    /// The next event; `other` for ever after the end of the stream.
    func next() throws(SyntaxProblem) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        return Event(kind: Self.kind(of: event), start: Mark(event.start_mark), end: Mark(event.end_mark))
    }

    private func problem() -> SyntaxProblem {
        let context = parser.pointee.context.map { String(cString: $0) }
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not enough memory"
        let mark = Mark(parser.pointee.problem_mark)
        return SyntaxProblem(
            problem: problem, mark: mark, context: context, contextMark: context == nil ? mark : Mark(parser.pointee.context_mark)
        )
    }

    private static func kind(of event: yaml_event_t) -> Event.Kind {
        switch event.type {
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_ALIAS_EVENT: return .alias(string(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return .scalar(text, style(scalar.style), properties(scalar.anchor, scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let list = event.data.sequence_start
            return .sequenceStart(isFlow: list.style == YAML_FLOW_SEQUENCE_STYLE, properties(list.anchor, list.tag))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            return .mappingStart(isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE, properties(mapping.anchor, mapping.tag))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        default: return .other
        }
    }

    private static func properties(
        _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ tag: UnsafeMutablePointer<yaml_char_t>?
    ) -> Event.Properties {
        Event.Properties(anchor: string(anchor), hasTag: tag != nil)
    }

    private static func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private static func style(_ style: yaml_scalar_style_t) -> Node.ScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}

extension Mark {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line), column: Int(mark.column))
    }
}
