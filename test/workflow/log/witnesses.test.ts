import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { parseWitnesses } from '../../../src/config/witness-file.ts';
import { createLogWitness } from '../../../src/connectors/log-witness/client.ts';
import type { LogWitness } from '../../../src/ports/log/log-witness.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { startWitness, type WitnessSimulator } from '../../../src/simulators/witness.ts';
import { publishedCheckpoint, signedCheckpoint } from '../../../src/store/log/log-heads.ts';
import { witnessStandings } from '../../../src/store/log/log-witnesses.ts';
import { addCheckpointBody } from '../../../src/tlog/add-checkpoint.ts';
import { type Cosigned, verifyingCosignature } from '../../../src/tlog/cosignature.ts';
import { type NoteKey, parseNote, signedBy } from '../../../src/tlog/note.ts';
import { consistencyParts } from '../../../src/tlog/tree-parts.ts';
import { askWitness, type KnownWitness, type Witnesses } from '../../../src/workflow/log/ask-witnesses.ts';
import { proofOf } from '../../../src/workflow/log/log-tree.ts';
import { LogSequencer } from '../../../src/workflow/log-sequencer.ts';
import { testDatabase } from '../../support/database.ts';
import { backupOf, queued, type TestLog, testLog } from '../../support/log.ts';

const nobody = new AbortController().signal;

async function witnessOf(log: TestLog, name: string): Promise<WitnessSimulator> {
  const witness = await startWitness(name, [log.key]);
  onTestFinished(() => witness.close());
  return witness;
}

const known = ({ key, url }: { key: NoteKey; url: string }, timeoutMs?: number): KnownWitness => ({
  key,
  witness: createLogWitness(url, timeoutMs),
});

const sequencerWith = (log: TestLog, witnesses: Witnesses): LogSequencer =>
  new LogSequencer(log.pool, log.signer, () => undefined, witnesses);

async function cosigners(log: TestLog, keys: readonly NoteKey[]): Promise<readonly string[]> {
  const note = parseNote((await publishedCheckpoint(log.pool))!.note)!;
  const found = await signedBy<NoteKey, Cosigned>(
    note,
    keys,
    verifyingCosignature(note.text, nodeVerifyCrypto),
  );
  return found === 'signature_wrong' ? ['wrong'] : found.map(({ name }) => name);
}

const standing = async (log: TestLog, name: string) =>
  (await witnessStandings(log.pool, log.signer.origin, [name]))[0];

/** A witness that answers what the test says, and counts how often it is asked. */
async function answering(listener: RequestListener): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

