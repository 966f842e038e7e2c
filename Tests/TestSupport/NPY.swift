import Foundation

/// An array from NumPy's `.npy` format, version 1, little-endian, C order: float32, float64, uint8, int32 and int64.
public struct NPY: Sendable {
    /// The extents.
    public var shape: [Int]
    /// The values, as doubles (exact for all these types but large int64).
    public var values: [Double]
    /// The values as floats.
    public var floats: [Float] { values.map { Float($0) } }

    /// Why a file is no such array.
    public struct Malformed: Error {
        /// What is wrong.
        public var reason: String
    }

    /// Reads a fixture by its path under `Tests/Fixtures`.
    public init(fixture path: String) throws { try self.init(Data(contentsOf: Fixtures.url(path))) }

    /// Reads the bytes of a file.
    public init(_ data: Data) throws {
        let bytes = [UInt8](data)
        guard bytes.count > 10, bytes.prefix(6) == [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], bytes[6] == 1 else {
            throw Malformed(reason: "no version 1 .npy header")
        }
        let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
        let header = String(decoding: bytes[10..<start], as: UTF8.self)
        guard let open = header.firstIndex(of: "("), let close = header.firstIndex(of: ")"),
            header.contains("'fortran_order': False")
        else { throw Malformed(reason: header) }
        shape = header[header.index(after: open)..<close].split(separator: ",").compactMap {
            Int($0.trimmingCharacters(in: .whitespaces))
        }
        let count = shape.reduce(1, *)
        func load<T>(_ type: T.Type, _ convert: (T) -> Double) throws -> [Double] {
            guard bytes.count >= start + count * MemoryLayout<T>.size else { throw Malformed(reason: "cut short") }
            return bytes.withUnsafeBytes { raw in
                (0..<count).map { convert(raw.loadUnaligned(fromByteOffset: start + $0 * MemoryLayout<T>.size, as: T.self)) }
            }
        }
        if header.contains("'<f4'") {
            values = try load(Float.self) { Double($0) }
        } else if header.contains("'<f8'") {
            values = try load(Double.self) { $0 }
        } else if header.contains("'|u1'") {
            values = try load(UInt8.self) { Double($0) }
        } else if header.contains("'<i4'") {
            values = try load(Int32.self) { Double($0) }
        } else if header.contains("'<i8'") {
            values = try load(Int64.self) { Double($0) }
        } else {
            throw Malformed(reason: "type in \(header)")
        }
    }
}
