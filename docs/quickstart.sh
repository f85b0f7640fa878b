#!/usr/bin/env bash
# The quick start of README.md as a test: takes its commands as they stand there, on a network with ports and a folder of
# its own, so that it meets no sandbox of yours. Each line of a "text" block is one that the commands before it have to print.
#
# Everything it starts ends with it, and its folder goes, whatever happens. Where Coco is built it takes less than two minutes, and
# more on a machine that is busy with other things: it gives up after five.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

SECONDS_MAX=300
folder=$(mktemp -d)
sandbox=''
passed=0

finish() {
  if [[ -n $sandbox ]]; then
    kill "$sandbox" 2>/dev/null || true
    wait "$sandbox" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT TERM

fail() {
  echo "quick start: $*" >&2
  if [[ -f $folder/sandbox.log ]]; then tail -n 20 "$folder/sandbox.log" >&2; fi
  echo "$passed passed, 1 failed"
  exit 1
}

# Whether nobody listens at port $1 of this machine.
is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A first port with room for three nodes: each listens there, 100 above and 200 above.
find_port() {
  local first=$((15000 + $$ % 200 * 50)) n
  while :; do
    for n in 0 1 2 100 101 102 200 201 202; do is_free $((first + n)) || { first=$((first + 3)); continue 2; }; done
    echo "$first"
    return
  done
}

# The section "Start" of README.md up to the commands of the tests: "sh COMMAND" with continued lines in one, "text LINE".
steps() {
  awk '
    /^## / { inside = $0 == "## Start"; next }
    !inside { next }
    /^```/ { kind = kind == "" ? substr($0, 4) : ""; next }
    $0 == "./coco test" { exit }
    kind != "" && /\\$/ { sub(/ *\\$/, ""); begun = begun $0; next }
    kind != "" { print kind " " begun $0; begun = "" }
  ' README.md | tr -s ' '
}

# A command of the README made to speak of this network.
here() {
  sed -e "s#127\.0\.0\.1:8545#127.0.0.1:$port#g" -e "s#127\.0\.0\.1:8546#127.0.0.1:$((port + 1))#g" \
    -e "s#127\.0\.0\.1:8547#127.0.0.1:$((port + 2))#g" -e "s#build/sandbox#$folder/sandbox#g" \
    -e "s#build/proof\.json#$folder/proof.json#g" <<<"$1"
}

start_sandbox() {
  # Any command builds where sources are newer; that takes no part of the time.
  ./coco receipt verify --help >/dev/null
  SECONDS=0
  ./coco sandbox --fresh --quiet --port "$port" --data "$folder/sandbox" >"$folder/sandbox.log" 2>&1 &
  sandbox=$!
  until grep -q '^ready' "$folder/sandbox.log"; do
    kill -0 "$sandbox" 2>/dev/null || fail "the sandbox has ended"
    ((SECONDS < SECONDS_MAX)) || fail "the sandbox is not ready in time"
    sleep 0.2
  done
}

# Runs command $1; adds what it prints to $output.
run() {
  echo "\$ $1"
  local printed left=$((SECONDS_MAX - SECONDS))
  ((left > 0)) || fail "more than $SECONDS_MAX s"
  printed=$(timeout "$left" bash -euo pipefail -c "$(here "$1")" 2>&1) || fail "$1: $printed"
  echo "$printed"
  output+=$printed$'\n'
  passed=$((passed + 1))
}

# Programs that are no part of a JDK: without them nothing is shown, and where CI is true that is a failure.
missing=''
for program in curl node npm; do command -v "$program" >/dev/null || missing+=" $program"; done
if [[ -n $missing ]]; then
  echo "quick start: needs$missing (Debian: apt install curl nodejs npm)"
  if [[ ${CI:-} == true ]]; then fail "not run"; fi
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
fi

mapfile -t steps < <(steps)
[[ ${steps[0]:-} == "sh ./coco sandbox" ]] || fail "README.md does not begin with ./coco sandbox"
((${#steps[@]} >= 8)) || fail "README.md shows fewer steps than it did: ${#steps[@]}"
port=$(find_port)
start_sandbox
passed=1
output='' last=sh
for step in "${steps[@]:1}"; do
  kind=${step%% *} rest=${step#* }
  case $kind in
    sh)
      if [[ $last == text ]]; then output=''; fi
      run "$rest" ;;
    text)
      [[ $'\n'$(tr -s ' ' <<<"$output")$'\n' == *$'\n'"$rest"$'\n'* ]] ||
        fail "README.md shows this line, and it was not printed: $rest" ;;
    *) fail "README.md has a block of another kind: $kind" ;;
  esac
  last=$kind
done
echo "$passed passed, 0 failed"
