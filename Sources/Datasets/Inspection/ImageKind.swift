/// What kind of image a file's header announces, in words: "JPEG RGB", "PNG grey 16-bit".
enum ImageKind {
    static func describe(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]) { return png(bytes) }
        if bytes.starts(with: [0xff, 0xd8]) { return jpeg(bytes) }
        return "unknown"
    }

    /// The IHDR chunk comes first: bit depth at 24, colour type at 25 (PNG specification, 11.2.2).
    private static func png(_ bytes: [UInt8]) -> String {
        guard bytes.count > 25 else { return "PNG" }
        let names: [UInt8: String] = [0: "grey", 2: "RGB", 3: "palette", 4: "grey with alpha", 6: "RGB with alpha"]
        return "PNG \(names[bytes[25]] ?? "unknown") \(bytes[24])-bit"
    }

    /// The frame header (SOF0 to SOF15 but for DHT, JPG and DAC) tells the components (ITU T.81, B.2.2).
    private static func jpeg(_ bytes: [UInt8]) -> String {
        var place = 2
        while place + 9 < bytes.count, bytes[place] == 0xff {
            let marker = bytes[place + 1]
            if marker == 0xff {
                place += 1
            } else if (0xc0...0xcf).contains(marker), ![0xc4, 0xc8, 0xcc].contains(marker) {
                let names: [UInt8: String] = [1: "grey", 3: "RGB", 4: "CMYK"]
                let progressive = [0xc2, 0xc6, 0xca, 0xce].contains(marker)
                return "JPEG \(names[bytes[place + 9]] ?? "unknown")" + (progressive ? " progressive" : "")
            } else {
                place += 2 + Int(bytes[place + 2]) << 8 + Int(bytes[place + 3])
            }
        }
        return "JPEG"
    }
}
