import Foundation

/// Writes arrays in NumPy's `.npy` format, version 1: little-endian, C order.
public enum NPYWriter {
    /// The bytes of a float32 array.
    public static func data(_ values: [Float], shape: [Int]) -> Data {
        header("<f4", shape) + values.withUnsafeBytes { Data($0) }
    }

    /// The bytes of an int64 array.
    public static func data(_ values: [Int], shape: [Int]) -> Data {
        header("<i8", shape) + values.withUnsafeBytes { Data($0) }
    }

    private static func header(_ type: String, _ shape: [Int]) -> Data {
        let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
        // Magic, version, length and text together fill whole lines of 64 bytes, the last of them a line feed.
        let padding = 63 - (10 + text.utf8.count) % 64
        let full = text + String(repeating: " ", count: padding) + "\n"
        let count = UInt16(full.utf8.count)
        return Data([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, UInt8(count & 0xff), UInt8(count >> 8)]) + Data(full.utf8)
    }
}
