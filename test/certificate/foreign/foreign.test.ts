import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getListFromStatusListJWT } from '@owf/token-status-list';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { beforeAll, describe, expect, test } from 'vitest';
import { issueStatusToken } from '../../../src/certificate/credential/status-list.ts';
import { readStatusToken, stateIn } from '../../../src/certificate/credential/status-token.ts';
import { renderPdf } from '../../../src/certificate/paper/pdf.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { readTrust, type Trust } from '../../../src/certificate/sign/trust.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import {
  certificate,
  compactBytes,
  hasTool,
  jsonBytes,
  NUMBER,
  newRing,
  STATUS,
  temporaryFolder,
} from '../fixtures.ts';
import { newLog } from '../log-fixtures.ts';
import { type JudgedCase, judgedCases, LATER } from './judged-cases.ts';

const EXAMPLES = resolve(import.meta.dirname, '..', '..', '..', 'examples');
/** Debian's, which has Debian's packages; another may stand before it in the path. */
const PYTHON = '/usr/bin/python3';
const hasJwcrypto = spawnSync(PYTHON, ['-c', 'import jwcrypto']).status === 0;

let ring: KeyRing;
let trust: Trust;
let cases: readonly JudgedCase[];
let folder: string;
const log = newLog();

beforeAll(async () => {
  ring = await newRing();
  trust = await readTrust([ring.publicKeys()], nodeVerifyCrypto);
  cases = await judgedCases(ring);
  folder = temporaryFolder();
  saved('trust.json', JSON.stringify({ ...ring.publicKeys(), logs: [log.vkey] }));
});

