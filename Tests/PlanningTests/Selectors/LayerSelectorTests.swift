import Network
import Testing

@testable import Planning

@Suite struct LayerSelectorTests {
    private func network() throws -> NetworkDefinition {
        let layers: [(String, any Layer)] = [
            ("conv2d", Conv2D(filters: 2, kernelSize: [3, 3])), ("norm", BatchNormalization()),
            ("conv2d_1", Conv2D(filters: 2, kernelSize: [1, 1])),
            ("flatten", Flatten()), ("head", Dense(units: 2)),
        ]
        return try NetworkDefinition(
            input: Shape([8, 8, 3]), layers: layers.map { (name: $0.0, layer: try #require(OneOf<LayerFamily>($0.1))) })
    }

    @Test(arguments: [
        ("head", [4]), ("conv*", [0, 2]), ("conv2d", [0]), ("conv2d?1", [2]), ("*n*", [0, 1, 2, 3]), ("kind:Conv2D", [0, 2]),
        ("kind:Dense", [4]), ("[::-1]", [0, 1, 2, 3, 4]), ("[-1]", [4]), ("[1:4:2]", [1, 3]),
    ])
    func takes(_ text: String, _ expected: [Int]) throws {
        #expect(try LayerSelector.parse(text).matches(in: network()) == expected)
    }

    /// The text, the character at which reading stops, and a part of what is said.
    @Test(arguments: [
        ("[1:2", 3, "closing bracket"), ("[a]", 1, "here is `a`"), ("[1:b]", 3, "`b`"), ("[1:2:3:4]", 6, "three parts"),
        ("[]", 1, "without a number"), ("[-]", 2, "sign without"), ("[1]x", 3, "nothing can follow the slice"),
        ("[0:3:0]", 5, "cannot be 0"),
        ("", 0, "empty"), ("kind:Cnv2D", 5, "no kind of layer"), ("kind:", 5, "no kind of layer"), ("[", 0, "closing bracket"),
        ("[1.5]", 2, "`.`"), ("[:é]", 2, "`é`"),
    ])
    func problemsHaveAPlace(_ text: String, _ offset: Int, _ part: String) {
        do {
            _ = try LayerSelector.parse(text)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.offset == offset && error.message.contains(part), "\(error)")
            #expect(!error.help.isEmpty)
        }
    }

    @Test(arguments: [
        ("[7:]", "none of the 5"), ("[5]", "no layer 5 among 5"), ("[-6]", "no layer -6"), ("hed", "no layer is called"),
        ("x*", "fits"), ("kind:Dropout", "no layer is a Dropout"),
    ])
    func whatMatchesNothingIsAProblem(_ text: String, _ part: String) throws {
        let network = try network()
        do throws(LayerSelector.Problem) {
            _ = try LayerSelector.parse(text).matches(in: network)
            Issue.record("\(text) matched")
        } catch { #expect(error.message.contains(part), "\(error)") }
    }

    @Test func globsTakeNoTimeToSpeakOf() {
        let name = String(repeating: "a", count: 2000)
        #expect(!Glob.matches(name, String(repeating: "a*", count: 40) + "b"))
    }
}
