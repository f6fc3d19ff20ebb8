#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What no preset touches keeps its bytes: each directory of test/fixtures/untouched is a preset that touches one object
# of a stream which carries what real charts carry, and test/golden/untouched has what `diff` then shows, reviewed line
# by line. After them, objects of real streams with fields chosen by dice.

load helpers

fixtures=$JUNO_ROOT/test/fixtures/untouched

# shows_only NAME...: `diff` of the stream and what comes out is the golden one
shows_only() {
    local name
    for name in "$@"; do
        helm-juno post-render --preset "$fixtures/$name" <"$fixtures/$name/in.yaml" >"$name.yaml"
        diff -a "$fixtures/$name/in.yaml" "$name.yaml" >"$name.diff" || [[ $? -eq 1 ]]
        assert_golden "$name.diff" "untouched/$name.diff"
        # What came out is a stream of the same data, and a second run has nothing left to do.
        helm-juno post-render --preset "$fixtures/nothing" <"$name.yaml" >"$name.again"
        assert_same_bytes "$name.yaml" "$name.again"
    done
}

@test "comments stay: at the head, behind values, between entries and elements, at the foot" {
    shows_only comments comments-and-lines
}

@test "anchors, aliases and merge keys stay; an alias under a change is written out alone" {
    shows_only anchors anchored-value merge-keys
}

@test "R-012 line ends stay as they are: CRLF, mixed, NEL and LS, none at the end" {
    shows_only crlf mixed-line-ends odd-breaks no-final-newline
}

@test "block scalars and folded ones stay, whatever their headers, blanks and paragraphs" {
    shows_only block-scalars folded dashboards
}

@test "JSON documents stay JSON, flow collections flow, and lines of their own lines of their own" {
    shows_only json flow flow-lines
}

@test "tabs where they are legal, trailing blanks and lines of thousands of characters stay" {
    shows_only tabs trailing-spaces long-lines
}

@test "R-012 byte order marks, directives, document ends and comments on separators stay" {
    shows_only byte-order-mark byte-order-mark-other document-ends helm-stream
}

@test "R-009 R-013 quoted, explicit, double and similar keys stay" {
    shows_only quoted-keys duplicate-keys duplicate-looking-keys
}

@test "text beyond ASCII, tags and odd numbers stay as they are written" {
    shows_only unicode tags numbers
}

@test "indentation of all widths, empty values of all kinds and Lists stay" {
    shows_only indents empty-values list list-removed-item
}

@test "a strategic merge reorders a list by moving lines with their comments, not by writing them anew" {
    shows_only strategic-merge order-of-a-list
}

@test "namespace, replicas and images change their own lines" {
    shows_only everything-but-patches
}

@test "every fixture is used by a test above, and each touches something" {
    local dir name
    for dir in "$fixtures"/*/; do
        name=$(basename "$dir")
        [[ $name == nothing ]] && continue
        grep -qE "shows_only .*\b$name( |$)" "$BATS_TEST_FILENAME" || { echo "$name is not used" && return 1; }
        [[ -s $JUNO_ROOT/test/golden/untouched/$name.diff ]] || { echo "$name changes nothing" && return 1; }
    done
    [[ $(find "$fixtures" -name in.yaml | wc -l) -ge 30 ]]
}

# touches_only LEAST FILE...: at least so many objects of these streams were touched, all of them rightly
touches_only() {
    local least=$1 touched
    shift
    run --separate-stderr "$JUNO_ROOT/test/untouched-bytes" "$@"
    assert_status 0
    touched=$(sed -n 's/^\([0-9]*\) objects touched in .*, 0 wrong$/\1/p' <<<"$output")
    [[ ${touched:-0} -ge $least ]] || { show_run && return 1; }
}

@test "of any object of a real stream just the lines of the touched fields change" {
    local streams
    mapfile -t streams < <(real_streams)
    touches_only 35 --most 40 "${streams[@]}"
}

@test "the same for the objects of the fixtures" {
    touches_only 55 "$fixtures"/*/in.yaml
}
