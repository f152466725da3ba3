import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
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
import { type InsertedCard, insertCard } from '../../src/virtual-euicc/vpcd.ts';
import { closedCase, readyToEnd, verifiedCertificate } from '../support/cases.ts';
import { claimsOf } from '../support/certificates.ts';
import { seedProfiles } from '../support/esim.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';
import { ADDRESS, EID, HILLSIDE, LAKESIDE, profile, type TestCard, testCard } from './cards.ts';

/** Of the Debian packages pcscd, vsmartcard-vpcd and pcsc-tools. */
const TOOLS = {
  pcscd: '/usr/sbin/pcscd',
  driver: '/usr/lib/pcsc/drivers/serial/libifdvpcd.so',
  scriptor: '/usr/bin/scriptor',
};
const RIVERSIDE = parseIccid('8986009000000012345');
const SOCKET = '/run/pcscd/pcscd.comm';
const READER = 'Handback Virtual Reader';

/** pcscd is one to a machine, and only root starts it: where one runs already, it is somebody's. */
const possible =
  process.getuid?.() === 0 &&
  Object.values(TOOLS).every((file) => existsSync(file)) &&
  !(await answers(SOCKET));

async function answers(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

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
  let folder: string;
  let pcscd: ChildProcess;
  let log: Interface;
  let inserted: InsertedCard;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'handback-pcsc-'));
    const port = await twoFreePorts();
    const configuration = join(folder, 'reader.conf');
    const id = `0x${port.toString(16)}`;
    writeFileSync(
      configuration,
      `FRIENDLYNAME "${READER}"\nDEVICENAME /dev/null:${id}\nLIBPATH ${TOOLS.driver}\nCHANNELID ${id}\n`,
    );
    pcscd = spawn(TOOLS.pcscd, ['--foreground', '--debug', '--config', configuration], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    log = createInterface({ input: pcscd.stdout! });
    await said('daemon ready');
    // Logged when it has powered the card up, whether that went in before or after pcscd first looked.
    const seen = said('Card ATR');
    inserted = await insertCard(card.card, { host: '127.0.0.1', port });
    await seen;
  });
  afterAll(async () => {
    await inserted?.close();
    if (pcscd?.exitCode === null) {
      pcscd.kill();
      await once(pcscd, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** Resolves when pcscd has logged this. */
  function said(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      log.on('line', (line) => line.includes(text) && resolve());
      log.once('close', () => reject(new Error(`pcscd ended before it said "${text}"`)));
    });
  }

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
    this.#child = spawn(TOOLS.scriptor, ['-u', '-p', 'T=0', '-r', `${READER} 00 00`], {
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

/** vpcd has two slots and listens on two ports in a row; below 32768, where the system gives none away by itself. */
async function twoFreePorts(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); ; port += 2) {
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
