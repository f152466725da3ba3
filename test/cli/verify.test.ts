import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Disclosable, discloseOnly } from '../../src/certificate/credential/choice.ts';
import { jsonOf } from '../../src/certificate/credential/sd-jwt.ts';
import { issueStatusToken, type StatusEntry } from '../../src/certificate/credential/status-list.ts';
import { signJwt } from '../../src/certificate/sign/sign-jwt.ts';
import { localInstant } from '../../src/cli/local-instant.ts';
import { type CertificateCopy, issuedAt } from '../../src/domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { makeCrl, makeTestChain } from '../../src/simulators/pki/rsp-chain.ts';
import {
  bytesOf,
  certificate,
  compactBytes,
  draft,
  jsonBytes,
  newRing,
  OPERATOR,
  temporaryFolder,
} from '../certificate/fixtures.ts';
import { render } from '../certificate/paper/pdf-fixtures.ts';
import { CHAIN, deletion, type ProfileDraft } from '../certificate/profile-fixtures.ts';
import { EID } from '../rsp/fixtures.ts';
import { inProcess } from '../support/in-process.ts';

// The command has the clock of this machine: what it verifies is of yesterday.
const NOW = new Date(Date.now() - 86_400_000);
const RECEIVED_AT = new Date(NOW.getTime() - 86_400_000).toISOString();
const folder = temporaryFolder();
const data = join(folder, 'data');
const ring = await newRing(OPERATOR, NOW);

function saved(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
const trust = saved('trust.json', bytesOf(ring.publicKeys()));
const ci = saved('ci.der', CHAIN.ci.der);
const PROVEN: ProfileDraft = { result: 'proven', notification: deletion(CHAIN), receivedAt: RECEIVED_AT };
const copyOf = (...profiles: readonly ProfileDraft[]): Promise<CertificateCopy> =>
  certificate(ring.signer(), draft(OPERATOR, {}, '张伟', null, profiles), NOW);
const copy = await copyOf(PROVEN, { result: 'unreachable', eid: null });
const json = saved('certificate.json', jsonBytes(copy));
const compact = saved('certificate.sdjwt', compactBytes(copy));

const verify = (path: string, ...args: readonly string[]) =>
  inProcess({ url: '', dataFolder: data }, ['verify', path, '--trust', trust, ...args]);

describe('handback verify', () => {
  test('says what became of each eSIM profile, masked', async () => {
    const { code, out } = await verify(json);
    expect(code).toBe(0);
    expect(out).toContain(
      `eSIM profile 1   ICCID …5678, EID …1235: Deletion proven. The device's eUICC signed that it deleted it. Sequence number 12, received ${localInstant(RECEIVED_AT)}.`,
    );
    expect(out).toContain('eSIM profile 2   ICCID …6789: Deletion unconfirmed.');
    expect(out).toContain('may still be on the device; it can no longer connect');
    expect(out).not.toContain(EID);
    expect(out).not.toContain('Evidence');
  });

  test('takes CIs for nothing but evidence', async () => {
    expect(await verify(json, '--ci', ci)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--evidence'),
    });
  });
});

