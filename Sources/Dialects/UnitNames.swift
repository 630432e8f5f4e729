/// Where a format names devices, beside the fields that do so in all formats (`FieldCare`): these names stay, whatever
/// they look like, for without them nobody can tell whose message it was.
package struct UnitNames: Sendable {
    /// Whether the members of the payload's object are devices, each with what is said of it.
    var areTopMembers = false
    /// Fields, folded as `JSONName(folding:)` folds them.
    var fields: [JSONName] = []

    package init() {}
}

extension Dialect {
    package var unitNames: UnitNames {
        var names = UnitNames()
        names.areTopMembers = self == .centralSystem
        return names
    }
}

extension Mapping {
    /// The field from which the mapping takes the device.
    package var unitNames: UnitNames {
        var names = UnitNames()
        if case .path(let path)? = device, case .member(let name)? = path.steps.last,
            let folded = JSONName(folding: name.span)
        {
            names.fields = [folded]
        }
        return names
    }
}
