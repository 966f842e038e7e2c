import Diagnostics
import Network

/// Scans a folder with one folder of images a class, by the rules of keras-preprocessing's `DirectoryIterator`.
///
/// Sorted by code points; recursive, folders by their full path, then files by name; links to folders are not followed below the class
/// level. Whether hidden entries count, and which endings, the semantics says; formats that only Pillow reads are left out, with a
/// warning.
enum FolderScan {
    private static let taken = ["png", "jpg", "jpeg"]
    private static let takenByKeras = ["bmp", "ppm", "tif", "tiff"]

    static func scan(_ path: String, classes: [String], semantics: Semantics) -> Scan {
        var scan = Scan()
        var notes = Notes(hidden: semantics.hiddenEntries)
        guard Directory.exists(path) else {
            let help = ["check the path, or where a parameter or flag sets it"]
            scan.diagnostics = [Diagnostic("missing-folder", .error, "no folder '\(path)'", help: help, outcome: .missingInput)]
            return scan
        }
        guard [.folder, .linkedFolder].contains(Directory.kind(path)) else {
            scan.diagnostics = [
                Diagnostic(
                    "not-a-folder", .error, "'\(path)' is no folder", help: ["name a folder with one folder of images a class"])
            ]
            return scan
        }
        let entries: [Directory.Entry]
        do throws(Directory.Unreadable) { entries = try Directory.entries(path) } catch {
            scan.diagnostics = [unreadable(path, error)]
            return scan
        }
        let folders = entries.filter { $0.kind == .folder || $0.kind == .linkedFolder }.map(\.name)
        notes.hiddenNames += folders.filter { $0.hasPrefix(".") && !classes.contains($0) }
        let found = folders.filter { !$0.hasPrefix(".") || semantics.hiddenEntries == .taken }
        scan.classes = classes.isEmpty ? found : classes
        if scan.classes.isEmpty { scan.diagnostics.append(noClasses(path, entries)) }
        for (label, name) in scan.classes.enumerated() {
            guard folders.contains(name) else {
                let nearest = Spelling.nearest(to: name, in: found).map { ["did you mean '\($0)'?"] } ?? []
                scan.diagnostics.append(
                    Diagnostic(
                        "missing-class", .error, "no folder for the class '\(name)' in '\(path)'",
                        help: nearest + ["there are: \(found.isEmpty ? "none" : found.joined(separator: ", "))"],
                        outcome: .missingInput))
                continue
            }
            let files = files(in: path, class: name, semantics, notes: &notes)
            // A hidden folder is a class by accident more often than not: the remark names it, and the class counts.
            if files.isEmpty, !name.hasPrefix(".") { scan.diagnostics.append(emptyClass(path, name, notes)) }
            scan.samples += files.map { .init(path: $0, origin: .file(path + "/" + $0), label: label) }
        }
        scan.diagnostics += notes.diagnostics(path)
        return scan
    }

    /// The images of a class by their paths below `root`, in Keras's order.
    private static func files(
        in root: String, class name: String, _ semantics: Semantics, notes: inout Notes
    ) -> [String] {
        let takesHidden = semantics.hiddenEntries == .taken
        var folders: [(path: String, files: [String])] = []
        var open = [name]
        while let folder = open.popLast() {
            let entries: [Directory.Entry]
            do throws(Directory.Unreadable) { entries = try Directory.entries(root + "/" + folder) } catch {
                notes.errors.append(unreadable(root + "/" + folder, error))
                continue
            }
            var files: [String] = []
            for entry in entries {
                let path = folder + "/" + entry.name
                let isImage = semantics.fileEndings.names(entry.name, taken)
                if entry.isHidden, entry.kind == .folder || (entry.kind == .file && isImage) {
                    notes.hiddenNames.append(path)
                    if !takesHidden { continue }
                }
                switch entry.kind {
                case .folder: open.append(path)
                case .linkedFolder: notes.linked.append(path)
                case .file where isImage: files.append(path)
                case .file: if semantics.fileEndings.names(entry.name, takenByKeras) { notes.otherFormats.append(path) }
                case .other: if isImage { notes.noFiles.append(path) }
                }
            }
            folders.append((folder, files))
        }
        return folders.sorted { $0.path.precedesByCodePoints($1.path) }.flatMap(\.files)
    }

    /// What was seen on the way and left out.
    private struct Notes {
        let hidden: Semantics.HiddenEntries
        var errors: [Diagnostic] = []
        var hiddenNames: [String] = []
        var linked: [String] = []
        var otherFormats: [String] = []
        var noFiles: [String] = []

        func diagnostics(_ root: String) -> [Diagnostic] {
            var result = errors
            func say(_ id: String, _ severity: Diagnostic.Severity, _ paths: [String], _ what: String, _ help: String) {
                guard !paths.isEmpty else { return }
                result.append(Diagnostic(id, severity, "\(listed(paths)) in '\(root)' \(what)", help: [help]))
            }
            say(
                "unread-format", .warning, otherFormats, "left out: only PNG and JPEG are read (Keras would read these too)",
                "convert them to PNG, which loses nothing")
            say("linked-folder", .warning, linked, "not followed: a link to a folder", "put the folder itself there")
            say("not-a-file", .warning, noFiles, "left out: no regular file", "remove it, or put an image there")
            switch hidden {
            case .leftOut:
                say(
                    "hidden-entry", .lint, hiddenNames, "left out as hidden (Keras's flow_from_directory would take it)",
                    "rename it if it holds images that count; semantics hidden_entries: taken does as that does")
            case .taken:
                say(
                    "hidden-entry", .lint, hiddenNames, "taken although hidden; a hidden folder of the first level is a class",
                    "remove it, or list `classes`; semantics hidden_entries: left_out passes over it")
            }
            return result
        }
    }

    private static func unreadable(_ path: String, _ error: Directory.Unreadable) -> Diagnostic {
        Diagnostic(
            "unreadable-folder", .error, "cannot read the folder '\(path)': \(error.reason)", help: ["check its permissions"])
    }

    private static func noClasses(_ path: String, _ entries: [Directory.Entry]) -> Diagnostic {
        let images = entries.contains { entry in taken.contains { entry.name.lowercased().hasSuffix("." + $0) } }
        return Diagnostic(
            "no-classes", .error, "'\(path)' holds no folders, so no classes",
            help: [
                images
                    ? "its images belong in one folder a class, or in a manifest (csv)" : "it needs one folder of images a class"
            ])
    }

    private static func emptyClass(_ root: String, _ name: String, _ notes: Notes) -> Diagnostic {
        let others = notes.otherFormats.filter { $0.hasPrefix(name + "/") }.count
        let help =
            others > 0
            ? "it holds \(others) of a format that is not read: convert them to PNG"
            : "put images there, or list `classes` without it"
        return Diagnostic(
            "empty-class", .error, "the class '\(name)' has no PNG or JPEG image in '\(root)/\(name)'", help: [help])
    }
}

extension Semantics.FileEndings {
    /// Whether a file's name says that it has one of these formats.
    fileprivate func names(_ file: String, _ formats: [String]) -> Bool {
        let name = file.lowercased()
        return formats.contains { name.hasSuffix(self == .dotted ? "." + $0 : $0) }
    }
}

/// Up to three names and how many more.
func listed(_ names: [String]) -> String {
    names.prefix(3).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
}