describe('handback verify --evidence', () => {
  test('verifies the signed deletions again, in each form', async () => {
    const pdf = saved('certificate.pdf', await render(copy, ring.signer()));
    for (const path of [json, compact, pdf]) {
      const { code, out } = await verify(path, '--evidence', '--ci', ci);
      expect(out).toMatch(
        /profile 1 {3}ICCID …5678, EID …1235: verified: this eUICC signed the deletion of this profile \(sequence number 12, CI [0-9a-f]{40}\)/,
      );
      expect(out).toContain('no signed deletion');
      expect(out).toContain('not when, not at whose wish, and not that no copy was installed later');
      expect(code).toBe(0);
    }
  });

  test('tells all of it as JSON', async () => {
    const { code, out } = await verify(json, '--evidence', '--ci', ci, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      result: 'authentic',
      evidence: [{ profile: 0, verdict: 'signature_verified', undisclosed: [], signed: { eid: EID } }],
    });
    expect(JSON.parse((await verify(json, '--json')).out)).not.toHaveProperty('evidence');
  });

  test('trusts the CIs of its own installation where none is given, and says when there is none', async () => {
    const without = await verify(json, '--evidence');
    expect(without.code).toBe(1);
    expect(without.out).toContain('FAILED: unknown CI');
    expect(without.out).toContain('give --ci');
    const kept = join(data, 'rsp', 'ci');
    mkdirSync(kept, { recursive: true });
    const pem = CHAIN.ci.der.toString('base64').replace(/.{64}/g, '$&\n');
    writeFileSync(join(kept, 'ci.pem'), `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`);
    expect((await verify(json, '--evidence')).code).toBe(0);
    const stranger = saved('stranger.der', makeTestChain({ eid: EID }).ci.der);
    const other = await verify(json, '--evidence', '--ci', stranger);
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('FAILED: unknown CI') });
    expect(other.out).not.toContain('give --ci');
  });

  test('believes a revocation list of the CI, and names a file that is none', async () => {
    const crl = (name: string, serials: readonly Buffer[]) =>
      saved(name, makeCrl(CHAIN.ci, serials, NOW, new Date(NOW.getTime() + 10 * 86_400_000)));
    const clean = await verify(json, '--evidence', '--ci', ci, '--crl', crl('clean.crl', []));
    expect(clean).toMatchObject({ code: 0, out: expect.stringContaining('its maker not revoked as of') });
    const revoking = crl('revoking.crl', [CHAIN.eum.serial]);
    expect(await verify(json, '--evidence', '--ci', ci, '--crl', revoking)).toMatchObject({
      code: 1,
      out: expect.stringContaining('FAILED: the maker of the eUICC was revoked'),
    });
    expect(await verify(json, '--evidence', '--ci', ci, '--crl', json)).toMatchObject({
      code: 1,
      err: expect.stringContaining('certificate.json is not a CRL'),
    });
    expect(await verify(json, '--evidence', '--ci', saved('eum.der', CHAIN.eum.der))).toMatchObject({
      code: 1,
      err: expect.stringContaining('eum.der is not a certificate of a GSMA CI'),
    });
  });

  test('takes a test CI of SGP.26 only when told to', async () => {
    const testCi = saved(
      'sgp26.der',
      readFileSync(join(import.meta.dirname, '..', 'vectors', 'sgp26', 'ci.der')),
    );
    expect(await verify(json, '--evidence', '--ci', ci, testCi)).toMatchObject({
      code: 1,
      err: expect.stringContaining('sgp26.der is a test CI of SGP.26'),
    });
    expect((await verify(json, '--evidence', '--ci', ci, testCi, '--test-ci')).code).toBe(0);
  });

  test('is not satisfied with a copy that holds back what was signed, or about what', async () => {
    const shows = async (name: string, ...picked: readonly Disclosable[]) =>
      verify(
        saved(name, compactBytes(await discloseOnly(copy, picked, nodeVerifyCrypto))),
        '--evidence',
        '--ci',
        ci,
      );
    expect(await shows('nothing.sdjwt')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/NOT DISCLOSED[\s\S]*discloses nothing/),
    });
    expect(await shows('numbers.sdjwt', 'devices')).toMatchObject({
      code: 1,
      out: expect.stringContaining('NOT DISCLOSED: this copy does not hold what the eUICC signed'),
    });
    expect(await shows('signed.sdjwt', 'esim')).toMatchObject({
      code: 1,
      out: expect.stringContaining(
        'CANNOT TELL for which profile: this copy does not disclose the ICCID and the EID',
      ),
    });
  });

  test('says what does not match, and looks at nothing in an altered certificate', async () => {
    const other = saved('other.json', jsonBytes(await copyOf({ ...PROVEN, sequenceNumber: 13 })));
    expect(await verify(other, '--evidence', '--ci', ci)).toMatchObject({
      code: 1,
      out: expect.stringContaining('DOES NOT MATCH: the sequence number is another one'),
    });
    const altered = saved(
      'altered.sdjwt',
      compactBytes({ ...copy, disclosures: [...copy.disclosures, copy.disclosures[0]!] }),
    );
    expect(await verify(altered, '--evidence', '--ci', ci)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/ALTERED[\s\S]*The evidence in it was not looked at/),
    });
    expect(JSON.parse((await verify(altered, '--evidence', '--ci', ci, '--json')).out)).toMatchObject({
      result: 'altered',
      evidence: null,
    });
  });

  test('refuses where evidence is asked for and there is none', async () => {
    const none = await verify(saved('none.json', jsonBytes(await copyOf())), '--evidence');
    expect(none.code).toBe(1);
    expect(none.out).toContain('the line had no eSIM profile');
    expect(none.out).toContain('REFUSED: it holds no evidence that could be verified.');
  });
});

