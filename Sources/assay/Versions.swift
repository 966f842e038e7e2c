import EngineOneDNN
import Imaging
import Results
import Weights
import YAMLSyntax

/// What this program is made of.
enum Versions {
    /// Versions by name, as run.json has them.
    static let all: [String: String] = [
        "assay": AssayVersion.current,
        "cairo": CairoLibrary.version,
        "libhdf5": HDF5Library.version,
        "libpng": ImageEncoder.libraryVersion,
        "libyaml": YAMLParser.libraryVersion,
        "oneDNN": OneDNNEngine.libraryVersion,
        "zlib": ZlibLibrary.version,
    ]
}
