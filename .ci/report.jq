# Reads what `go test -json` wrote, slurped. Prints what the failed tests said, which tests were skipped and why, and last the
# counts. A test that never ended failed.
map(select(.Test))
| group_by([.Package, .Test])
| map({
    name: "\(.[0].Package) \(.[0].Test)",
    said: (map(.Output // empty) | add),
    end: ([.[].Action | select(. == "pass" or . == "fail" or . == "skip")][-1] // "fail")
  })
| (.[] | select(.end != "pass") | "\n\(.name): \(.end)\n\(.said)"),
  (map(.end) | "\(map(select(. == "pass")) | length) passed, \(map(select(. == "fail")) | length) failed, \(map(select(. == "skip")) | length) skipped")
