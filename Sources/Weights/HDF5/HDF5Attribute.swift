import CHDF5
import Foundation

extension HDF5Group {
    /// The texts of an attribute, one or a list; nil where there is none of that name.
    func texts(_ name: String) throws(MalformedFile) -> [String]? { try handle.texts(name, of: path) }

    /// The one text of an attribute; nil where there is none of that name.
    func text(_ name: String) throws(MalformedFile) -> String? {
        guard let texts = try texts(name) else { return nil }
        guard texts.count == 1 else { throw MalformedFile("\(attribute(name)) has \(texts.count) texts, and one is expected") }
        return texts[0]
    }

    /// The texts of a list that Keras cuts into `name0`, `name1` and so on where it is larger than an attribute may be; nil where there
    /// is neither.
    func textsInParts(_ name: String) throws(MalformedFile) -> [String]? {
        if let whole = try texts(name) { return whole }
        guard var all = try texts("\(name)0") else { return nil }
        var part = 1
        while let more = try texts("\(name)\(part)") {
            all += more
            part += 1
        }
        return all
    }

    /// An attribute, for messages.
    func attribute(_ name: String) -> String { HDF5Handle.attribute(name, of: path) }
}

extension HDF5Handle {
    /// An attribute, for messages.
    static func attribute(_ name: String, of path: String) -> String {
        "the attribute \(name) of " + (path.isEmpty ? "the file" : JSONText.shown(path))
    }

    /// The texts of an object's attribute, of fixed or variable length; nil where there is none of that name.
    func texts(_ name: String, of path: String) throws(MalformedFile) -> [String]? {
        let failure = "libhdf5 cannot read \(Self.attribute(name, of: path))"
        let exists = H5Aexists(id, name)
        guard exists >= 0 else { throw MalformedFile(failure) }
        guard exists > 0 else { return nil }
        let attribute = try HDF5Handle(H5Aopen(id, name, assay_h5_default()), failure)
        let type = try HDF5Handle(H5Aget_type(attribute.id), failure)
        let space = try HDF5Handle(H5Aget_space(attribute.id), failure)
        let points = H5Sget_simple_extent_npoints(space.id)
        guard points >= 0 else { throw MalformedFile(failure) }
        // h5py writes an empty list as no floats at all.
        guard points > 0 else { return [] }
        guard H5Tget_class(type.id) == H5T_STRING else {
            throw MalformedFile("\(Self.attribute(name, of: path)) is no text")
        }
        guard points <= HDF5Group.nameLimit / MemoryLayout<UInt>.size else {
            throw MalformedFile("\(Self.attribute(name, of: path)) has \(points) texts")
        }
        let texts =
            switch H5Tis_variable_str(type.id) {
            case 0: try attribute.fixedTexts(Int(points), type, failure)
            case 1: try attribute.variableTexts(Int(points), type, space, failure)
            default: throw MalformedFile(failure)
            }
        var result: [String] = []
        for text in texts {
            guard let text = String(validating: text, as: UTF8.self) else {
                throw MalformedFile("\(Self.attribute(name, of: path)) is not UTF-8")
            }
            result.append(text)
        }
        return result
    }

    /// The bytes of texts that all take the same room.
    private func fixedTexts(_ count: Int, _ type: HDF5Handle, _ failure: String) throws(MalformedFile) -> [ArraySlice<UInt8>] {
        let size = H5Tget_size(type.id)
        guard size > 0, size <= HDF5Group.nameLimit / count else { throw MalformedFile("\(failure): it is too large") }
        var bytes = [UInt8](repeating: 0, count: size * count)
        guard bytes.withUnsafeMutableBytes({ H5Aread(id, type.id, $0.baseAddress) }) >= 0 else { throw MalformedFile(failure) }
        let isPaddedWithSpaces = H5Tget_strpad(type.id) == H5T_STR_SPACEPAD
        return (0..<count).map { index in
            var text = bytes[index * size..<(index + 1) * size].prefix { $0 != 0 }
            while isPaddedWithSpaces, text.last == 0x20 { text.removeLast() }
            return text
        }
    }

    /// The bytes of texts that the library allocates.
    private func variableTexts(
        _ count: Int, _ type: HDF5Handle, _ space: HDF5Handle, _ failure: String
    ) throws(MalformedFile) -> [ArraySlice<UInt8>] {
        let memory = try HDF5Handle(H5Tcopy(assay_h5_text()), failure)
        guard H5Tset_size(memory.id, assay_h5_variable()) >= 0, H5Tset_cset(memory.id, H5Tget_cset(type.id)) >= 0 else {
            throw MalformedFile(failure)
        }
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
        return try pointers.withUnsafeMutableBufferPointer { pointers throws(MalformedFile) in
            let result = H5Aread(id, memory.id, pointers.baseAddress)
            defer { _ = H5Dvlen_reclaim(memory.id, space.id, assay_h5_default(), pointers.baseAddress) }
            guard result >= 0 else { throw MalformedFile(failure) }
            var room = HDF5Group.nameLimit
            var texts: [ArraySlice<UInt8>] = []
            for pointer in pointers {
                let text = pointer.map { UnsafeRawBufferPointer(start: $0, count: strlen($0)) }
                room -= text?.count ?? 0
                guard room >= 0 else { throw MalformedFile("\(failure): it is too large") }
                texts.append(text.map { Array($0)[...] } ?? [])
            }
            return texts
        }
    }
}
