#!/usr/bin/env bash
# Exported files open in pandas, DuckDB and Polars without any option, with the right types and the published values; in R,
# where it is installed.
#
#   KERBSIDE_READERS=DIR   a Python environment that has the readers; default .build/readers, made when it is missing

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
begin_test exports

install_readers
make_feeds
for name in "${sets[@]}"; do
    choose_feeds "$name"
    data="$work/$name-expected"
    datasets=()
    for path in "$data"/summaries/*/*; do datasets+=("${path#"$data/summaries/"}"); done
    for dataset in "${datasets[@]}"; do
        file="$work/$name-long-${dataset/\//-}.csv"
        "$bin/kerbside" export --data "$data" --as long --dataset "$dataset" --out "$file" 2>"$file.log" >/dev/null ||
            not_ok "$name: $dataset is exported" "$file.log"
        step="reading $dataset as long"
        "$readers/bin/python" "$tests/exports.py" long "$file" "$data/summaries/$dataset" "$file.log" >"$work/read.txt" 2>&1 ||
            not_ok "$name: $dataset reads as it should" "$work/read.txt" "$file.log"
        ok "$name: $dataset, long: $(tail -n 1 "$work/read.txt")"
    done
    layouts=(openair excel us-aqi)
    # The simulated feed is too short for the index of a day.
    if [ "$name" = recorded ]; then layouts+=(us-aqi-day); fi
    for layout in "${layouts[@]}"; do
        file="$work/$name-$layout.csv"
        "$bin/kerbside" export --data "$data" --registry "$registry" --as "$layout" --out "$file" 2>"$file.log" >/dev/null ||
            not_ok "$name: air/hour is exported for $layout" "$file.log"
        step="reading $layout"
        "$readers/bin/python" "$tests/exports.py" "$layout" "$file" "$data/summaries/air/hour" "$file.log" >"$work/read.txt" 2>&1 ||
            not_ok "$name: the file for $layout reads as it should" "$work/read.txt" "$file.log"
        ok "$name: air/hour, $layout: $(tail -n 1 "$work/read.txt")"
    done
    cmp -s "$work/$name-openair.csv" <("$bin/kerbside" export --data "$data" --as openair --out - 2>/dev/null) ||
        not_ok "$name: standard output gets the same bytes as a file"
done
ok "standard output gets the same bytes as a file"

step="term days beside holidays"
python3 "$tests/school_days.py" make "$work/school.ndjson" "$work/school-registry"
"$bin/kerbside" aggregate --registry "$work/school-registry" --out "$work/school" --windows hour,school-day "$work/school.ndjson" \
    >"$work/school.log" 2>&1 || not_ok "aggregate reads six weeks of a school and a station" "$work/school.log"
"$bin/kerbside" export --data "$work/school" --registry "$work/school-registry" --as schools --out "$work/schools.csv" \
    >>"$work/school.log" 2>&1 || not_ok "the table of schools is exported" "$work/school.log"
python3 "$tests/school_days.py" check "$work/schools.csv" >"$work/read.txt" 2>&1 ||
    not_ok "the table of schools is that of fractions from the readings" "$work/read.txt" "$work/school.log"
ok "term days beside holidays, with a station's hours in the same windows: $(cat "$work/read.txt")"
"$readers/bin/python" "$tests/exports.py" schools "$work/schools.csv" "$work/school/summaries/air/school-day" "$work/school.log" \
    >"$work/read.txt" 2>&1 || not_ok "the table of schools reads as it should" "$work/read.txt"
ok "the table of schools: $(cat "$work/read.txt")"

step="reading in R"
if command -v Rscript >/dev/null; then
    Rscript "$tests/exports.R" "$work"/*-long-*.csv "$work"/*-openair.csv "$work"/*-excel.csv "$work"/*-us-aqi*.csv "$work/schools.csv" \
        >"$work/r.txt" 2>&1 || not_ok "R's read.csv reads each exported file with the right types" "$work/r.txt"
    ok "R's read.csv, with the right types: $(tail -n 1 "$work/r.txt")"
else
    skipped "R's read.csv: R is not installed"
fi
