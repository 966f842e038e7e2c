import EngineOneDNN
import Foundation
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
        "libturbojpeg": turboJPEG,
        "libyaml": YAMLParser.libraryVersion,
        "oneDNN": OneDNNEngine.libraryVersion,
    ]

    /// It tells no version, so the content of its file stands for it.
    private static var turboJPEG: String {
        guard let path = ImageDecoder.jpegLibrary else { return "unknown" }
        return "\((path as NSString).lastPathComponent) \(FileMark(ofFile: path).sha256.prefix(12))"
    }
}
