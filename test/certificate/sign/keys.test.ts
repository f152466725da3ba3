import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { webCrypto } from '../../../src/certificate/credential/web-crypto.ts';
import { openKeyRing } from '../../../src/certificate/sign/keys.ts';
import { readTrust, type TrustDocument } from '../../../src/certificate/sign/trust.ts';
import { certificatePem } from '../../../src/certificate/sign/x509.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { bytesOf, hasTool, NOW, newRing, OPERATOR, OTHER, run, temporaryFolder } from '../fixtures.ts';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const secrets = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('key-'));

describe('key ring', () => {
  test('is made at first and found again, for its owner alone', async () => {
    const folder = join(temporaryFolder(), 'a', 'keys');
    const made = await openKeyRing(folder, OPERATOR, NOW);
    const found = await openKeyRing(folder, OPERATOR, new Date(NOW.getTime() + 1000));
    expect(found.signer().keyId).toBe(made.signer().keyId);
    expect(mode(folder)).toBe('700');
    for (const name of readdirSync(folder)) expect([name, mode(join(folder, name))]).toEqual([name, '600']);
    expect(readdirSync(folder).some((name) => name.startsWith('.draft'))).toBe(false);
  });

  test('started by many at once becomes one ring, with no private key left over', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const rings = await Promise.all(Array.from({ length: 8 }, () => openKeyRing(folder, OPERATOR, NOW)));
    expect(new Set(rings.map((ring) => ring.signer().keyId)).size).toBe(1);
    expect(secrets(folder)).toHaveLength(2);
  });

  test('started by several processes at once becomes one ring', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const module = new URL('../../../src/certificate/sign/keys.ts', import.meta.url).href;
    const script = `const { openKeyRing } = await import(${JSON.stringify(module)});
      const ring = await openKeyRing(${JSON.stringify(folder)}, ${JSON.stringify(OPERATOR)}, new Date());
      console.log(ring.signer().keyId);`;
    const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const printed = await Promise.all([start(), start(), start(), start()]);
    expect(new Set(printed.map(({ stdout }) => stdout.trim())).size).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('ring-'))).toEqual(['ring-000001.json']);
    expect(secrets(folder)).toHaveLength(2);
  });

  test('rotation retires the old key, destroys its private half, and is seen by other processes', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const ring = await openKeyRing(folder, OPERATOR, NOW);
    const elsewhere = await openKeyRing(folder, OPERATOR, NOW);
    const old = ring.signer().keyId;
    await ring.rotate(NOW);
    expect(ring.publicKeys().keys.map((key) => [key.kid === old, key.state])).toEqual([
      [true, 'retired'],
      [false, 'active'],
    ]);
    expect(existsSync(join(folder, `key-${old}.pem`))).toBe(false);
    expect(await elsewhere.refresh()).toBe(true);
    expect(elsewhere.signer().keyId).toBe(ring.signer().keyId);
    expect(await elsewhere.refresh()).toBe(false);
    expect((await readTrust([ring.publicKeys()], nodeVerifyCrypto)).size).toBe(2);
  });

  test('of two rotations at once exactly one wins, and the other is told to try again', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const rings = await Promise.all([openKeyRing(folder, OPERATOR, NOW), openKeyRing(folder, OPERATOR, NOW)]);
    const outcomes = await Promise.allSettled(rings.map((ring) => ring.rotate(NOW)));
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(lost[0]!.reason).toMatchObject({ code: 'key_ring_changed', retryable: true });
    expect(rings[0]!.signer().keyId).toBe(rings[1]!.signer().keyId);
    expect(secrets(folder)).toHaveLength(2);
  });

  test('revoking the active key replaces it in the same step', async () => {
    const ring = await newRing();
    const leaked = ring.signer().keyId;
    const before = ring.publicKeys();
    expect(ring.publicKeys()).toBe(before);
    await ring.revoke(leaked, NOW);
    expect(ring.publicKeys()).not.toBe(before);
    expect(ring.signer().keyId).not.toBe(leaked);
    expect(ring.publicKeys().keys.find((key) => key.kid === leaked)?.state).toBe('revoked');
    await expect(ring.revoke('00', NOW)).rejects.toMatchObject({ code: 'key_unknown' });
  });

  test('keeps working under a new name of the operator', async () => {
    const folder = join(temporaryFolder(), 'keys');
    await openKeyRing(folder, OPERATOR, NOW);
    const renamed = await openKeyRing(folder, { ...OPERATOR, name: 'Lakeside Group' }, NOW);
    await renamed.rotate(NOW);
    expect((await readTrust([renamed.publicKeys()], nodeVerifyCrypto)).size).toBe(2);
  });

  test('works without the private key of the root until it must rotate', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const made = await openKeyRing(folder, OPERATOR, NOW);
    const rootKey = secrets(folder).find((name) => !name.includes(made.signer().keyId));
    unlinkSync(join(folder, rootKey!));
    const ring = await openKeyRing(folder, OPERATOR, NOW);
    expect(ring.signer().sign(Buffer.from('x'))).toHaveLength(64);
    await expect(ring.rotate(NOW)).rejects.toMatchObject({ code: 'key_ring_damaged' });
  });

  test('is refused when exposed, damaged, or of another issuer', async () => {
    const folder = join(temporaryFolder(), 'keys');
    const ring = await openKeyRing(folder, OPERATOR, NOW);
    await expect(openKeyRing(folder, OTHER, NOW)).rejects.toMatchObject({ code: 'key_ring_other_issuer' });
    const keyFile = join(folder, `key-${ring.signer().keyId}.pem`);
    chmodSync(keyFile, 0o640);
    await expect(openKeyRing(folder, OPERATOR, NOW)).rejects.toMatchObject({ code: 'key_ring_exposed' });
    chmodSync(keyFile, 0o600);
    chmodSync(folder, 0o755);
    await expect(openKeyRing(folder, OPERATOR, NOW)).rejects.toMatchObject({ code: 'key_ring_exposed' });
    chmodSync(folder, 0o700);
    const pem = readFileSync(keyFile);
    writeFileSync(keyFile, 'rubbish');
    await expect(openKeyRing(folder, OPERATOR, NOW)).rejects.toMatchObject({ code: 'key_ring_damaged' });
    writeFileSync(
      keyFile,
      readFileSync(join(folder, secrets(folder).find((name) => !keyFile.endsWith(name))!)),
    );
    await expect(openKeyRing(folder, OPERATOR, NOW)).rejects.toMatchObject({ code: 'key_ring_damaged' });
    writeFileSync(keyFile, pem);
    writeFileSync(join(folder, 'ring-000001.json'), '{');
    await expect(openKeyRing(folder, OPERATOR, NOW)).rejects.toMatchObject({ code: 'key_ring_damaged' });
    await expect(
      openKeyRing(join(temporaryFolder(), 'k'), { id: 'a b', name: 'x' }, NOW),
    ).rejects.toMatchObject({ code: 'issuer_invalid' });
  });

  test('takes an empty folder that was open to others, and closes it', async () => {
    const folder = join(temporaryFolder(), 'keys');
    mkdirSync(folder, { mode: 0o755 });
    await openKeyRing(folder, OPERATOR, NOW);
    expect(mode(folder)).toBe('700');
  });
});

