import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, expect, it } from 'vitest';
import { smtpFromUrl } from '../../../src/connectors/smtp/driver.ts';
import { parseEmail } from '../../../src/domain/values/email.ts';
import { insertNotices } from '../../../src/store/outbox.ts';
import { addConfirmationContact, findParty, unconfirmedEmail } from '../../../src/store/people/parties.ts';
import { outboxScene, work, workOff } from './scene.ts';

const DAY = 24 * 3_600_000;
const scene = await outboxScene();
const { op, partyId } = scene;

/** How the server answers, if not well. */
let answers: { auth?: number; recipient?: number; data?: number } = {};
const taken: string[] = [];
const saying = (code: number | undefined): Error | null =>
  code === undefined ? null : Object.assign(new Error('no'), { responseCode: code });
const server = new SMTPServer({
  authOptional: false,
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  onAuth: (_auth, _session, done) =>
    answers.auth === undefined ? done(null, { user: 'line' }) : done(saying(answers.auth)),
  onRcptTo: (_address, _session, done) => done(saying(answers.recipient)),
  onData(stream, { envelope }, done) {
    stream.resume();
    stream.on('end', () => {
      const said = saying(answers.data);
      if (said === null) taken.push(...envelope.rcptTo.map(({ address }) => address));
      done(said);
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1');
await once(server.server, 'listening');
const { port } = server.server.address() as AddressInfo;
const mail = smtpFromUrl(new URL(`smtp://line:secret@127.0.0.1:${port}`), {
  operatorId: 'demo.example',
  operatorName: 'Demo',
  smsSender: '1',
  smdpClient: () => {
    throw new Error('not asked for');
  },
  hlrClient: () => {
    throw new Error('not asked for');
  },
});
afterAll(async () => {
  await mail.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
afterEach(async () => {
  answers = {};
  taken.length = 0;
  await op.pool.query('delete from outbox');
});

let people = 0;
async function put(): Promise<string> {
  const party = (await findParty(op.pool, op.vault, partyId))!;
  const value = parseEmail(`person${++people}@example.com`);
  await addConfirmationContact(op.pool, op.vault, party, { channel: 'email', value });
  const { contactId } = (await unconfirmedEmail(op.pool, op.vault, party))!;
  await insertNotices(op.pool, op.vault, [
    {
      ...{ caseId: null, partyId, dataKey: party.dataKey, kind: 'completed', text: 'Hello' },
      to: { contactId, channel: 'email' },
    },
  ]);
  return value;
}
const sender = () => scene.sender({ letters: { mail, subject: 'Demo' } });

it.each([
  ['a mailbox that is full', { recipient: 452 }, 'smtp_452', []],
  ['a greeting from somebody unknown', { recipient: 450 }, 'smtp_450', []],
  ['a server that closes', { data: 421 }, 'smtp_421', ['link']],
  ['a sign-in that is refused', { auth: 535 }, 'smtp_535', ['set_up']],
  ['a sign-in that cannot be checked', { auth: 454 }, 'smtp_454', ['link']],
])('keeps a letter for days with %s, and delivers it then', async (_name, how, detail, outages) => {
  answers = how;
  const to = await put();
  const { sender: one, told } = sender();
  await work(scene, one, 4, DAY);
  expect(await scene.rows()).toEqual([expect.objectContaining({ state: 'waiting', failed: detail })]);
  expect(told.outages.map(({ trouble }) => trouble)).toEqual(outages);
  answers = {};
  await workOff(scene, one, 3_600_000);
  expect(taken).toEqual([to]);
});

it.each([
  ['a mailbox that does not exist', { recipient: 550 }, 'smtp_550'],
  ['a letter that is refused', { data: 554 }, 'smtp_554'],
])('gives up %s', async (_name, how, detail) => {
  answers = how;
  await put();
  await sender().sender.sendDue();
  expect(await scene.rows()).toEqual([
    expect.objectContaining({ state: 'given_up', why: 'refused', failed: detail }),
  ]);
});

it('gives a letter up after its days, with the reason', async () => {
  answers = { auth: 535 };
  await put();
  const { sender: one } = sender();
  await work(scene, one, 9, DAY);
  expect(await scene.rows()).toEqual([
    expect.objectContaining({ state: 'given_up', why: 'deadline', failed: 'smtp_535' }),
  ]);
});
