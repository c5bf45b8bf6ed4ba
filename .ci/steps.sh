# The steps of .ci/run, one function each, in the order in which they run.

# packages installs what is missing of Debian, and starts PostgreSQL.
packages() {
  local pair missing=()
  local need=(chromium:chromium gcc:gcc git:git jq:jq mutool:mupdf-tools npm:npm openssl:openssl pdfsig:poppler-utils qpdf:qpdf)
  for pair in "${need[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  if ((${#missing[@]})); then
    [[ $EUID == 0 ]] || { echo "install first: ${missing[*]}" && return 1; }
    echo "installing ${missing[*]}"
    install_packages "${missing[@]}" >"$TMPDIR/apt.log" 2>&1 || { tail -n 40 "$TMPDIR/apt.log" && return 1; }
  fi
  start_postgres
  go version
  "$postgres_bin/postgres" --version
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update || return
  if [[ " $* " == *" postgresql "* ]]; then # Debian starts a server with the package, unless it is told not to
    apt-get install -y --no-install-recommends postgresql-common || return
    sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf || return
  fi
  apt-get install -y --no-install-recommends "$@"
}

# tools builds the linter and fetches the checkers of the contract, as .ci/tools pins them.
tools() {
  go build -C .ci/tools -o ../.cache/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
  npm ci --prefix .ci/tools --ignore-scripts --no-audit --no-fund --loglevel=error
}

format() {
  local wrong
  wrong=$(git ls-files -z '*.go' | xargs -0 gofmt -l)
  [[ -z $wrong ]] || { printf 'not gofmt:\n%s\n' "$wrong" && return 1; }
}

# generated fails when generating again changes a file.
generated() {
  local before after
  before=$(git ls-files -z '*.gen.go' | xargs -0 sha256sum)
  go generate ./...
  after=$(git ls-files -z '*.gen.go' | xargs -0 sha256sum)
  diff <(echo "$before") <(echo "$after") || { echo 'go generate ./... changed these files: commit them' && return 1; }
}

build() {
  go build -o "$scratch/testamur" ./cmd/testamur
  "$scratch/testamur" version
}

lint() {
  export GOLANGCI_LINT_CACHE=$PWD/.ci/.cache/lint
  .ci/.cache/golangci-lint config verify
  .ci/.cache/golangci-lint run
}

contract() {
  .ci/tools/node_modules/.bin/spectral lint --ruleset .ci/tools/spectral.yaml --fail-severity=warn openapi.yaml
  REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
    .ci/tools/node_modules/.bin/redocly lint --format=stylish --config .ci/tools/redocly.yaml openapi.yaml
}

# tests runs every test, and fails when one was skipped: here everything is installed that a test can want.
tests() {
  local events=$scratch/events status=0
  local outside_tests='select(.Test == null and .Output and .Output != "PASS\n").Output'
  [[ -z $long ]] || export TESTAMUR_TEST_KILLS=100
  go test -count=1 -json ./... | tee "$events" | jq -rj --unbuffered "$outside_tests" || status=$?
  jq -rs -f .ci/report.jq "$events" >"$scratch/report"
  sed '$d' "$scratch/report"
  tail -n 1 "$scratch/report" | tee "$scratch/counts"
  grep -q ' 0 skipped$' "$scratch/counts" || { echo 'no test may be skipped here' && return 1; }
  return "$status"
}

# lives holds 10,000 random deeds on each database against the model of a certificate's life.
lives() {
  local checks=210
  [[ -z $long ]] || checks=2100
  go test -count=1 -timeout 30m -v -run TestNoOrderOfDeedsBreaksARule ./internal/certificate -args -rapid.checks=$checks -rapid.steps=100 | grep -E '^ok|^---|FAIL|deeds'
}

# races looks for data races where several do things at once; --long does so in every test. On SQLite alone: what races is memory of
# ours, which is the same on either database, and every test has run on both before.
races() {
  local at_once='AtOnce|OneEffect|OneWinner|OneMoment|BegunOnce|ItemOnce|Server|Worker|AnyGoroutine|UnderWay|OrderOfCommits|Strangers'
  local packages=(./api ./internal/{account,blob,certificate,keys,mail,operation,pdf,personal,programme,store,typeset,web})
  [[ -z $long ]] || { at_once='' packages=(./...); }
  TESTAMUR_TEST_POSTGRES='' go test -race -short -timeout 30m -run "$at_once" "${packages[@]}"
}

# fuzzing gives each fuzz target some runs; what it finds stays in the package's testdata. Runs, not seconds: Go calls it a failure
# when the end of the time meets a worker in the middle. Two targets at a time: most of the time goes to linking, which one core does.
fuzzing() {
  export -f fuzz
  export fuzz_runs=1000x
  [[ -z $long ]] || fuzz_runs=100000x
  git grep -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | sed 's/:func / /' | xargs -P 2 -L 1 bash -c 'fuzz "$@"' fuzz
}

fuzz() {
  local output status=0
  output=$(go test -run '^$' -fuzz "^$2\$" -fuzztime "$fuzz_runs" -fuzzminimizetime 10x "./$(dirname "$1")" 2>&1) || status=1
  printf '%s %s\n%s\n' "$(dirname "$1")" "$2" "$(sed '/^fuzz: elapsed/d; /^PASS$/d' <<<"$output")"
  return "$status"
}

benchmarks() {
  go test -run '^$' -bench . -benchmem ./...
}

# clean fails when a step changed the tree.
clean() {
  diff <(echo "$tree") <(echo "$(git status --porcelain)")
}
