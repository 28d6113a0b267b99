"""Shell lines that check any bundle without truyvet: coreutils, jq, openssl.

docs/spec/proof.md shows them with what each is for, and a test keeps both equal and runs them.
"""

START = r"""t=$(mktemp -d)
wrong=0
say() { echo "$*"; wrong=1; }
# Writes hexadecimal as bytes.
bytes() { printf '%s' "$1" | tr a-f A-F | basenc --base16 --decode; }
# Prints the SHA-256 of its input.
hash() { sha256sum | cut -c 1-64; }
# Prints the RFC 6962 leaf hash of a file.
leaf() { { printf '\000'; cat "$1"; } | hash; }
# Prints the root to which leaf hash, number and size of the tree lead over the siblings.
climb() {
  node=$1 place=$2 last=$(($3 - 1))
  shift 3
  for sibling in "$@"; do
    if [ $((place % 2)) = 1 ] || [ "$place" = "$last" ]; then
      node=$(bytes "01$sibling$node" | hash)
      while [ "$place" != 0 ] && [ $((place % 2)) = 0 ]; do
        place=$((place / 2)) last=$((last / 2))
      done
    else
      node=$(bytes "01$node$sibling" | hash)
    fi
    place=$((place / 2)) last=$((last / 2))
  done
  if [ "$last" = 0 ]; then echo "$node"; else echo none; fi
}
# Checks the Ed25519 signature $t/sig over $t/message by a public key in hexadecimal.
signed() {
  bytes "302a300506032b6570032100$1" > "$t/key"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$t/key" -rawin \
    -in "$t/message" -sigfile "$t/sig" > "$t/openssl" 2>&1 < "$t/message"
}
# The keys that the case admits: id and public key.
jq -r '.entry.act | select(.type == "case.open" or .type == "key.add").key
  | .id + " " + .public' entries/*.json > "$t/keys"
public() { grep "^$1 " "$t/keys" | head -n 1 | cut -d ' ' -f 2; }
"""
MEMBERS = r"""jq -r '.members[] | .sha256 + "  " + .name' proof.json > "$t/sums"
sha256sum --check --strict --quiet "$t/sums" || say "members were changed"
cut -c 67- "$t/sums" | LC_ALL=C sort > "$t/listed"
find . -type f | sed 's|^\./||' | grep -v -x -e proof.json -e proof.sig.json |
  LC_ALL=C sort | diff "$t/listed" - || say "< is missing, > is listed by nothing"
[ $wrong = 0 ]
"""
MAKER = r"""{ printf 'truyvet/proof/v1\n'; cat proof.json; } > "$t/message"
jq -r '.sig' proof.sig.json | base64 --decode > "$t/sig"
signed "$(public "$(jq -r '.maker.key' proof.json)")" || say "its maker has not signed it"
[ $wrong = 0 ]
"""
SIGNATURES = r"""while read -r id public; do
  [ "$(bytes "$public" | hash | cut -c 1-32)" = "$id" ] || say "key $id is not the hash of its key"
done < "$t/keys"
for entry in entries/*.json; do
  printf 'truyvet/entry/v1\n' > "$t/message"
  LC_ALL=C sed 's/^{"entry":\(.*\),"sigs":\[[^]]*\]}$/\1/' "$entry" | tr -d '\n' >> "$t/message"
  jq -r '.sigs[0].sig' "$entry" | base64 --decode > "$t/sig"
  signed "$(public "$(jq -r '.entry.actor.key' "$entry")")" || say "$entry is not signed"
done
[ $wrong = 0 ]
"""
CHECKPOINT = r"""head -n 3 checkpoint > "$t/message"
tail -n 1 checkpoint | cut -d ' ' -f 3 | base64 --decode > "$t/line"
tail -c +5 "$t/line" > "$t/sig"
[ "$(sed -n 1p checkpoint)" = "truyvet/$(jq -r '.case' proof.json)" ] || say "of another case"
by=none
while read -r id public; do signed "$public" && by=$id; done < "$t/keys"
[ $by != none ] || say "no key of the case has signed it"
[ $wrong = 0 ]
"""
LEDGER = r"""size=$(sed -n 2p checkpoint)
root=$(sed -n 3p checkpoint | base64 --decode | basenc --base16 | tr -d '\n' | tr A-F a-f)
jq -r '.entries[] | "\(.seq) \(.audit | join(" "))"' proof.json > "$t/audits"
while read -r seq audit; do
  [ "$(climb "$(leaf "entries/$seq.json")" "$seq" "$size" $audit)" = "$root" ] ||
    say "entry $seq is not in the ledger"
  [ "$(jq -r '.entry.seq' "entries/$seq.json")" = "$seq" ] || say "entry $seq has another number"
done < "$t/audits"
[ $wrong = 0 ]
"""
LINES = r"""jq -r '.lines[] | "\(.entry) \(.list) \(.n) \(.audit | join(" "))"' proof.json \
  > "$t/audits"
while read -r entry list n audit; do
  set -- $(jq -r --arg list "$list" '.entry.outputs[] | select(.kind == $list)
    | "\(.count) \(.root)"' "entries/$entry.json") none none
  count=$1 root=$2
  [ "$(climb "$(leaf "lines/$entry-$list-$n.json")" "$n" "$count" $audit)" = "$root" ] ||
    say "line $n is not in the $list of entry $entry"
done < "$t/audits"
[ $wrong = 0 ]
"""
HOPS = r"""jq -c '.hops[].links[] | . as $link | .statements[] | $link + {name: .}' proof.json \
  > "$t/links"
while IFS= read -r link; do
  name=$(printf '%s' "$link" | jq -r '.name' | tr : ' ')
  set -- $name
  line=lines/$1-statements-$2.json
  [ -f "$line" ] || line=lines/$1-observations-$2.json
  jq -e --argjson link "$link" '
    if .subject then
      ["\(.subject.kind):\(.subject.value)", .relation, "\(.object.kind):\(.object.value)"]
    elif .kind == "link" then [.facts.subject, .facts.relation, .facts.object]
    else [$link.subject, "mentioned_in", "item:\(.item)"] end
    == [$link.subject, $link.relation, $link.object]
    and (.subject or .kind == "link"
      or ((.normal // "") as $value | if $value == "" then .raw else $value end)
      as $value | $link.subject == $value or ($link.subject | endswith(":" + $value)))
    ' "$line" > "$t/jq" || say "statement $1:$2 says something else"
done < "$t/links"
[ $wrong = 0 ]
"""
ITEMS = r"""find . -path './items/*' -type f | sed 's|.*/\(.*\)$|\1  &|' > "$t/sums"
[ ! -s "$t/sums" ] || sha256sum --check --strict --quiet "$t/sums" || say "items were changed"
[ $wrong = 0 ]
"""
CHECKS = {
    "members": MEMBERS,
    "maker": MAKER,
    "signatures": SIGNATURES,
    "checkpoint": CHECKPOINT,
    "ledger": LEDGER,
    "lines": LINES,
    "hops": HOPS,
    "items": ITEMS,
}
"""The blocks after `START`, in their order."""