describe.each([
  ['node', nodeVerifyCrypto],
  ['WebCrypto', webCrypto],
])('a trust document, read by %s', (_, crypto) => {
  test('survives the way through JSON, and holds no private part', async () => {
    const document = (await newRing()).publicKeys();
    const text = bytesOf(document).toString();
    expect((await readTrust([Buffer.from(text)], crypto)).size).toBe(1);
    expect(text).not.toContain('"d"');
    expect(text).not.toContain('PRIVATE');
  });

  test('that does not hold together is refused with the reason', async () => {
    const document = (await newRing()).publicKeys();
    const foreign = (await newRing(OTHER)).publicKeys();
    const [key] = document.keys;
    const [other] = foreign.keys;
    const change = (part: object): TrustDocument => ({ ...document, keys: [{ ...key!, ...part }] });
    const unsigned = Buffer.from(key!.x5c[0], 'base64');
    unsigned[unsigned.length - 1]! ^= 1;
    const broken: (TrustDocument | Buffer)[] = [
      change({ kid: other!.kid }),
      change({ x: other!.x, y: other!.y, kid: other!.kid }),
      change({ x5c: [other!.x5c[0], key!.x5c[1]] }),
      change({ x5c: [key!.x5c[0], other!.x5c[1]] }),
      change({ x5c: [key!.x5c[0], key!.x5c[0]] }),
      change({ x5c: ['AAAA', 'AAAA'] }),
      change({ x5c: [unsigned.toString('base64'), key!.x5c[1]] }),
      change({ state: 'fine' }),
      change({ notBefore: 'soon' }),
      change({ crv: 'P-384' }),
      change({ notAfter: 'later' }),
      change({ x: 'AAAA', y: 'AAAA' }),
      change({ x: `${key!.x}=` }),
      change({ x5c: [key!.x5c[1], key!.x5c[1]] }),
      { ...document, issuer: { id: '', name: '' } },
      { ...document, format: 'x' as 'handback-trust/1' },
      Buffer.from('{"format":'),
      Buffer.from('null'),
    ];
    for (const one of broken)
      await expect((async () => readTrust([one], crypto))()).rejects.toMatchObject({ code: 'trust_invalid' });
    await expect(readTrust([document, { ...document, issuer: OTHER }], crypto)).rejects.toMatchObject({
      code: 'trust_invalid',
    });
    expect((await readTrust([document, foreign], crypto)).size).toBe(2);
  });

  test('an older copy of it does not bring back a key that was revoked', async () => {
    const ring = await newRing();
    const before = ring.publicKeys();
    await ring.revoke(ring.signer().keyId, NOW);
    const after = ring.publicKeys();
    const { kid } = before.keys[0]!;
    for (const trust of [await readTrust([before, after], crypto), await readTrust([after, before], crypto)])
      expect(trust.get(kid)?.state).toBe('revoked');
  });

  test('says when a key was replaced, and an older copy of it does not bring that key back', async () => {
    const ring = await newRing();
    const before = ring.publicKeys();
    expect(before.keys[0]).not.toHaveProperty('notAfter');
    const later = new Date(NOW.getTime() + 24 * 3_600_000);
    await ring.rotate(later);
    const after = ring.publicKeys();
    const { kid } = before.keys[0]!;
    // An hour more: another process may sign until it sees that the key was replaced.
    const end = new Date(later.getTime() + 3_600_000);
    for (const documents of [[before, after], [after, before], [after]]) {
      const trust = await readTrust(documents, crypto);
      expect(trust.get(kid)).toMatchObject({ state: 'retired', notAfter: end });
      expect(trust.get(ring.signer().keyId)).toMatchObject({ state: 'active' });
    }
    // Revoking it later leaves its end where it was.
    await ring.revoke(kid, new Date(later.getTime() + 48 * 3_600_000));
    expect((await readTrust([ring.publicKeys()], crypto)).get(kid)).toMatchObject({
      state: 'revoked',
      notAfter: end,
    });
  });

  test('names the log and its witnesses, and nothing but texts there', async () => {
    const document = { ...(await newRing()).publicKeys(), logs: ['a+01+b'], witnesses: ['c+02+d'] };
    const [key] = (await readTrust([document], crypto)).values();
    expect(key).toMatchObject({ logs: ['a+01+b'], witnesses: ['c+02+d'] });
    const wrong = { ...document, logs: [7] } as unknown as TrustDocument;
    await expect(readTrust([wrong], crypto)).rejects.toMatchObject({ code: 'trust_invalid' });
  });
});

