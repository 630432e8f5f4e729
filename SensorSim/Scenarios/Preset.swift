/// The scenarios that come with the program.
package enum Preset: String, CaseIterable, Sendable {
    case twoBoroughs = "two-boroughs"
    case schoolStreets = "school-streets"
    case london
    case clean
    case messy

    /// The file, to be read, copied and changed.
    package var yaml: String {
        let bytes =
            switch self {
            case .twoBoroughs: PackageResources.two_boroughs_yaml
            case .schoolStreets: PackageResources.school_streets_yaml
            case .london: PackageResources.london_yaml
            case .clean: PackageResources.clean_yaml
            case .messy: PackageResources.messy_yaml
            }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The scenario that the file describes; a preset that comes with the program has no mistakes.
    package func scenario() throws(ScenarioError) -> Scenario {
        try Scenario(yaml: yaml, file: rawValue, preset: self)
    }
}
