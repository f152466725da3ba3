#!/usr/bin/env python3
"""Verifies a certificate of an ended line, written from docs/reference/certificate.md alone.

    verify_certificate.py CERTIFICATE --trust TRUST [--status TOKEN] [--now SECONDS]

CERTIFICATE is the compact form (.sdjwt), the JSON form or the PDF, TRUST the operator's trust document. Prints one JSON object,
and exits with 0 only for an authentic certificate that is not known to be revoked or superseded.
Needs Debian's python3-jwcrypto (or jwcrypto from PyPI), for a PDF also openssl, and nothing of Handback.
"""

import argparse
import base64
import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import zlib

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwcrypto import jwk, jws

NEVER_DISCLOSED = {"iss", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status"}
STATES = {0: "valid", 1: "revoked", 3: "superseded"}
LARGEST_LIST = 1 << 24
# A reference, a name, a string, a hexadecimal string, and anything else (ISO 32000-1 section 7.3).
TOKEN = re.compile(
    rb"\d+ \d+ R|/[^\s/<>\[\]()]+|\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]*>|[^\s/<>\[\]()]+", re.S
)


class Refused(Exception):
    """Carries the answer and why."""


def altered(why):
    return Refused("altered", why)


def no_certificate(why):
    return Refused("not_a_certificate", why)


def from_base64url(text):
    """The bytes of base64url in its one spelling."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if to_base64url(data) != text:
        raise ValueError("another spelling")
    return data


def to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def strict_json(data):
    def unique(pairs):
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a name twice")
        return dict(pairs)

    return json.loads(data.decode("utf-8"), object_pairs_hook=unique)


def read(data):
    """JWT, disclosures and the proof of the log, of either form."""
    text = data.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        try:
            outer = strict_json(data)
        except ValueError as error:
            raise no_certificate(str(error)) from error
        if not {"protected", "payload", "signature", "header"} >= outer.keys():
            raise altered("a member that belongs to no certificate")
        header = outer.get("header", {})
        if not {"disclosures", "tlog_proof"} >= header.keys():
            raise altered("a member that belongs to no certificate")
        jwt = ".".join(outer[part] for part in ("protected", "payload", "signature"))
        return jwt, header.get("disclosures", []), header.get("tlog_proof")
    parts = re.sub(r"\r?\n$", "", text).split("~")
    if len(parts) < 2 or not re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+", parts[0], re.ASCII):
        raise no_certificate("neither form")
    if parts[-1] != "":
        raise altered("a key binding JWT")
    return parts[0], parts[1:-1], None


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def issued_by(certificate, root):
    """Whether a root that signed itself issued the certificate."""
    try:
        authority = root.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
    if not authority or certificate.issuer != root.subject or root.issuer != root.subject:
        return False
    try:
        for one in (root, certificate):
            root.public_key().verify(
                one.signature, one.tbs_certificate_bytes, ec.ECDSA(one.signature_hash_algorithm)
            )
    except InvalidSignature:
        return False
    return True


def read_trust(data):
    """The keys of a trust document by their ids, each checked."""
    document = strict_json(data)
    if document.get("format") != "handback-trust/1":
        raise ValueError("not a trust document")
    keys = {}
    for key in document["keys"]:
        public = jwk.JWK(**{name: key[name] for name in ("kty", "crv", "x", "y")})
        leaf, root = (x509.load_der_x509_certificate(base64.b64decode(one)) for one in key["x5c"])
        spki = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        numbers = leaf.public_key().public_numbers()
        held = [to_base64url(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y)]
        if hashlib.sha256(spki).hexdigest()[:32] != key["kid"] or held != [key["x"], key["y"]]:
            raise ValueError("a key id or a certificate of another key")
        if not issued_by(leaf, root):
            raise ValueError("a certificate that its root did not issue")
        keys[key["kid"]] = {
            "public": public,
            "x5c": key["x5c"],
            "certificates": [leaf, root],
            "state": key["state"],
            "from": instant(key["notBefore"]),
            "until": instant(key["notAfter"]) if "notAfter" in key else None,
            "issuer": document["issuer"],
            "logs": document.get("logs", []),
        }
    return keys


def signed_claims(jwt, kind, keys):
    """The payload of a JWT that a believed key signed, and that key."""
    try:
        header, payload = (strict_json(from_base64url(part)) for part in jwt.split(".")[:2])
        from_base64url(jwt.split(".")[2])
    except ValueError as error:
        raise no_certificate(str(error)) from error
    if header.get("typ") != kind:
        raise no_certificate("of another type")
    if header.get("alg") != "ES256" or not {"alg", "typ", "kid", "x5c"} >= header.keys():
        raise altered("header")
    key = keys.get(header.get("kid"))
    if key is None or key["state"] == "revoked":
        raise Refused("unknown_issuer", "revoked" if key else "unknown")
    token = jws.JWS()
    token.allowed_algs = ["ES256"]
    try:
        token.deserialize(jwt)
        token.verify(key["public"])
    except (jws.InvalidJWSSignature, jws.InvalidJWSObject) as error:
        raise altered("signature") from error
    if "x5c" in header and header["x5c"] != key["x5c"]:
        raise altered("chain")
    return payload, key


def disclose(claims, disclosures):
    """The claims with disclosures in the place of their digests."""
    hidden = {}
    for text in disclosures:
        digest = to_base64url(hashlib.sha256(text.encode("ascii", "replace")).digest())
        try:
            value = strict_json(from_base64url(text))
        except ValueError as error:
            raise altered("a disclosure that cannot be read") from error
        if not isinstance(value, list) or len(value) != 3 or not all(isinstance(one, str) for one in value[:2]):
            raise altered("a disclosure that cannot be read")
        if digest in hidden:
            raise altered("a disclosure twice")
        if value[1] in ("_sd", "..."):
            raise altered("a reserved name")
        hidden[digest] = value
    seen = set()

    def walk(value, path):
        if isinstance(value, list):
            return [walk(one, path + [i]) for i, one in enumerate(value)]
        if not isinstance(value, dict):
            return value
        out = {name: walk(member, path + [name]) for name, member in value.items() if name != "_sd"}
        for digest in value.get("_sd", []):
            if digest in seen:
                raise altered("a digest twice")
            seen.add(digest)
            if digest not in hidden:
                continue
            _, name, member = hidden[digest]
            if name in out:
                raise altered("a claim twice")
            if (not path and name in NEVER_DISCLOSED) or path[:1] == ["status"]:
                raise altered("a claim that is never disclosed by choice")
            out[name] = member
        return out

    if claims.get("_sd_alg", "sha-256") != "sha-256":
        raise altered("hash algorithm")
    disclosed = walk(claims, [])
    if not hidden.keys() <= seen:
        raise altered("a disclosure that belongs to no digest")
    return disclosed


def status_of(token, claims, keys, now):
    """What a status list token says of a certificate."""
    try:
        payload, key = signed_claims(token.strip(), "statuslist+jwt", keys)
    except Refused as refused:
        return {"state": "unknown", "why": f"the list is {refused.args[0]}: {refused.args[1]}"}
    place = claims["status"]["status_list"]
    if payload.get("sub") != place["uri"] or key["issuer"]["id"] != claims["operator"]["id"]:
        return {"state": "unknown", "why": "another list"}
    if payload["iat"] < claims["iat"]:
        return {"state": "unknown", "why": "older than the certificate"}
    bits = payload["status_list"]["bits"]
    inflating = zlib.decompressobj()
    data = inflating.decompress(from_base64url(payload["status_list"]["lst"]), LARGEST_LIST)
    at = place["idx"] * bits
    if inflating.unconsumed_tail or not inflating.eof or at // 8 >= len(data):
        return {"state": "unknown", "why": "index out of range, or too much"}
    value = data[at // 8] >> at % 8 & (1 << bits) - 1
    return {
        "state": STATES.get(value, "unknown"),
        "asOf": payload["iat"],
        "stale": payload.get("exp", now) < now,
    }


def in_log(proof, jwt, logs):
    """Whether the proof shows that the certificate is in one of these logs."""
    head, _, checkpoint = proof.partition("\n\n")
    first, index, *hashes = head.split("\n")
    text, _, signatures = checkpoint.partition("\n\n")
    origin, size, root = text.split("\n")[:3]
    at, size = int(index.removeprefix("index ")), int(size)
    if first != "c2sp.org/tlog-proof@v1" or not 0 <= at < size:
        return False
    if not any(signed_by(vkey, origin, f"{text}\n", signatures) for vkey in logs):
        return False
    h = to_base64url(hashlib.sha256(jwt.encode("ascii")).digest())
    entry = json.dumps({"t": "cert", "h": h}, separators=(",", ":")).encode()
    node, last = hashlib.sha256(b"\0" + entry).digest(), size - 1
    for one in (base64.b64decode(one) for one in hashes):
        if last == 0:
            return False
        if at % 2 or at == last:
            node = hashlib.sha256(b"\1" + one + node).digest()
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + one).digest()
        at, last = at >> 1, last >> 1
    return last == 0 and base64.b64encode(node).decode() == root


def signed_by(vkey, origin, text, signatures):
    name, key_id, key = vkey.split("+", 2)
    public = base64.b64decode(key)
    if name != origin or public[0] != 1:
        return False
    for line in signatures.splitlines():
        if not line.startswith(f"— {name} "):
            continue
        signature = base64.b64decode(line.rsplit(" ", 1)[1])
        if signature[:4].hex() != key_id:
            continue
        try:
            ed25519.Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], text.encode())
            return True
        except InvalidSignature:
            return False
    return False


def read_pdf(pdf, keys):
    """What is attached to a signed PDF, the proof of the log, and the key that signed the file."""
    if b"(certificate.sdjwt)" not in pdf:
        raise no_certificate("a PDF of another kind")
    mark = pdf.find(b"/ByteRange")
    found = re.match(rb"/ByteRange ?\[0 (\d{1,9}) (\d{1,9}) (\d{1,9})\]", pdf[mark : mark + 60])
    if mark < 0 or not found:
        raise altered("no signature that covers the file")
    first, second, length = map(int, found.groups())
    if second + length != len(pdf) or not re.fullmatch(rb"<(?:[0-9a-f]{2})*>", pdf[first:second]):
        raise altered("the signature does not cover the file")
    cms = bytes.fromhex(pdf[first + 1 : second - 1].decode())
    # DER says how long it is: a SEQUENCE with two bytes of length; what is behind it must be zeros.
    size = 4 + int.from_bytes(cms[2:4], "big")
    if cms[:2] != b"\x30\x82" or cms[size:].strip(b"\0"):
        raise altered("something stands behind the signature")
    key = signer_of(cms[:size], pdf[:first] + pdf[second:], keys)
    try:
        text = attachment(pdf, b"certificate.sdjwt")
        proof = attachment(pdf, b"certificate.tlog-proof") if b"(certificate.tlog-proof)" in pdf else None
    except (ValueError, KeyError, IndexError, TypeError, zlib.error) as error:
        raise altered("the attachment is not there, not single, or not readable") from error
    return text, proof and proof.decode(), key


def signer_of(cms, content, keys):
    """The key that signed; openssl knows CMS and CAdES."""
    with tempfile.TemporaryDirectory() as folder:
        files = {name: pathlib.Path(folder, name) for name in ("cms", "content", "roots", "signer")}
        files["cms"].write_bytes(cms)
        files["content"].write_bytes(content)
        roots = {key["certificates"][1].public_bytes(Encoding.PEM) for key in keys.values()}
        files["roots"].write_bytes(b"".join(roots))
        options = ["-cades", "-binary", "-no_check_time", "-inform", "DER", "-out", "/dev/null"]
        given = ["-in", files["cms"], "-content", files["content"], "-CAfile", files["roots"]]
        command = ["openssl", "cms", "-verify", *options, *given, "-signer", files["signer"]]
        run = subprocess.run(command, capture_output=True, check=False)
        if run.returncode != 0:
            raise altered("the signature of the PDF")
        signers = files["signer"].read_bytes()
    for key in keys.values():
        if key["certificates"][0].public_bytes(Encoding.PEM) == signers and key["state"] != "revoked":
            return key
    raise Refused("unknown_issuer", "the key of the PDF")


def attachment(pdf, name):
    """The bytes of the one attachment of that name, found as any reader of PDF finds it."""
    start = int(re.search(rb"startxref\s+(\d+)\s", pdf[pdf.rfind(b"startxref") :])[1])
    count = int(re.match(rb"xref\n0 (\d+)\n", pdf[start:])[1])
    table = start + len(b"xref\n0 \n") + len(str(count))
    offsets = [int(pdf[table + 20 * i : table + 20 * i + 10]) for i in range(count)]

    def value(at):
        """One value, and where it ends; a reference is ("R", number)."""
        at += len(re.match(rb"\s*", pdf[at:])[0])
        if pdf.startswith(b"<<", at):
            at, members = at + 2, {}
            while not re.match(rb"\s*>>", pdf[at:]):
                member, at = value(at)
                members[member], at = value(at)
            return members, at + len(re.match(rb"\s*>>", pdf[at:])[0])
        if pdf.startswith(b"[", at):
            at, items = at + 1, []
            while not re.match(rb"\s*\]", pdf[at:]):
                item, at = value(at)
                items.append(item)
            return items, at + len(re.match(rb"\s*\]", pdf[at:])[0])
        token = TOKEN.match(pdf, at)[0]
        end = at + len(token)
        if token.endswith(b" R"):
            return ("R", int(token.split()[0])), end
        return (int(token) if token.isdigit() else token), end

    def opened(what):
        """A dictionary, and where it ends in the file."""
        if isinstance(what, dict):
            return what, 0
        head = b"%d 0 obj" % what[1]
        if not pdf.startswith(head, offsets[what[1]]):
            raise ValueError("no such object")
        return value(offsets[what[1]] + len(head))

    trailer, _ = value(table + 20 * count + len(b"trailer"))
    names = opened(opened(opened(trailer[b"/Root"])[0][b"/Names"])[0][b"/EmbeddedFiles"])[0][b"/Names"]
    found = [spec for key, spec in zip(names[::2], names[1::2]) if key == b"(%s)" % name]
    if len(found) != 1:
        raise ValueError("not one attachment")
    stream, end = opened(opened(opened(found[0])[0][b"/EF"])[0][b"/F"])
    begin = end + len(re.match(rb"\s*stream\r?\n", pdf[end:])[0])
    data = pdf[begin : begin + stream[b"/Length"]]
    if b"/Filter" not in stream:
        return data
    if stream[b"/Filter"] != b"/FlateDecode":
        raise ValueError("another filter")
    return zlib.decompressobj().decompress(data, LARGEST_LIST)


def verify(data, keys, token, now):
    around = None
    if data.startswith(b"%PDF-"):
        data, attached_proof, around = read_pdf(data, keys)
        jwt, disclosures, proof = read(data)
        proof = proof or attached_proof
    else:
        jwt, disclosures, proof = read(data)
    payload, key = signed_claims(jwt, "dc+sd-jwt", keys)
    if not str(payload.get("vct", "")).endswith("/vct/line-termination/1"):
        raise no_certificate("of another type")
    claims = disclose(payload, disclosures)
    if claims["operator"]["id"] != key["issuer"]["id"]:
        raise altered("another operator")
    if around and around["issuer"]["id"] != key["issuer"]["id"]:
        raise altered("the PDF is of another operator")
    if claims["iat"] + 1 <= key["from"] or (key["until"] is not None and claims["iat"] > key["until"]):
        raise altered("outside of its key's time")
    return {
        "result": "authentic",
        "operator": key["issuer"]["name"],
        "number": claims["subject"].get("msisdn"),
        "serviceEndedAt": claims["serviceEndedAt"],
        "detach": [access["detach"] for access in claims["accesses"]],
        "status": status_of(token, claims, keys, now) if token else {"state": "unknown", "why": "no list"},
        "logged": None if proof is None else in_log(proof, jwt, key["logs"]),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("certificate")
    arguments.add_argument("--trust", required=True)
    arguments.add_argument("--status")
    arguments.add_argument("--now", type=float, default=time.time())
    given = arguments.parse_args()
    with open(given.trust, "rb") as file:
        keys = read_trust(file.read())
    token = None
    if given.status:
        with open(given.status, encoding="ascii") as file:
            token = file.read()
    try:
        with open(given.certificate, "rb") as file:
            answer = verify(file.read(), keys, token, given.now)
    except Refused as refused:
        answer = {"result": refused.args[0], "why": refused.args[1]}
    print(json.dumps(answer, ensure_ascii=False))
    stands = answer["result"] == "authentic" and answer["status"]["state"] in ("valid", "unknown")
    sys.exit(0 if stands and answer["logged"] is not False else 1)


if __name__ == "__main__":
    main()