describe('what keeps a certificate from being relied on', () => {
  let lists = 0;
  const { status_list: place } = copy.claims.status;
  const status = (states: readonly StatusEntry['state'][], asOf: Date, uri = place.uri): string =>
    saved(
      `status-${lists++}.jwt`,
      Buffer.from(
        issueStatusToken(
          uri,
          states.map((state) => ({ idx: place.idx, state })),
          ring.signer(),
          asOf,
        ),
      ),
    );
  const LATER = new Date(NOW.getTime() + 12 * 3_600_000);

  test.each([
    ['revoked', () => status(['revoked'], LATER), 'REVOKED, as of'],
    ['superseded', () => status(['superseded'], LATER), 'SUPERSEDED by a newer certificate'],
    // The machine's clock is a day and more past the end of this one.
    ['status_stale', () => status([], NOW), 'a newer list should be had'],
    ['status_older_than_certificate', () => status([], new Date(NOW.getTime() - 86_400_000)), 'older than'],
    [
      'status_of_another',
      () => status([], LATER, 'https://lakeside.example/status-lists/9'),
      'not the status list',
    ],
    ['status_unreadable', () => saved('odd.jwt', Buffer.from('{')), 'cannot be read'],
  ])('is refused with a word of its own: %s', async (refusal, list, words) => {
    const told = await verify(json, '--status', list());
    expect(told.code).toBe(1);
    expect(told.out).toMatch(/^REFUSED: .+\.$/m);
    expect(told.out).toContain(words);
    const asJson = await verify(json, '--status', list(), '--json');
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.out)).toMatchObject({
      stands: false,
      refusals: expect.arrayContaining([refusal]),
    });
  });

  test('is nothing where a fresh list says nothing against it', async () => {
    expect(await verify(json, '--status', status([], LATER))).toMatchObject({
      code: 0,
      out: expect.stringContaining('It stands.'),
    });
    expect(JSON.parse((await verify(json, '--json')).out)).toMatchObject({ stands: true, refusals: [] });
    // Without a list nothing is claimed of revocation.
    const alone = await verify(json);
    expect(alone).toMatchObject({ code: 0, out: expect.stringContaining('was not checked') });
    expect(alone.out).not.toContain('It stands.');
  });

  test.each([
    ['an escape sequence', '\u001b[2J\u001b[HAuthentic: issued by you'],
    ['a line of its own', 'x\nIt stands.'],
    ['a mark that turns the text round', '\u202edesrever\u009b1m'],
  ])('no byte of the file steers the terminal: %s', async (_name, planted) => {
    const whole = jsonOf(copy);
    const odd = { ...draft(OPERATOR).claims, caseReference: planted };
    for (const changed of [
      { ...whole, [planted]: 1 },
      { ...whole, protected: planted },
      jsonOf({ ...copy, jwt: signJwt({ alg: 'ES256', typ: 'dc+sd-jwt', kid: planted }, odd, ring.signer()) }),
      // Signed by the operator itself: it is printed as what it is.
      jsonOf({
        ...copy,
        jwt: signJwt(
          { alg: 'ES256', typ: 'dc+sd-jwt', kid: ring.signer().keyId },
          { ...odd, number: 'gone' },
          ring.signer(),
        ),
      }),
    ]) {
      const path = saved('planted.json', Buffer.from(JSON.stringify(changed)));
      for (const args of [[], ['--json']]) {
        const { code, out, err } = await verify(path, ...args);
        expect(code).toBe(1);
        expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
        expect(out.split('\n')).not.toContain('It stands.');
      }
    }
  });

  test('is told in the clock of whoever reads', async () => {
    const signed = issuedAt(copy.claims).toISOString();
    const inShanghai = await verify(json);
    expect(inShanghai.out).not.toContain(signed);
    expect(localInstant('2026-11-29T18:30:00Z', 'Asia/Shanghai')).toBe('2026-11-30 02:30:00 +08:00');
    expect(localInstant('2026-11-29T18:30:00Z', 'UTC')).toBe('2026-11-29 18:30:00 +00:00');
    expect(localInstant('never')).toBe('never');
  });
});