describe('witnesses', () => {
  it('cosign what continues what they saw, and are named on the checkpoint', async () => {
    const log = await testLog((await testDatabase()).pool);
    const [a, b] = [await witnessOf(log, 'a.example'), await witnessOf(log, 'b.example')];
    const sequencer = sequencerWith(log, { known: [known(a), known(b)], quorum: 2 });
    for (const count of [0, 3, 300, 1]) {
      await queued(log.pool, count);
      await sequencer.turn();
      expect([...(await cosigners(log, [a.key, b.key]))].sort()).toEqual(['a.example', 'b.example']);
    }
    expect((await publishedCheckpoint(log.pool))!.size).toBe(304);
    expect(a.seen(log.signer.origin).size).toBe(304);
  });

  it('that are asked from a wrong size say from where, and are asked again', async () => {
    const log = await testLog((await testDatabase()).pool);
    const a = await witnessOf(log, 'a.example');
    await queued(log.pool, 10);
    await sequencerWith(log, { known: [known(a)], quorum: 1 }).turn();
    await log.pool.query('delete from log_witness');
    await queued(log.pool, 10);
    await sequencerWith(log, { known: [known(a)], quorum: 1 }).turn();
    expect(await cosigners(log, [a.key])).toEqual(['a.example']);
    expect(a.seen(log.signer.origin).size).toBe(20);
  });

  it('of whom one never answers do not hold the log', async () => {
    const log = await testLog((await testDatabase()).pool);
    const a = await witnessOf(log, 'a.example');
    const silent = await answering(() => undefined);
    const mute = known({ key: (await witnessOf(log, 'mute.example')).key, url: silent.url }, 600_000);
    const sequencer = sequencerWith(log, { known: [mute, known(a)], quorum: 1 });
    for (let round = 1; round <= 3; round += 1) {
      await queued(log.pool, 5);
      await sequencer.turn();
      expect((await publishedCheckpoint(log.pool))!.size).toBe(5 * round);
    }
    // It still has the first question, and no further one.
    expect(silent.asked()).toBe(1);
    await sequencer.stop();
    // That we stopped is nothing that it said.
    expect(await standing(log, 'mute.example')).toBeUndefined();
    const head = (await signedCheckpoint(log.pool, log.signer.origin))!;
    const impatient = { ...mute, witness: createLogWitness(silent.url, 20) };
    expect(await askWitness(log.pool, head, impatient, { known: [], quorum: 0 }, nobody)).toBe('away');
    expect((await standing(log, 'mute.example'))?.fault).toBe('away');
  });

  it('of whom too few answer keep a head from being shown, not from being signed', async () => {
    const log = await testLog((await testDatabase()).pool);
    const a = await witnessOf(log, 'a.example');
    const away = await answering((_request, response) => void response.destroy());
    const gone = known({ key: (await witnessOf(log, 'gone.example')).key, url: away.url });
    const both: Witnesses = { known: [known(a), gone], quorum: 2 };
    await queued(log.pool, 4);
    await sequencerWith(log, both).turn();
    expect(await publishedCheckpoint(log.pool)).toBeNull();
    expect((await signedCheckpoint(log.pool, log.signer.origin))?.size).toBe(4);
    // The other came back, as a witness that keeps its key.
    const back = await witnessOf(log, 'gone.example');
    await sequencerWith(log, { known: [known(a), known(back)], quorum: 2 }).turn();
    expect((await publishedCheckpoint(log.pool))!.size).toBe(4);
  });

  it('whose last word was not followed by its showing are not asked again for it', async () => {
    const log = await testLog((await testDatabase()).pool);
    const a = await witnessOf(log, 'a.example');
    await queued(log.pool, 4);
    await sequencerWith(log, { known: [known(a)], quorum: 1 }).turn();
    // Died between the two.
    await log.pool.query(`delete from log_checkpoint where state = 'published'`);
    await sequencerWith(log, { known: [{ ...known(a), witness: refusing }], quorum: 1 }).turn();
    expect((await publishedCheckpoint(log.pool))!.size).toBe(4);
  });
});

const refusing: LogWitness = {
  addCheckpoint: () => Promise.reject(new Error('it must not be asked')),
};

describe('a witness that saw a larger head than there is', () => {
  it('stops the log before anything is signed', async () => {
    const { pool } = await testDatabase();
    const log = await testLog(pool);
    const ahead = await answering((_request, response) => size(response, 9_000));
    const one = known({ key: (await witnessOf(log, 'a.example')).key, url: ahead.url });
    const sequencer = sequencerWith(log, { known: [one], quorum: 0 });
    await queued(pool, 3);
    await sequencer.turn();
    await expect
      .poll(() => standing(log, 'a.example'), { timeout: 20_000 })
      .toMatchObject({ size: 9_000, fault: 'ahead' });
    const signed = await signedCheckpoint(pool, log.signer.origin);
    await queued(pool, 3);
    await expect(sequencer.turn()).rejects.toMatchObject({
      code: 'log_rolled_back',
      facts: { stored: 3, signed: 9_000, witness: 'a.example' },
    });
    // Also another process, which never asked it.
    await expect(sequencerWith(log, { known: [one], quorum: 0 }).turn()).rejects.toMatchObject({
      code: 'log_rolled_back',
    });
    expect(await signedCheckpoint(pool, log.signer.origin)).toEqual(signed);
    // One that the operator does not believe is taken out of the file.
    await sequencerWith(log, { known: [], quorum: 0 }).turn();
    expect((await signedCheckpoint(pool, log.signer.origin))?.size).toBe(6);
  });
});