function saved(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

type Look = Exclude<JudgedCase['fault'], null>;

/** Whether a program takes a certificate. It is called with files, as a stranger has them. */
interface Program {
  readonly name: string;
  readonly here: boolean;
  /** What it looks at. */
  readonly looks: readonly Look[];
  takes(one: JudgedCase): boolean | Promise<boolean>;
}

const files = ({ compact, status }: JudgedCase): readonly [string, string, string] => [
  saved('certificate.sdjwt', compact),
  join(folder, 'trust.json'),
  saved('status.jwt', status),
];
const ends = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const PROGRAMS: readonly Program[] = [
  {
    name: 'our own verifier',
    here: true,
    looks: ['signature', 'disclosures', 'status'],
    takes: async ({ compact, status }) => {
      const options = { trust, crypto: nodeVerifyCrypto, statusList: status, now: LATER };
      const verdict = await verifyCertificate(Buffer.from(compact), options);
      return verdict.result === 'authentic' && verdict.status.known && verdict.status.state === 'valid';
    },
  },
  {
    name: '@sd-jwt/sd-jwt-vc',
    here: true,
    looks: ['signature', 'disclosures', 'status'],
    takes: async ({ compact, status }) => {
      try {
        const { payload } = await sdJwtVc(status).verify(compact, { currentDate: LATER.getTime() / 1000 });
        return (payload as { serviceEndedAt?: unknown }).serviceEndedAt !== undefined;
      } catch {
        return false;
      }
    },
  },
  {
    name: 'jose',
    here: true,
    looks: ['signature', 'status'],
    takes: (one) =>
      ends(process.execPath, [join(EXAMPLES, 'verify-with-jose.mjs'), ...files(one), LATER.toISOString()]),
  },
  {
    name: 'python3-jwcrypto',
    here: hasJwcrypto,
    looks: ['signature', 'disclosures', 'status'],
    takes: (one) => {
      const [certificateFile, trustFile, status] = files(one);
      const now = String(LATER.getTime() / 1000);
      const args = [certificateFile, '--trust', trustFile, '--status', status, '--now', now];
      return ends(PYTHON, [join(EXAMPLES, 'verify_certificate.py'), ...args]);
    },
  },
  {
    name: 'openssl',
    here: hasTool('openssl'),
    looks: ['signature'],
    takes: (one) => ends('sh', [join(EXAMPLES, 'verify-with-openssl.sh'), ...files(one).slice(0, 2)]),
  },
];

/** A verifier of others as its guide sets it up; keys are the caller's to find, by the header. */
function sdJwtVc(status: string): SDJwtVcInstance {
  const verifier = (data: string, signature: string): boolean => {
    const { kid, alg } = JSON.parse(Buffer.from(data.split('.')[0]!, 'base64url').toString());
    const jwk = ring.publicKeys().keys.find((key) => key.kid === kid);
    if (jwk === undefined || alg !== 'ES256') return false;
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const bytes = Buffer.from(signature, 'base64url');
    return verifySignature('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }, bytes);
  };
  return new SDJwtVcInstance({
    hasher: (data) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : new Uint8Array(data))
        .digest(),
    hashAlg: 'sha-256',
    verifier,
    statusVerifier: verifier,
    statusListFetcher: async (uri) => {
      expect(uri).toBe(STATUS.uri);
      return status;
    },
  });
}

describe.each(PROGRAMS)('$name', ({ here, looks, takes }) => {
  test.skipIf(!here)('takes what stands, and refuses what it looks at where that is at fault', async () => {
    for (const one of cases) {
      const { name, fault } = one;
      expect([name, await takes(one)]).toEqual([name, fault === null || !looks.includes(fault)]);
    }
  });
});

describe.skipIf(!hasJwcrypto)('the verifier that was written from the specification alone', () => {
  const judged = (file: string) => {
    const args = [join(EXAMPLES, 'verify_certificate.py'), file, '--trust', join(folder, 'trust.json')];
    const run = spawnSync(PYTHON, args, { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    return JSON.parse(run.stdout);
  };

  const paper = async (copy: CertificateCopy): Promise<Buffer> => {
    const signer = ring.signer();
    const options = {
      verifyUrl: 'https://lakeside.example/c/1',
      language: 'en',
      now: LATER,
      signer,
    } as const;
    return Buffer.from(await renderPdf(copy, { msisdn: null, holder: null }, options));
  };

  test('says what we say, of every form', async () => {
    const copy = await certificate(ring.signer());
    const forms = [
      saved('a.sdjwt', compactBytes(copy)),
      saved('a.json', jsonBytes(copy)),
      saved('a.pdf', await paper(copy)),
    ];
    for (const file of forms)
      expect(judged(file)).toEqual({
        result: 'authentic',
        operator: '湖滨移动 Lakeside Mobile',
        number: NUMBER,
        serviceEndedAt: copy.claims.serviceEndedAt,
        detach: ['acknowledged', 'unconfirmed'],
        status: { state: 'unknown', why: 'no list' },
        logged: null,
      });
  });

  test('finds a certificate in the log by its proof, beside it or in its paper', async () => {
    const copy = await certificate(ring.signer());
    const logged = { ...copy, logProof: log.proofOf(copy.jwt) };
    expect(judged(saved('a.json', jsonBytes(logged)))).toMatchObject({ result: 'authentic', logged: true });
    expect(judged(saved('a.pdf', await paper(logged)))).toMatchObject({ result: 'authentic', logged: true });
    for (const logProof of [log.proofOf(`${copy.jwt}A`), newLog().proofOf(copy.jwt)])
      expect(judged(saved('a.json', jsonBytes({ ...copy, logProof })))).toMatchObject({ logged: false });
  });

  test('refuses a paper that was altered', async () => {
    const pdf = await paper(await certificate(ring.signer()));
    const flipped = (at: number) => {
      const bytes = Buffer.from(pdf);
      bytes[at]! ^= 1;
      return bytes;
    };
    const hex = pdf.indexOf('/Contents <', pdf.indexOf('/ByteRange')) + 400;
    for (const bytes of [flipped(hex), flipped(200), flipped(pdf.length - 20), Buffer.concat([pdf, pdf])])
      expect(judged(saved('a.pdf', bytes)).result).toBe('altered');
  });

  test('names what is wrong as we do, whichever part of the text is another', async () => {
    const { compact } = cases[0]!;
    for (let at = 3; at < compact.length; at += Math.ceil(compact.length / 12)) {
      const letter = compact[at] === 'A' ? 'B' : 'A';
      const text = compact.slice(0, at) + letter + compact.slice(at + 1);
      const ours = await verifyCertificate(Buffer.from(text), {
        trust,
        crypto: nodeVerifyCrypto,
        now: LATER,
      });
      expect([at, judged(saved('changed.sdjwt', text)).result]).toEqual([at, ours.result]);
    }
  });
});

describe('a status list token', () => {
  test('is read alike by @sd-jwt/sd-jwt-vc and by us, wherever in the list', async () => {
    const states = ['revoked', 'superseded'] as const;
    const places = [0, 1, 2, 3, 4, 1023, 2 ** 20 - 1];
    const entries = places.map((idx, i) => ({ idx, state: states[i % 2]! }));
    const token = issueStatusToken(STATUS.uri, entries, ring.signer(), LATER);
    const reading = await readStatusToken(token, trust, nodeVerifyCrypto);
    if (!reading.ok) throw new Error(reading.fault);
    const theirs = getListFromStatusListJWT(token);
    for (const idx of [...places, 5, 1022, 1024, 2 ** 20 - 2]) {
      const said = stateIn(reading.list, { idx, uri: STATUS.uri });
      const value = theirs.getStatus(idx);
      expect([idx, said.ok && said.state]).toEqual([
        idx,
        ({ 0: 'valid', 1: 'revoked', 3: 'superseded' } as const)[value],
      ]);
    }
    expect(stateIn(reading.list, { idx: 2 ** 20, uri: STATUS.uri })).toMatchObject({
      fault: 'index_out_of_range',
    });
    expect(() => theirs.getStatus(2 ** 20)).toThrow();
  });
});
