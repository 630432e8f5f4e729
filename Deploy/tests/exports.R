# Opens exported files with R's read.csv without any option, and checks that figures are numbers, truth values are truth
# values and times can be read as times, with the values that the file has.
#
#   Rscript exports.R FILE…

check <- function(holds, ...) {
    if (!isTRUE(holds)) {
        cat("NOT OK", ..., "\n")
        quit(status = 1)
    }
}

figures <- c("n", "mean", "min", "max", "stdev", "p50", "p95", "raw_mean", "capture_pct", "hours", "n_hours", "n_flagged",
    "index", "limit", "periods_over", "allowed", "equivalent_percentile", "year", "kwh", "meter_start", "meter_stop",
    "sessions_started", "utc_offset_h", "no2", "no", "nox", "o3", "so2", "co", "pm2.5", "pm10", "air_temp", "RH", "ws", "wd")
patterns <- "_(s|kw|pct|index|ugm3|mgm3|ppb|ppm|degC|hPa|ms|deg|days|pairs|mean|difference|error)$"
truths <- c("valid", "indicative", "excluded")
times <- c("window_start", "window_end", "as_of", "plug_in", "charge_start", "charge_end", "unplug", "start", "end")

for (file in commandArgs(TRUE)) {
    found <- read.csv(file)
    text <- read.csv(file, colClasses = "character")
    check(nrow(found) > 0, file, "has no rows")
    for (name in names(found)) {
        cells <- text[[name]]
        if (all(cells == "")) next # R holds what is never known as NA
        if (name %in% truths) {
            check(is.logical(found[[name]]), file, name, "is", class(found[[name]]))
        } else if (name %in% figures || grepl(patterns, name)) {
            check(is.numeric(found[[name]]), file, name, "is", class(found[[name]]))
            check(identical(as.numeric(cells), as.numeric(found[[name]])), file, name, "has other values")
        } else if (name %in% times) {
            # Of sessions, instants may have a fraction of a second.
            check(!anyNA(as.POSIXct(sub("[.][0-9]+Z$", "Z", cells[cells != ""]), format = "%Y-%m-%dT%H:%M:%SZ", tz = "GMT")),
                file, name, "is no time")
        } else if (grepl("^date", name)) {
            check(!anyNA(as.POSIXct(cells, tz = "GMT")), file, name, "is no time")
        }
    }
}
cat(length(commandArgs(TRUE)), "files in R", as.character(getRversion()), "\n")
