#!/bin/sh
# check.sh COMPILER FILE [FLAG...]: FILE must not compile, and its only error must hold the sentence of its second line
# (where a bar may be written \|). From g++ a user gets at most 30 lines to read.
compiler=$1
file=$2
shift 2
sentence=$(sed -n '2s|^// ||p' "$file" | sed 's/\\|/|/g')

fail() {
  printf '%s\n' "$output" | head -n 60
  printf '%s: %s\n' "$file" "$1"
  exit 1
}

output=
[ -n "$sentence" ] || fail 'its second line holds no sentence'
output=$(LC_ALL=C "$compiler" "$@" -fsyntax-only "$file" 2>&1) && fail 'compiles'
errors=$(printf '%s\n' "$output" | grep -c 'error:')
[ "$errors" -eq 1 ] || fail "$errors errors instead of one"
printf '%s\n' "$output" | grep 'error:' | grep -qF "$sentence" || fail "the error does not say: $sentence"
lines=$(printf '%s\n' "$output" | wc -l)
case ${compiler##*/} in
  g++*) [ "$lines" -le 30 ] || fail "$lines lines of output instead of at most 30" ;;
esac
