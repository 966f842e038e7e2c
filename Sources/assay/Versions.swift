import EngineOneDNN
import Imaging
import Results
import YAMLSyntax

/// What this program is made of.
enum Versions {
    /// Versions by name, as run.json has them.
    static let all: [String: String] = [
        "assay": AssayVersion.current,
        "cairo": CairoLibrary.version,
        "libpng": ImageEncoder.libraryVersion,
        "libyaml": YAMLParser.libraryVersion,
        "oneDNN": OneDNNEngine.libraryVersion,
    ]
}
