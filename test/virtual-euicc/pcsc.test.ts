import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyEvidence } from '../../src/certificate/verify/verify-evidence.ts';
import { createEs9PlusReceiver } from '../../src/connectors/es9plus/receiver.ts';
import { parseIccid } from '../../src/domain/values/iccid.ts';
import { PHONE } from '../../src/operations/access/actor.ts';
import { NotificationIntake } from '../../src/operations/esim/notification-intake.ts';
import { parsePendingNotification } from '../../src/rsp/notification.ts';
import { readTrustAnchors } from '../../src/rsp/trust-anchors.ts';
import { makeTestPki } from '../../src/simulators/pki/tls-pki.ts';
import { ATR } from '../../src/virtual-euicc/card.ts';
import { LocalProfileAssistant } from '../../src/virtual-euicc/lpa.ts';
import type { InsertedCard } from '../../src/virtual-euicc/vpcd.ts';
import { closedCase, readyToEnd, verifiedCertificate } from '../support/cases.ts';
import { claimsOf } from '../support/certificates.ts';
import { seedProfiles } from '../support/esim.ts';
import { testInstance } from '../support/instance.ts';
import { PcscService, pcscPossible, READER } from '../support/pcsc.ts';
import { seedLines } from '../support/seed.ts';
import { ADDRESS, EID, HILLSIDE, LAKESIDE, profile, type TestCard, testCard } from './cards.ts';

/** Of the Debian package pcsc-tools. */
const SCRIPTOR = '/usr/bin/scriptor';
const RIVERSIDE = parseIccid('8986009000000012345');

const possible = await pcscPossible(SCRIPTOR);

const card: TestCard = testCard([
  profile(),
  profile({ iccid: HILLSIDE, ppr2: true }),
  profile({ iccid: RIVERSIDE }),
]);
const instance = possible
  ? await testInstance(
      undefined,
      {},
      {
        cis: { extraAnchors: [Buffer.from(card.euicc.state.ciCertificate, 'base64')] },
      },
    )
  : null;

describe.skipIf(!possible)('over PC/SC (pcscd, vpcd, scriptor)', () => {
  let service: PcscService;
  let inserted: InsertedCard;

  beforeAll(async () => {
    service = await PcscService.start();
    inserted = await service.insert(card.card);
  });
  afterAll(async () => {
    await inserted?.close();
    await service?.stop();
  });

  it('ends a line with the deletion that the card signed, certified and verified again offline', async () => {
    const { operations: op, simulator } = instance!;
    const [line] = await seedLines(op.pool, instance!.vault, 1, { simulator });
    await seedProfiles(op.pool, line!, [{ iccid: RIVERSIDE, eid: EID }]);
    const pki = makeTestPki('pcsc');
    const { certPem, keyPem } = pki.server([ADDRESS]);
    const intake = new NotificationIntake(op);
    const endpoint = createEs9PlusReceiver({
      tls: { cert: certPem, key: keyPem },
      accept: (raw) => intake.accept(PHONE, raw),
    });
    await endpoint.listen({ host: '127.0.0.1', port: 0 });
    const { port } = endpoint.server.address() as { port: number };
    const engine = instance!.engine();
    engine.start();
    const made = await readyToEnd(op, line!);

    const session = await PcscSession.open();
    const lpa = await LocalProfileAssistant.open((apdu) => session.transmit(apdu));
    expect(await lpa.delete(RIVERSIDE)).toBe('ok');
    const resolve = () => ({ host: '127.0.0.1', port, ca: pki.caPem });
    expect((await lpa.deliverAll({ resolve })).map(({ outcome }) => outcome)).toEqual(['delivered']);
    expect(await lpa.notifications()).toEqual([]);
    await lpa.close();
    await session.close();

    await closedCase(op.pool, made.caseId);
    await engine.stop();
    await endpoint.close();
    const claims = claimsOf(await verifiedCertificate(instance!, made));
    expect(claims.profiles).toMatchObject([{ result: 'proven', proof: { event: 'delete' } }]);
    const anchors = readTrustAnchors([Buffer.from(card.euicc.state.ciCertificate, 'base64')]);
    expect(verifyEvidence(claims, { anchors, crls: [], at: new Date() })).toMatchObject([
      { verdict: 'signature_verified', signed: { eid: EID, iccid: RIVERSIDE } },
    ]);
  });

  it('deletes a profile, and gives the signed notification of it', async () => {
    const session = await PcscSession.open();
    const lpa = await LocalProfileAssistant.open((apdu) => session.transmit(apdu));
    expect(await lpa.eid()).toBe(EID);
    expect((await lpa.profiles()).map(({ iccid }) => iccid)).toEqual([LAKESIDE, HILLSIDE]);
    expect(await lpa.enable(LAKESIDE)).toBe('ok');
    expect(await lpa.delete(LAKESIDE)).toBe('profileNotInDisabledState');
    expect(await lpa.disable(LAKESIDE)).toBe('ok');
    expect(await lpa.delete(LAKESIDE)).toBe('ok');
    expect(await lpa.delete(HILLSIDE)).toBe('disallowedByPolicy');
    const listed = await lpa.notifications();
    expect(listed).toEqual([{ seqNumber: 2, event: 'delete', address: ADDRESS, iccid: LAKESIDE }]);
    const pending = await lpa.retrieve(2);
    expect(parsePendingNotification(pending)).toMatchObject({
      kind: 'other',
      event: 'delete',
      iccid: LAKESIDE,
    });
    expect(pending.toString('base64')).toBe(card.euicc.state.notifications[0]!.pending);
    expect(await lpa.remove(2)).toBe('ok');
    await lpa.close();
    await session.close();
  });

  it('begins without channels after a reset, with what it did before', async () => {
    const session = await PcscSession.open();
    await LocalProfileAssistant.open((apdu) => session.transmit(apdu));
    expect(await session.reset()).toEqual(ATR);
    expect(await session.transmit(Buffer.from('0070000001', 'hex'))).toEqual(Buffer.from('019000', 'hex'));
    const lpa = await LocalProfileAssistant.open((apdu) => session.transmit(apdu));
    expect((await lpa.profiles()).map(({ iccid }) => iccid)).toEqual([HILLSIDE]);
    await session.close();
  });
});

/** One scriptor: it sends each line as an APDU, as it is, and prints what the card answers. */
class PcscSession {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor() {
    this.#child = spawn(SCRIPTOR, ['-u', '-p', 'T=0', '-r', READER], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** @throws Error where no card is in the reader. */
  static async open(): Promise<PcscSession> {
    const session = new PcscSession();
    while (!(await session.#line()).startsWith('Using T=0 protocol'));
    return session;
  }

  async transmit(apdu: Buffer): Promise<Buffer> {
    this.#child.stdin!.write(`${apdu.toString('hex')}\n`);
    let line = await this.#line();
    while (!line.startsWith('< ')) line = await this.#line();
    // `< BF 2D ...` over several lines, the last one ending in ` : ` and the meaning of the status word.
    let hex = line.slice(2);
    while (!hex.includes(':')) hex += await this.#line();
    return Buffer.from(hex.slice(0, hex.indexOf(':')).replaceAll(' ', ''), 'hex');
  }

  /** The ATR that follows. */
  async reset(): Promise<Buffer> {
    this.#child.stdin!.write('reset\n');
    let line = await this.#line();
    while (!line.startsWith('< OK: ')) line = await this.#line();
    return Buffer.from(line.slice(6).replaceAll(' ', ''), 'hex');
  }

  async close(): Promise<void> {
    this.#child.stdin!.end();
    await once(this.#child, 'close');
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('scriptor ended');
    return value;
  }
}
