#!/usr/bin/env bash
# The entry point of a PrairieLearn grading image (binder/jobs/Containerfile): /grade/student has the submission, /grade/results takes the report.
set -euo pipefail

grade=${GRADE:-/grade} # somewhere else in a test
packetwalk=${PACKETWALK:-/opt/packetwalk/packetwalk}
results=$grade/results/results.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$grade/results"

# refuse TEXT: not graded, and no attempt is lost. Texts are our own, so nothing in them needs an escape.
refuse() {
    printf '{"gradable": false, "format_errors": ["%s"]}\n' "$1" >"$results"
    exit 0
}

mapfile -t notebooks < <(find "$grade/student" -name '*.ipynb' -type f)
((${#notebooks[@]} == 1)) || refuse "Hand in one notebook; this has ${#notebooks[@]}."
mkdir -p "$work/learner" "$work/out"
cp "${notebooks[0]}" "$work/learner/"
seed=()
[[ ! -f $grade/tests/seed ]] || seed=(--seed-file "$grade/tests/seed")
sh "$packetwalk" grade "${seed[@]}" --out "$work/out" --format prairielearn "$work/learner" >&2 ||
    refuse "The grader stopped. This is not your mistake; tell the staff."
report=$(find "$work/out" -name prairielearn.json -type f | head -n 1)
[[ -n $report ]] || refuse "The grader wrote no report. This is not your mistake; tell the staff."
cp "$report" "$results"
