import { randomInt } from 'node:crypto';
import { type Eid, parseEid } from '../../domain/values/eid.ts';
import type { Curve } from '../../rsp/gsma-oids.ts';
import type { EuiccState } from '../../virtual-euicc/euicc-state.ts';
import { makeTestChain } from './rsp-chain.ts';

export interface NewEuicc {
  /** Default: one that `randomTestEid` gives. */
  readonly eid?: Eid;
  /** Default: P-256. */
  readonly curve?: Curve;
  /** How many notifications it keeps; default 32. */
  readonly notificationCapacity?: number;
}

/** An empty eUICC under a CI and an EUM of its own, which nobody trusts until told to. */
export function newEuicc(wanted: NewEuicc = {}): EuiccState {
  const { eid = randomTestEid(), curve = 'P-256', notificationCapacity = 32 } = wanted;
  const { ci, eum, euicc } = makeTestChain({ eid, curve });
  return {
    eid,
    ciCertificate: ci.der.toString('base64'),
    eumCertificate: eum.der.toString('base64'),
    euiccCertificate: euicc.der.toString('base64'),
    privateKey: euicc.key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    rootDsAddress: 'ds.example.com',
    defaultDpAddress: '',
    profiles: [],
    notifications: [],
    notificationCapacity,
    nextSeqNumber: 1,
  };
}

/** An EID with the EUM prefix of the GSMA's test specification (SGP.26), good check digits, and the rest by chance. */
export function randomTestEid(): Eid {
  const digits = `89049032${Array.from({ length: 22 }, () => randomInt(10)).join('')}`;
  const check = 98n - (BigInt(`${digits}00`) % 97n);
  return parseEid(`${digits}${check.toString().padStart(2, '0')}`);
}
