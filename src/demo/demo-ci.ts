import { createPrivateKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Eid } from '../domain/values/eid.ts';
import { issueEuicc, issueEum, makeCi, type TestCertificate } from '../simulators/pki/rsp-chain.ts';
import type { EuiccState } from '../virtual-euicc/euicc-state.ts';
import { DEMO_EUM } from './fictional.ts';
import { keep, readKept } from './kept-file.ts';

/** The certificates and the key that an eUICC is made with. */
export type EuiccIdentity = Pick<
  EuiccState,
  'ciCertificate' | 'eumCertificate' | 'euiccCertificate' | 'privateKey'
>;

/** The demo's own certificate issuer and its one maker of eUICCs. Only the demo trusts it. */
export interface DemoCi {
  /** In DER, for `TrustedCis.extraAnchors`. */
  readonly certificate: Buffer;
  /** @param eid one that begins with `DEMO_EUM` */
  issue(eid: Eid): EuiccIdentity;
}

const FORMAT = 'handback demo CI 1';
const CERTIFICATE = 'ci.der';

interface Kept {
  readonly ci: KeptCertificate;
  readonly eum: KeptCertificate;
}

type KeptCertificate = Omit<TestCertificate, 'der' | 'key' | 'name' | 'serial'> &
  Readonly<Record<'der' | 'key' | 'name' | 'serial', string>>;

/** Where the demo keeps what belongs to its phones, in the data folder. */
export const demoFolder = (dataFolder: string): string => join(dataFolder, 'demo');

/**
 * Made at the first start and kept with its keys: what a phone signed before a restart still verifies after it. Beside
 * it is its certificate, `ci.der`, for `handback verify --evidence --ci`.
 */
export function openDemoCi(folder: string): DemoCi {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'ci.json');
  const { ci, eum } = readKept<Kept>(file, FORMAT) ?? makeAndKeep(file);
  const certificate = Buffer.from(ci.der, 'base64');
  writeFileSync(join(folder, CERTIFICATE), certificate);
  return {
    certificate,
    issue(eid) {
      const euicc = issueEuicc(revived(eum), eid);
      return {
        ciCertificate: ci.der,
        eumCertificate: eum.der,
        euiccCertificate: euicc.der.toString('base64'),
        privateKey: pemOf(euicc.key),
      };
    },
  };
}

/** What a demo in this folder trusts; nothing where none was. */
export function demoAnchors(folder: string): readonly Buffer[] {
  const file = join(folder, CERTIFICATE);
  return existsSync(file) ? [readFileSync(file)] : [];
}

function makeAndKeep(file: string): Kept {
  const ci = makeCi();
  const made = { ci: kept(ci), eum: kept(issueEum(ci, { prefix: DEMO_EUM })) };
  keep(file, FORMAT, made);
  return made;
}

const pemOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();

function kept(certificate: TestCertificate): KeptCertificate {
  const { der, key, name, serial, ...rest } = certificate;
  return {
    ...rest,
    der: der.toString('base64'),
    key: pemOf(key),
    name: name.toString('base64'),
    serial: serial.toString('base64'),
  };
}

function revived({ der, key, name, serial, ...rest }: KeptCertificate): TestCertificate {
  return {
    ...rest,
    der: Buffer.from(der, 'base64'),
    key: createPrivateKey(key),
    name: Buffer.from(name, 'base64'),
    serial: Buffer.from(serial, 'base64'),
  };
}
