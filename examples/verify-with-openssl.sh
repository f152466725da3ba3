#!/bin/sh
# Verifies the signature of a certificate of an ended line with openssl and nothing of Handback:
#
#     verify-with-openssl.sh CERTIFICATE.sdjwt TRUST.json
#
# TRUST.json is the operator's trust document. Prints what was signed, without disclosures, and exits with 0 only if the
# signature holds. Disclosures and status: docs/reference/certificate.md, or verify_certificate.py beside this file.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# base64url to bytes
decode() {
  text=$(printf %s "$1" | tr -- '-_' '+/')
  while [ $((${#text} % 4)) -ne 0 ]; do text="$text="; done
  printf %s "$text" | openssl base64 -d -A
}
refuse() {
  echo "refused: $1" >&2
  exit 1
}

jwt=$(head -n 1 "$1" | cut -d '~' -f 1)
header=$(printf %s "$jwt" | cut -d . -f 1)
payload=$(printf %s "$jwt" | cut -d . -f 2)
decode "$header" > "$work/header"
grep -q '"alg":"ES256"' "$work/header" || refuse algorithm
grep -q '"typ":"dc+sd-jwt"' "$work/header" || refuse type

# The key that the header names, as the trust document has it: its certificate, and the operator's root.
kid=$(sed -n 's/.*"kid":"\([0-9a-f]*\)".*/\1/p' "$work/header")
key=$(tr -d ' \n' < "$2" | grep -o "\"kid\":\"$kid\",\"x5c\":\[[^]]*\][^}]*}" | head -n 1)
[ -n "$key" ] || refuse 'unknown key'
case $key in *'"state":"revoked"'*) refuse 'revoked key' ;; esac
chain=$(echo "$key" | sed 's/\].*//')
for n in 1 2; do
  echo "$chain" | sed 's/.*\[//' | cut -d '"' -f $((n * 2)) | openssl base64 -d -A |
    openssl x509 -inform DER -out "$work/$n.pem"
done
openssl verify -no_check_time -check_ss_sig -CAfile "$work/2.pem" "$work/1.pem" > /dev/null || refuse chain
openssl x509 -in "$work/1.pem" -noout -pubkey > "$work/key.pem"

# r || s (RFC 7518 section 3.4) to the SEQUENCE that openssl takes.
signature=$(decode "$(printf %s "$jwt" | cut -d . -f 3)" | od -An -v -tx1 | tr -d ' \n')
[ ${#signature} -eq 128 ] || refuse signature
printf 'asn1=SEQUENCE:sig\n[sig]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' \
  "$(echo "$signature" | cut -c 1-64)" "$(echo "$signature" | cut -c 65-128)" > "$work/conf"
openssl asn1parse -genconf "$work/conf" -noout -out "$work/signature"
printf %s "$header.$payload" > "$work/signed"
openssl dgst -sha256 -verify "$work/key.pem" -signature "$work/signature" "$work/signed" > /dev/null || refuse signature
decode "$payload"
echo
