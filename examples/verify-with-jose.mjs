// Verifies a certificate of an ended line with the package `jose` and nothing of Handback:
//
//     node verify-with-jose.mjs CERTIFICATE.sdjwt TRUST.json [STATUS.jwt [INSTANT]]
//
// TRUST.json is the operator's trust document, which is a JWK set; INSTANT is the present one where it is not given.
// Disclosures: docs/reference/certificate.md.
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { createLocalJWKSet, jwtVerify } from 'jose';

const [certificateFile, trustFile, statusFile, instant = Date.now()] = process.argv.slice(2);
const trust = JSON.parse(readFileSync(trustFile, 'utf8'));
const keys = createLocalJWKSet({ keys: trust.keys.filter(({ state }) => state !== 'revoked') });
const verify = (jwt, typ) =>
  jwtVerify(jwt, keys, { typ, algorithms: ['ES256'], currentDate: new Date(instant) });

const [jwt] = readFileSync(certificateFile, 'utf8').trim().split('~');
const { payload: claims } = await verify(jwt, 'dc+sd-jwt');
const answer = { operator: claims.operator.name, serviceEndedAt: claims.serviceEndedAt, status: 'unknown' };
if (statusFile !== undefined) {
  const { payload } = await verify(readFileSync(statusFile, 'utf8').trim(), 'statuslist+jwt');
  const { idx, uri } = claims.status.status_list;
  const { bits, lst } = payload.status_list;
  const bytes = inflateSync(Buffer.from(lst, 'base64url'), { maxOutputLength: 2 ** 24 });
  const byte = bytes[Math.floor((idx * bits) / 8)];
  if (payload.sub !== uri || byte === undefined) throw new Error('not the list of this certificate');
  answer.status = ['valid', 'revoked', 'unknown', 'superseded'][
    (byte >> ((idx * bits) % 8)) & (2 ** bits - 1)
  ];
}
console.log(JSON.stringify(answer));
if (answer.status === 'revoked' || answer.status === 'superseded') process.exitCode = 1;
