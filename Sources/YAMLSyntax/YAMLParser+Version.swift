import CLibYAML

extension YAMLParser {
    /// The version of libyaml: `0.2.5`.
    public static var libraryVersion: String { String(cString: yaml_get_version_string()) }
}