describe('a database and a folder of keys that were restored together from before the last head', () => {
  it('are known by a witness, before anything is signed', async () => {
    const { pool } = await testDatabase();
    const log = await testLog(pool);
    const a = await witnessOf(log, 'a.example');
    const witnesses: Witnesses = { known: [known(a)], quorum: 1 };
    await queued(pool, 5);
    await sequencerWith(log, witnesses).turn();
    const backup = await backupOf(log);
    await queued(pool, 5);
    await sequencerWith(log, witnesses).turn();
    await backup.restore();
    await queued(pool, 20);
    const signed = await signedCheckpoint(pool, log.signer.origin);
    expect(signed?.size).toBe(5);
    await expect(sequencerWith(log, witnesses).turn()).rejects.toMatchObject({
      code: 'log_rolled_back',
      facts: { stored: 5, signed: 10, witness: 'a.example' },
    });
    expect(await signedCheckpoint(pool, log.signer.origin)).toEqual(signed);
  });
});

const size = (response: ServerResponse, n: number | string): void =>
  void response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${n}\n`);

describe('what a witness may answer', () => {
  const other = '— other.example AAAAAAA=\n';
  it.each<[string, string, RequestListener]>([
    ['a page', 'nonsense', (_q, s) => void s.end('<html>')],
    ['a cosignature of somebody else', 'nonsense', (_q, s) => void s.end(other)],
    ['its own name over nothing', 'nonsense', (_q, s) => void s.end(`— a.example ${'A'.repeat(104)}\n`)],
    ['nothing', 'nonsense', (_q, s) => void s.end('')],
    ['more than it can have to say', 'nonsense', (_q, s) => void s.end(other.repeat(5_000))],
    ['bytes that are no text', 'nonsense', (_q, s) => void s.end(Buffer.of(0xff, 0xfe))],
    ['a size without its type', 'nonsense', (_q, s) => void s.writeHead(409).end('3\n')],
    ['a size that is none', 'nonsense', (_q, s) => size(s, '-3')],
    ['another size each time', 'nonsense', (_q, s) => size(s, 1)],
    ['that it does not know the log', 'log_unknown', (_q, s) => void s.writeHead(404).end()],
    ['that the signature is wrong', 'signature_refused', (_q, s) => void s.writeHead(403).end()],
    ['that the proof is wrong', 'proof_refused', (_q, s) => void s.writeHead(422).end()],
    ['that the request is wrong', 'request_refused', (_q, s) => void s.writeHead(400).end()],
    ['that it is broken', 'away', (_q, s) => void s.writeHead(500).end()],
    [
      'that it is elsewhere',
      'away',
      (_q, s) => void s.writeHead(302, { location: 'http://127.0.0.1:1' }).end(),
    ],
    ['half of an answer', 'away', (_q, s) => void s.write('— a', () => s.destroy())],
  ])('is %s, which is no cosignature', async (_what, fault, listener) => {
    const log = shared;
    const { url } = await answering(listener);
    const one = known({ key: sharedWitness.key, url });
    const head = (await signedCheckpoint(log.pool, log.signer.origin))!;
    expect(await askWitness(log.pool, head, one, { known: [one], quorum: 0 }, nobody)).toBe(fault);
    expect((await publishedCheckpoint(log.pool))!.note).toBe(head.note);
    expect((await standing(log, 'a.example'))?.fault).toBe(fault);
    await log.pool.query('delete from log_witness');
  });
});

const shared = await testLog((await testDatabase()).pool);
await queued(shared.pool, 3);
await sequencerWith(shared, { known: [], quorum: 0 }).turn();
const sharedWitness = await startWitness('a.example', [shared.key]);
afterAll(() => sharedWitness.close());

describe('the witness of the tests', () => {
  const post = async (body: string) => {
    const answer = await fetch(`${sharedWitness.url}/add-checkpoint`, { method: 'POST', body });
    return [answer.status, await answer.text()] as const;
  };

  it('is as strict as its standard: old sizes, proofs, signatures and names', async () => {
    const { pool } = await testDatabase();
    const log = await testLog(pool);
    const strict = await witnessOf(log, 'strict.example');
    const ask = async (body: string) =>
      (await fetch(`${strict.url}/add-checkpoint`, { method: 'POST', body })).status;
    const sequencer = sequencerWith(log, { known: [], quorum: 0 });
    await queued(pool, 5);
    await sequencer.turn();
    const five = (await publishedCheckpoint(pool))!.note;
    expect(await ask(addCheckpointBody({ old: 0, proof: [new Uint8Array(32)], checkpoint: five }))).toBe(422);
    expect(await ask(addCheckpointBody({ old: 0, proof: [], checkpoint: five }))).toBe(200);
    expect(await ask(addCheckpointBody({ old: 5, proof: [], checkpoint: five }))).toBe(200);
    expect(await ask(addCheckpointBody({ old: 4, proof: [], checkpoint: five }))).toBe(409);
    expect(await ask(addCheckpointBody({ old: 6, proof: [], checkpoint: five }))).toBe(400);
    await queued(pool, 5);
    await sequencer.turn();
    const ten = (await publishedCheckpoint(pool))!.note;
    const proof = await proofOf(pool, consistencyParts(5, 10));
    expect(await ask(addCheckpointBody({ old: 5, proof: proof.slice(1), checkpoint: ten }))).toBe(422);
    expect(await ask(addCheckpointBody({ old: 5, proof, checkpoint: ten.replace('\n10\n', '\n11\n') }))).toBe(
      403,
    );
    expect(await ask(addCheckpointBody({ old: 5, proof, checkpoint: ten }))).toBe(200);
    expect(await ask(addCheckpointBody({ old: 10, proof: [], checkpoint: five }))).toBe(400);
  });

  it('does not know other logs, nor other requests', async () => {
    const elsewhere = await testLog((await testDatabase()).pool, {
      HANDBACK_LOG_ORIGIN: 'other.example/log',
    });
    await sequencerWith(elsewhere, { known: [], quorum: 0 }).turn();
    const { note } = (await publishedCheckpoint(elsewhere.pool))!;
    expect((await post(addCheckpointBody({ old: 0, proof: [], checkpoint: note })))[0]).toBe(404);
    expect((await post('hello'))[0]).toBe(400);
  });
});

describe('the file of witnesses', () => {
  const { vkey } = sharedWitness;

  it('names a key and an address a line, and how many are enough', async () => {
    const file = await parseWitnesses(`# ours\n\n${vkey} https://w.example/one/ # here\nquorum 1\n`);
    expect(file).toMatchObject({ quorum: 1, witnesses: [{ url: 'https://w.example/one' }] });
    expect((await parseWitnesses('')).quorum).toBe(0);
  });

  it.each([
    ['1: the address', `${vkey}`],
    ['1: the address', `${vkey} http://w.example`],
    ['1: the address', `${vkey} https://w.example more`],
    ['1: the key', `${shared.signer.vkey} https://w.example`],
    ['1: the key', 'x https://w.example'],
    ['2: this witness', `${vkey} https://a.example\n${vkey} https://b.example`],
    ['1: quorum N', 'quorum'],
    ['2: quorum N', 'quorum 0\nquorum 0'],
    ['quorum 1: there are 0', 'quorum 1'],
  ])('is refused with %s', async (problem, text) => {
    await expect(parseWitnesses(text)).rejects.toMatchObject({
      code: 'witnesses_invalid',
      facts: { problems: [expect.stringContaining(problem)] },
    });
  });
});
