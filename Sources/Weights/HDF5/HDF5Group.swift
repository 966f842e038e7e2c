import CHDF5
import Foundation

/// A group of a file from anywhere. Only names that lie in the file itself are followed: hard links.
struct HDF5Group {
    /// The most bytes that the names of a group or the texts of an attribute may take.
    static let nameLimit = 1 << 26

    let handle: HDF5Handle
    /// Where it is, for messages.
    let path: String

    /// The root of a file that lies in memory and stays there.
    init(root bytes: UnsafeRawBufferPointer) throws(MalformedFile) {
        let failure = "libhdf5 cannot open it: it is cut short, damaged or no HDF5 file"
        let file = try HDF5Handle(assay_h5_open(bytes.baseAddress, bytes.count), failure)
        // The root keeps the file open.
        handle = try HDF5Handle(H5Gopen2(file.id, "/", assay_h5_default()), failure)
        path = ""
    }

    private init(_ handle: HDF5Handle, _ path: String) {
        self.handle = handle
        self.path = path
    }

    /// A path below this group, for messages.
    func path(to name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }

    /// The names of its members, in the order of their bytes.
    func names() throws(MalformedFile) -> [String] {
        var names = assay_h5_names()
        let result = assay_h5_list(handle.id, Self.nameLimit, &names)
        defer { free(names.text) }
        guard result >= 0 else { throw MalformedFile("libhdf5 cannot list the group \(JSONText.shown(path))") }
        let bytes = UnsafeRawBufferPointer(start: names.text, count: names.count)
        var list: [String] = []
        for name in bytes.split(separator: 0) {
            guard let name = String(validating: name, as: UTF8.self) else {
                throw MalformedFile("a name in the group \(JSONText.shown(path)) is not UTF-8")
            }
            list.append(name)
        }
        return list
    }

    /// A group below this one; nil where there is none of that name.
    func group(_ path: String) throws(MalformedFile) -> HDF5Group? {
        var group = self
        for name in path.split(separator: "/", omittingEmptySubsequences: false) {
            guard let member = try group.member(String(name)) else { return nil }
            let place = group.path(to: String(name))
            guard H5Iget_type(member.id) == H5I_GROUP else { throw MalformedFile("\(JSONText.shown(place)) is not a group") }
            group = HDF5Group(member, place)
        }
        return group
    }

    /// A dataset below this group; nil where there is none of that name.
    func dataset(_ path: String) throws(MalformedFile) -> HDF5Dataset? {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let parents = names.dropLast().joined(separator: "/")
        guard let parent = names.count == 1 ? self : try group(parents), let member = try parent.member(names.last ?? "") else {
            return nil
        }
        return try HDF5Dataset(member, path: parent.path(to: names.last ?? ""))
    }

    /// Whether it has a member of that name that is a group.
    func hasGroup(_ name: String) throws(MalformedFile) -> Bool {
        guard let member = try member(name) else { return false }
        return H5Iget_type(member.id) == H5I_GROUP
    }

    /// An object right below this group; nil where there is none of that name.
    private func member(_ name: String) throws(MalformedFile) -> HDF5Handle? {
        let place = JSONText.shown(path(to: name))
        guard !name.isEmpty, name != ".", !name.utf8.contains(0) else { throw MalformedFile("\(place) is no path in a file") }
        switch assay_h5_link_kind(handle.id, name) {
        case ASSAY_H5_NOTHING: return nil
        case ASSAY_H5_HARD: return try HDF5Handle(H5Oopen(handle.id, name, assay_h5_default()), "libhdf5 cannot open \(place)")
        case ASSAY_H5_OTHER: throw MalformedFile("\(place) is a link to elsewhere, and links are not followed")
        default: throw MalformedFile("libhdf5 cannot look up \(place)")
        }
    }
}
