import Foundation
import Imaging
import Randomness
import TestSupport

/// Images and files of `Tests/Fixtures/imaging`.
enum ImageFixtures {
    static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: Fixtures.url("imaging/" + path))) }

    static func read(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    static func list(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// A saved array (height x width or height x width x channels) as pixels.
    static func pixels(_ path: String) throws -> PixelImage {
        let array = try NPY(fixture: "imaging/" + path)
        let channels = array.shape.count == 3 ? array.shape[2] : 1
        return PixelImage(
            height: array.shape[0], width: array.shape[1], channels: channels, pixels: array.values.map { UInt8($0) })
    }

    static func json<Value: Decodable>(_ type: Value.Type, _ path: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: Fixtures.url("imaging/" + path)))
    }

    /// The files of a folder by name.
    static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: Fixtures.url("imaging/" + folder).path)) ?? []).sorted()
    }
}

/// Draws written down beforehand; 0.5 when they run out, and counted.
struct ScriptedDraws: DrawSource {
    var script: [Double]
    var taken = 0

    init(_ script: [Double]) { self.script = script }

    mutating func next() -> Double {
        defer { taken += 1 }
        return taken < script.count ? script[taken] : 0.5
    }

    mutating func below(_ bound: Int) -> Int { Int(next() * Double(bound)) }
}
