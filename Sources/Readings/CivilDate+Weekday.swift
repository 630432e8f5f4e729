extension CivilDate {
    /// 1 for Monday to 7 for Sunday, as ISO 8601-1:2019 table 2 numbers them.
    package var isoWeekday: Int {
        // 1970-01-01 was a Thursday.
        let remainder = (Int(daysSince1970) + 3) % 7
        return (remainder < 0 ? remainder + 7 : remainder) + 1
    }
}
