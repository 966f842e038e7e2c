/// The types of numbers that become floats. A double beyond the floats becomes infinite, as everywhere; whole numbers are there as PyTorch
/// counts batches in them.
enum ElementType: String, CaseIterable {
    case double = "F64"
    case float = "F32"
    case half = "F16"
    case brain = "BF16"
    case long = "I64"
    case int = "I32"
    case byte = "U8"
    case boolean = "BOOL"

    /// The number of bytes of one value.
    var size: Int {
        switch self {
        case .double, .long: 8
        case .float, .int: 4
        case .half, .brain: 2
        case .byte, .boolean: 1
        }
    }

    /// The values that lie in whole elements of `bytes`.
    func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
        bytes.withUnsafeBytes { raw in
            func load<Bits: FixedWidthInteger>(_ type: Bits.Type, _ convert: (Bits) -> Float) -> [Float] {
                (0..<raw.count / size).map {
                    convert(Bits(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * size, as: type)))
                }
            }
            return switch self {
            case .double: load(UInt64.self) { Float(Double(bitPattern: $0)) }
            case .float: load(UInt32.self) { Float(bitPattern: $0) }
            case .half: load(UInt16.self) { Self.float(half: $0) }
            case .brain: load(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
            case .long: load(Int64.self) { Float($0) }
            case .int: load(Int32.self) { Float($0) }
            case .byte, .boolean: load(UInt8.self) { Float($0) }
            }
        }
    }

    /// IEEE binary16: 1 sign, 5 exponent and 10 fraction bits. (Swift has no `Float16` on every platform.)
    private static func float(half bits: UInt16) -> Float {
        let exponent = Int(bits >> 10 & 0x1f)
        let fraction = Float(bits & 0x3ff)
        let magnitude: Float =
            switch exponent {
            case 0: fraction * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
            }
        return bits >> 15 == 0 ? magnitude : -magnitude
    }
}
