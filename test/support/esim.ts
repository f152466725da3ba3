import type { NotificationEvent, ProfileState } from '../../src/domain/lines/esim-profile.ts';
import { type Eid, parseEid } from '../../src/domain/values/eid.ts';
import { type Iccid, parseIccid } from '../../src/domain/values/iccid.ts';
import {
  encodeNotificationMetadata,
  encodeOtherSignedNotification,
  signNotification,
} from '../../src/rsp/notification-writer.ts';
import { issueEuicc, makeTestChain, type TestCertificate } from '../../src/simulators/pki/rsp-chain.ts';
import type { Db } from '../../src/store/database/database.ts';
import type { SeededLine } from './seed.ts';

export const ADDRESS = 'rsp.handback.test';
const CHAIN = makeTestChain({ eid: eidOf(0) });
/** For `TrustedCis.extraAnchors`. */
export const TEST_CI: Buffer = CHAIN.ci.der;

/** The n-th device's EID, of the maker of the test chain. */
export function eidOf(n: number): Eid {
  const body = `89049032${String(n).padStart(22, '0')}`;
  const check = 98n - (BigInt(`${body}00`) % 97n);
  return parseEid(`${body}${String(check).padStart(2, '0')}`);
}

export function profileIccid(n: number): Iccid {
  return parseIccid(`8986009${String(n).padStart(12, '0')}`);
}

/** A device that signs; its sequence numbers count up as a card's do. */
export class TestDevice {
  readonly eid: Eid;
  readonly #certificate: TestCertificate;
  #seqNumber: number;

  constructor(n: number, firstNumber = 1) {
    this.eid = eidOf(n);
    this.#certificate = issueEuicc(CHAIN.eum, this.eid);
    this.#seqNumber = firstNumber - 1;
  }

  notify(event: NotificationEvent, iccid: Iccid | null, seqNumber = ++this.#seqNumber): Buffer {
    const tbs = encodeNotificationMetadata({ seqNumber, event, address: ADDRESS, iccid });
    return encodeOtherSignedNotification({
      tbs,
      signature: signNotification(tbs, this.#certificate.key),
      euiccCertificate: this.#certificate.der,
      eumCertificate: CHAIN.eum.der,
    });
  }
}

export interface SeededProfile {
  readonly iccid: Iccid;
  readonly eid: Eid | null;
  readonly state?: ProfileState;
  readonly notifiesDeletion?: boolean | null;
}

export async function seedProfiles(
  db: Db,
  line: SeededLine,
  profiles: readonly SeededProfile[],
): Promise<void> {
  for (const { iccid, eid, state = 'installed', notifiesDeletion = true } of profiles) {
    if (eid !== null) await db.query('insert into device (eid) values ($1) on conflict do nothing', [eid]);
    await db.query(
      'insert into esim_profile (iccid, line_id, eid, state, notifies_deletion) values ($1, $2, $3, $4, $5)',
      [iccid, line.lineId, eid, state, notifiesDeletion],
    );
  }
}
