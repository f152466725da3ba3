import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePendingNotification } from '../../src/rsp/notification.ts';
import { ADDRESS, EID, HILLSIDE, LAKESIDE, LAKESIDE_BYTES } from './cards.ts';
import { receiver } from './receiver.ts';

let folder: string;
let state: string;
const running: ChildProcessWithoutNullStreams[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handback-euicc-'));
  state = join(folder, 'card.json');
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): ChildProcessWithoutNullStreams {
  const command = join(import.meta.dirname, 'command.ts');
  const child = spawn(process.execPath, [command, '--state', state, ...args]);
  running.push(child);
  return child;
}

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const child = start(...args);
  child.stdin.end();
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out, err };
}

const LAKESIDE_PROFILE = `${LAKESIDE},Lakeside,${ADDRESS}`;

describe('handback virtual-euicc', () => {
  it('is made on first use and lives on in its file', async () => {
    const made = await run('--eid', EID, '--profile', LAKESIDE_PROFILE, '--profile', HILLSIDE, 'show');
    expect(made).toEqual({
      code: 0,
      err: '',
      out: `EID ${EID}
Profiles:
  ${LAKESIDE}  disabled  Lakeside
  ${HILLSIDE}  disabled  Handback Test
Notifications that wait:
  1  install  ${LAKESIDE}  for ${ADDRESS}
`,
    });
    expect(await run('show')).toEqual(made);
    expect(statSync(state).mode & 0o777).toBe(0o600);
    expect(existsSync(`${state}.lock`)).toBe(false);
  });

  it('does to a profile what a phone does, and says why not', async () => {
    await run('--profile', LAKESIDE_PROFILE, 'init');
    expect(await run('enable', LAKESIDE)).toMatchObject({ code: 0, out: 'ok\n' });
    expect(await run('delete', LAKESIDE)).toMatchObject({ code: 1, out: 'profileNotInDisabledState\n' });
    expect(await run('disable', LAKESIDE)).toMatchObject({ code: 0, out: 'ok\n' });
    expect(await run('delete', LAKESIDE)).toMatchObject({ code: 0, out: 'ok\n' });
    expect(await run('delete', LAKESIDE)).toMatchObject({ code: 1, out: 'iccidOrAidNotFound\n' });
    const shown = JSON.parse((await run('show', '--json')).out);
    expect(shown.profiles).toEqual([]);
    expect(shown.notifications.map(({ event }: { event: string }) => event)).toEqual([
      'install',
      'enable',
      'disable',
      'delete',
    ]);
  });

  it('shows no key', async () => {
    const shown = await run('show', '--json');
    expect(readFileSync(state, 'utf8')).toContain('PRIVATE KEY');
    expect(shown.out).not.toContain('PRIVATE KEY');
  });

  it('makes nothing twice, and nothing by halves', async () => {
    await run('init');
    expect(await run('init')).toMatchObject({ code: 1, err: expect.stringContaining('is there already') });
    expect(await run('--eid', EID, 'show')).toMatchObject({
      code: 1,
      err: expect.stringContaining('are for making one'),
    });
    rmSync(state);
    expect(await run('--profile', LAKESIDE, '--profile', LAKESIDE, 'init')).toMatchObject({ code: 1 });
    expect(existsSync(state)).toBe(false);
  });

  it('delivers to a receiver', async () => {
    const { endpoint, received } = await receiver(ADDRESS, [204, 500]);
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, endpoint.ca);
    await run('--profile', LAKESIDE_PROFILE, 'init');
    await run('delete', LAKESIDE);
    const to = ['--to', `${endpoint.host}:${endpoint.port}`, '--cacert', ca];
    expect(await run('deliver', ...to)).toMatchObject({
      code: 1,
      out: `1  install  ${LAKESIDE}  for ${ADDRESS}: delivered\n2  delete  ${LAKESIDE}  for ${ADDRESS}: refused with HTTP 500\n`,
    });
    expect(await run('deliver', ...to)).toMatchObject({
      code: 0,
      out: `2  delete  ${LAKESIDE}  for ${ADDRESS}: delivered\n`,
    });
    const sent = received.map(({ body }) =>
      parsePendingNotification(Buffer.from(JSON.parse(body).pendingNotification, 'base64')),
    );
    expect(sent.map(({ seqNumber, event }) => [seqNumber, event])).toEqual([
      [1, 'install'],
      [2, 'delete'],
      [2, 'delete'],
    ]);
    expect(await run('deliver')).toEqual({ code: 0, out: '', err: '' });
  });

  it('writes the certificates by which a receiver can trust it', async () => {
    const out = join(folder, 'chain');
    expect(await run('--curve', 'brainpoolP256r1', '--eid', EID, 'chain', '--out', out)).toMatchObject({
      code: 0,
    });
    const [ci, eum, euicc] = ['ci', 'eum', 'euicc'].map(
      (role) => new X509Certificate(readFileSync(join(out, `${role}.der`))),
    );
    expect(euicc!.verify(eum!.publicKey) && eum!.verify(ci!.publicKey) && ci!.verify(ci!.publicKey)).toBe(
      true,
    );
    expect(euicc!.subject).toContain(EID);
    expect(euicc!.publicKey.asymmetricKeyDetails?.namedCurve).toBe('brainpoolP256r1');
  });
});

describe('handback virtual-euicc stdio', () => {
  it('is the card of an lpac, and the only one at a time', async () => {
    await run('--profile', LAKESIDE_PROFILE, 'init');
    const child = start('stdio');
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ask = async (func: string, param: string | null): Promise<unknown> => {
      child.stdin.write(`${JSON.stringify({ type: 'apdu', payload: { func, param } })}\n`);
      return JSON.parse((await answers.next()).value!).payload;
    };
    expect(await ask('connect', null)).toEqual({ ecode: 0 });
    expect(await ask('logic_channel_open', 'A0000005591010FFFFFFFF8900000100')).toEqual({ ecode: 1 });
    const remove = `81E291000FBF330C5A0A${LAKESIDE_BYTES}`;
    expect(await ask('transmit', remove)).toEqual({ ecode: 0, data: '6106' });
    expect(await ask('transmit', '81C0000006')).toEqual({ ecode: 0, data: 'BF33038001009000' });

    // What the card answered is kept already, and may be looked at but not changed.
    expect((await run('show')).out).toContain(`2  delete  ${LAKESIDE}`);
    expect(await run('delete', LAKESIDE)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`in use by process ${child.pid}`),
    });
    child.stdin.end();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(await run('delete', LAKESIDE)).toMatchObject({ code: 1, out: 'iccidOrAidNotFound\n' });
  });
});

describe('handback virtual-euicc vpcd', () => {
  it('waits for a reader, is its card, and leaves when it is told to', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const child = start('vpcd', '--port', String((server.address() as AddressInfo).port));
    const [socket] = (await once(server, 'connection')) as [Socket];
    socket.write(Buffer.of(0, 1, 4));
    const [atr] = (await once(socket, 'data')) as [Buffer];
    expect(atr.toString('hex')).toBe('00073b056555494343');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    server.close();
  });
});
