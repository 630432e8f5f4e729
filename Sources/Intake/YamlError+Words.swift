import Yams

extension YamlError {
    /// The line of the file, where the parser names one.
    var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }

    /// What the parser found, in one line.
    var finding: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        default: "\(self)".split(separator: "\n").first.map(String.init) ?? "something that is not YAML"
        }
    }
}
