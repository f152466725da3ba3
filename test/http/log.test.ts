import { describe, expect, it } from 'vitest';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { utf8 } from '../../src/tlog/bytes.ts';
import { parseTlogProof, tlogProofText, verifyTlogProof } from '../../src/tlog/proof.ts';
import { parseEntryBundle } from '../../src/tlog/tiles.ts';
import { LogSequencer } from '../../src/workflow/log-sequencer.ts';
import { closedCase, readyToEnd, running } from '../support/cases.ts';
import { queued, testLog } from '../support/log.ts';
import { seedLines } from '../support/seed.ts';
import { naiveLeaf } from '../tlog/naive-tree.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, simulator } = instance;
const log = await testLog(op.pool, { HANDBACK_DATA: instance.dataFolder });
const sequencer = new LogSequencer(op.pool, log.signer, (error) => {
  throw error;
});
const get = (url: string) => instance.app.inject({ method: 'GET', url });

describe('the public log', () => {
  it('is not there before its first head', async () => {
    expect((await get('/log/checkpoint')).statusCode).toBe(404);
    expect((await get('/log/tile/0/000.p/1')).statusCode).toBe(404);
  });

  it('is served as its standard names it, and tiles for good', async () => {
    const entries = await queued(op.pool, 300);
    await sequencer.turn();
    const checkpoint = await get('/log/checkpoint');
    expect(checkpoint.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
    });
    expect(checkpoint.body.split('\n').slice(0, 2)).toEqual([log.signer.origin, '300']);

    const bundle = await get('/log/tile/entries/000');
    expect(bundle.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
    });
    const rest = await get('/log/tile/entries/001.p/44');
    const served = [bundle, rest].flatMap(({ rawPayload }) => parseEntryBundle(rawPayload)!);
    expect(served.map((one) => Buffer.from(one).toString())).toEqual(entries.map(({ entry }) => entry));

    const tile = await get('/log/tile/0/000');
    expect(tile.rawPayload).toEqual(Buffer.concat(served.slice(0, 256).map(naiveLeaf)));
    const part = await get('/log/tile/0/001.p/44');
    expect(part.rawPayload).toEqual(Buffer.concat(served.slice(256).map(naiveLeaf)));
    expect((await get('/log/tile/1/000.p/1')).rawPayload).toHaveLength(32);
  });

  it('serves every beginning of a tile, for those who still mean an earlier checkpoint', async () => {
    const whole = (await get('/log/tile/0/000')).rawPayload;
    expect((await get('/log/tile/0/000.p/7')).rawPayload).toEqual(whole.subarray(0, 7 * 32));
  });

  it.each([
    '/log/tile/0/001',
    '/log/tile/0/001.p/45',
    '/log/tile/0/002.p/1',
    '/log/tile/1/000',
    '/log/tile/2/000.p/1',
    '/log/tile/0/0',
    '/log/tile/0/000.p/256',
    '/log/tile/entries/001',
    '/log/tile/entries/001.p/45',
    '/log/tile/0/x001/000',
    '/log/tile/0/../../../etc/passwd',
    '/log/tile/',
    '/log/other',
  ])('has no %s', async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('answers no part of a bundle, which caches would keep for good', async () => {
    await op.pool.query('update log_leaf set leaf_index = -1 where leaf_index = 3');
    expect((await get('/log/tile/entries/000')).statusCode).toBe(404);
    await op.pool.query('update log_leaf set leaf_index = 3 where leaf_index = -1');
    expect((await get('/log/tile/entries/000')).statusCode).toBe(200);
  });

  it('shows no leaf that no published checkpoint has', async () => {
    await queued(op.pool, 1);
    const held = new LogSequencer(op.pool, log.signer, () => undefined, { known: [], quorum: 1 });
    await held.turn();
    expect((await get('/log/tile/entries/001.p/45')).statusCode).toBe(404);
    expect((await get('/log/checkpoint')).body.split('\n')[1]).toBe('300');
  });
});

describe('the proof of a certificate', () => {
  const url = (id: string) => `/api/v1/certificates/${id}/log-proof`;

  it('is there once the certificate is in the log, and verifies without us', async () => {
    const [line] = await seedLines(op.pool, instance.vault, 1, { simulator });
    const certificateId = await running(instance.engine(), async () => {
      const { caseId } = await readyToEnd(op, line!);
      return (await closedCase(op.pool, caseId)).certificateId!;
    });
    await op.pool.query('delete from log_queue');
    expect((await get(url(certificateId))).json()).toMatchObject({
      status: 409,
      code: 'certificate_not_logged',
    });
    const entry = '{"t":"cert","h":"of-this-one"}';
    await op.pool.query('insert into log_queue (entry, certificate_id) values ($1, $2)', [
      entry,
      certificateId,
    ]);
    await queued(op.pool, 3);
    await sequencer.turn();

    const proof = (await instance.call({ method: 'GET', url: url(certificateId) })).json();
    expect(proof).toMatchObject({ certificateId, entry });
    const text = await instance.app.inject({
      method: 'GET',
      url: url(certificateId),
      headers: { accept: 'text/plain' },
    });
    expect(text.body).toBe(proof.proof);
    const verify = (proofText: string, of = entry) =>
      verifyTlogProof(proofText, utf8(of), [log.key], [], nodeVerifyCrypto);
    expect(await verify(text.body)).toEqual({
      ok: true,
      origin: log.signer.origin,
      index: proof.index,
      size: 305,
      cosignedBy: [],
    });
    expect(await verify(text.body, `${entry} `)).toEqual({ ok: false, fault: 'entry_not_included' });
    const parsed = parseTlogProof(text.body)!;
    const changed = (change: object): Promise<unknown> => verify(tlogProofText({ ...parsed, ...change }));
    expect(await changed({ index: 0 })).toEqual({ ok: false, fault: 'entry_not_included' });
    expect(await changed({ hashes: parsed.hashes.slice(1) })).toEqual({
      ok: false,
      fault: 'entry_not_included',
    });
    const bigger = parsed.checkpoint.replace('\n305\n', '\n306\n');
    expect(await changed({ checkpoint: bigger })).toEqual({ ok: false, fault: 'signature_wrong' });
    const unsigned = parsed.checkpoint.replace(/— .*\n/, '');
    expect(await changed({ checkpoint: unsigned })).toEqual({ ok: false, fault: 'checkpoint_malformed' });
    expect(await verifyTlogProof(text.body, utf8(entry), [], [], nodeVerifyCrypto)).toEqual({
      ok: false,
      fault: 'log_unknown',
    });
  });

  it.each(['00000000-0000-7000-8000-000000000000', 'x'])(
    'of no certificate, %s, is not there',
    async (id) => {
      expect((await get(url(id))).json()).toMatchObject({ status: 404, code: 'certificate_unknown' });
    },
  );
});