describe.skipIf(!hasTool('openssl'))('certificates as openssl sees them', () => {
  test('have the key usages, identifiers and life that RFC 5280 wants, and verify as a chain', async () => {
    const folder = temporaryFolder();
    const { certificate, root } = (await newRing()).signer();
    const [rootFile, leafFile] = [join(folder, 'root.pem'), join(folder, 'leaf.pem')];
    writeFileSync(rootFile, certificatePem(root));
    writeFileSync(leafFile, certificatePem(certificate));
    const rootText = run('openssl', 'x509', '-in', rootFile, '-noout', '-text');
    const leafText = run('openssl', 'x509', '-in', leafFile, '-noout', '-text', '-nameopt', 'utf8');
    expect(rootText).toMatch(/Version: 3 /);
    expect(rootText).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(rootText).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
    expect(leafText).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(leafText).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation\n/);
    expect(leafText).toMatch(/organizationIdentifier=lakeside\.example/);
    expect(leafText).toContain('湖滨移动');
    const identifier = /Subject Key Identifier:\s+(\S+)/.exec(rootText)?.[1];
    expect(leafText).toMatch(new RegExp(`Authority Key Identifier:\\s+(keyid:)?${identifier}`));
    const until = (file: string) =>
      new Date(run('openssl', 'x509', '-in', file, '-noout', '-enddate').slice(9)).getUTCFullYear();
    expect(until(rootFile)).toBe(2051);
    expect(until(leafFile)).toBe(2036);
    const verified = run(
      'openssl',
      'verify',
      '-x509_strict',
      '-check_ss_sig',
      '-attime',
      String(NOW.getTime() / 1000),
      '-CAfile',
      rootFile,
      leafFile,
    );
    expect(verified).toContain(': OK');
  });
});
