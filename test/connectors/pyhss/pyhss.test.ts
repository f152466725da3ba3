import { afterEach, describe, expect, test } from 'vitest';
import { createPyHss, pyHssFromUrl } from '../../../src/connectors/pyhss/driver.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import { parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import type { Hlr, HlrReply } from '../../../src/ports/hlr.ts';
import { makeTestPki } from '../../../src/simulators/pki/tls-pki.ts';
import {
  type PyHssOptions,
  type PyHssSimulator,
  startPyHssSimulator,
} from '../../../src/simulators/pyhss/simulator.ts';

const IMSI = parseImsi('001010000000001');
const NUMBER = parseMsisdn('+8617001230001');
const REALM = 'epc.mnc001.mcc001.3gppnetwork.org';
const MME = `mme01.${REALM}`;
const NODE = { domain: 'ps', name: MME, realm: REALM } as const;
const noFiles = {
  hlrClient: () => {
    throw new Error('not asked for');
  },
};

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(
  options: PyHssOptions & { readonly callTimeoutMs?: number } = {},
): Promise<{ readonly pyHss: PyHssSimulator; readonly hlr: Hlr }> {
  const pyHss = await startPyHssSimulator(options);
  const { callTimeoutMs = 5_000 } = options;
  const hlr = createPyHss({
    origin: `http://${pyHss.host}:${pyHss.port}`,
    provisioningKey: options.provisioningKey ?? null,
    callTimeoutMs,
  });
  open.push(
    () => pyHss.close(),
    () => hlr.close(),
  );
  return { pyHss, hlr };
}

const meanings = ({ answers }: HlrReply<unknown>): string[] => answers.map(({ meaning }) => meaning);
const deeds = ({ requests }: PyHssSimulator): string[] =>
  requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
const isSubscriber = (path: string): boolean => path.startsWith('/subscriber/imsi/');

describe('a subscriber that is not there', () => {
  const absences = [
    ['nothing', { status: 200, body: null }],
    [
      'the error of its database layer',
      { status: 500, body: { result: 'Failed', Reason: 'No row was found when one was required' } },
    ],
  ] as const;
  test.each(absences)(
    'is absent where PyHSS answers %s, its database is well, and it says so again',
    async (_name, answer) => {
      const { pyHss, hlr } = await start();
      pyHss.inject(({ path }) => (isSubscriber(path) ? answer : null));
      const reply = await hlr.lookup(IMSI);
      expect(reply.value).toBeNull();
      expect(meanings(reply)).toEqual(['subscriber_absent']);
      expect(pyHss.requests.map(({ path }) => path)).toEqual([
        `/subscriber/imsi/${IMSI}`,
        '/apn/list?page=0&page_size=1',
        `/subscriber/imsi/${IMSI}`,
      ]);
      // The whole of it is the evidence.
      expect(reply.answers[0]!.request.split('\n')).toHaveLength(3);
    },
  );

  test('is not absent while the database is away: PyHSS answers nothing then, too', async () => {
    const { pyHss, hlr } = await start();
    pyHss.createSubscriber({ imsi: IMSI });
    pyHss.inject(({ path }) =>
      isSubscriber(path) ? { status: 200, body: null } : { status: 400, body: { result: 'Failed' } },
    );
    await expect(hlr.lookup(IMSI)).rejects.toMatchObject({
      fault: 'unknown',
      detail: 'absence_not_shown',
      answers: [{ meaning: 'not_understood' }],
    });
  });

  test('is not absent where the second answer finds it', async () => {
    const { pyHss, hlr } = await start();
    pyHss.createSubscriber({ imsi: IMSI });
    let asked = 0;
    pyHss.inject(({ path }) => (isSubscriber(path) && asked++ === 0 ? { status: 200, body: null } : null));
    expect((await hlr.lookup(IMSI)).value).toMatchObject({ imsi: IMSI });
  });

  test.each([
    [
      'another server that has no such page',
      { status: 404, body: '<html>Not Found</html>', isOfPyHss: false },
    ],
    ['a proxy that answers nothing', { status: 200, body: null, isOfPyHss: false }],
    ['a PyHSS without that page', { status: 404, body: { Result: 'Not Found' } }],
    [
      'a database that is away',
      { status: 400, body: { result: 'Failed', reason: 'A database operational error occurred' } },
    ],
    ['a row of another kind', { status: 200, body: { imsi: IMSI } }],
    ['the row of another subscriber', { status: 200, body: { subscriber_id: 1, imsi: '001010000000002' } }],
  ])('is not proven absent by %s', async (_name, answer) => {
    const { pyHss, hlr } = await start();
    pyHss.inject(() => answer);
    await expect(hlr.lookup(IMSI)).rejects.toMatchObject({ fault: 'unknown', detail: 'malformed_answer' });
  });
});

describe('what a subscriber of PyHSS is', () => {
  test('packet only, and served by nodes of all kinds', async () => {
    const { pyHss, hlr } = await start();
    const row = pyHss.createSubscriber({ imsi: IMSI, msisdn: NUMBER.slice(1), nam: 2 });
    pyHss.attach(IMSI, MME, REALM);
    Object.assign(row, { serving_sgsn: 'SGSN-1', serving_vlr: 'MSC-1', serving_msc: 'MSC-1' });
    expect((await hlr.lookupByNumber(NUMBER)).value).toEqual({
      imsi: IMSI,
      msisdn: NUMBER,
      csEnabled: false,
      psEnabled: true,
      servingNodes: [{ domain: 'cs', name: 'MSC-1' }, NODE, { domain: 'ps', name: 'SGSN-1' }],
    });
  });

  test('with a number that is none, or without a flag', async () => {
    const { pyHss, hlr } = await start();
    const row = pyHss.createSubscriber({ imsi: IMSI, msisdn: '123' });
    row['enabled'] = null;
    expect((await hlr.lookup(IMSI)).value).toMatchObject({ msisdn: null, psEnabled: true });
  });
});

describe('a bar', () => {
  test('changes one flag, and gives PyHSS no reason to send a cancellation of its own', async () => {
    const { pyHss, hlr } = await start();
    const row = pyHss.createSubscriber({ imsi: IMSI });
    pyHss.attach(IMSI, MME, REALM);
    const saved = (await hlr.lookup(IMSI)).value!;
    await hlr.bar(IMSI);
    expect(pyHss.requests.at(-1)).toMatchObject({
      method: 'PATCH',
      path: `/subscriber/${row['subscriber_id']}`,
      body: { imsi: IMSI, enabled: false },
    });
    expect(Object.keys(pyHss.requests.at(-1)!.body!)).toEqual(['imsi', 'enabled']);
    await hlr.unbar(saved);
    expect(row['enabled']).toBe(true);
  });

  test('holds where PyHSS fails after it has written it', async () => {
    const { pyHss, hlr } = await start();
    const row = pyHss.createSubscriber({ imsi: IMSI });
    pyHss.inject(({ method }) => {
      if (method !== 'PATCH') return null;
      row['enabled'] = false;
      return { status: 500, body: { result: 'Failed', reason: 'An internal server error occurred' } };
    });
    const reply = await hlr.bar(IMSI);
    expect(meanings(reply)).toEqual(['subscriber_found', 'not_understood', 'access_refused']);
  });

  test('is unknown where PyHSS says nothing and it is not seen', async () => {
    const { pyHss, hlr } = await start();
    pyHss.createSubscriber({ imsi: IMSI });
    pyHss.inject(({ method }) => (method === 'PATCH' ? { status: 200, body: null } : null));
    await expect(hlr.bar(IMSI)).rejects.toMatchObject({ fault: 'unknown', detail: 'change_not_shown' });
  });

  test.each(['silent', 'cut'] as const)(
    'is unknown after it was sent and the answer is %s',
    async (fault) => {
      const { pyHss, hlr } = await start({ callTimeoutMs: 300 });
      pyHss.createSubscriber({ imsi: IMSI });
      pyHss.inject(({ method }) => (method === 'PATCH' ? fault : null));
      await expect(hlr.bar(IMSI)).rejects.toMatchObject({ fault: 'unknown' });
    },
  );

  test('needs the key where PyHSS is locked, and says so', async () => {
    const { pyHss, hlr } = await start({ provisioningKey: 's3cret' });
    pyHss.createSubscriber({ imsi: IMSI });
    await hlr.bar(IMSI);
    const stranger = pyHssFromUrl(new URL(pyHss.url.href.replace('s3cret', 'guess')), noFiles);
    open.push(() => stranger.close());
    await expect(stranger.bar(IMSI)).rejects.toMatchObject({
      fault: 'refused',
      detail: 'provisioning_key_refused',
    });
  });
});

describe('a removal', () => {
  test('takes IMS, subscriber and keys, in the order that the foreign keys allow', async () => {
    const { pyHss, hlr } = await start();
    const row = pyHss.createSubscriber({ imsi: IMSI, msisdn: NUMBER.slice(1) });
    pyHss.createIms({ imsi: IMSI, msisdn: NUMBER.slice(1) });
    pyHss.createIms({ imsi: IMSI, msisdn: '8617001230002' });
    pyHss.createIms({ imsi: '001010000000009', msisdn: '8617001230003' });
    const reply = await hlr.remove(IMSI);
    expect(reply.value.existed).toBe(true);
    expect(deeds(pyHss).map((deed) => deed.replace(/ims_subscriber\/\d+/, 'ims_subscriber/N'))).toEqual([
      'DELETE /ims_subscriber/N',
      'DELETE /ims_subscriber/N',
      `DELETE /subscriber/${row['subscriber_id']}`,
      `DELETE /auc/${row['auc_id']}`,
    ]);
    expect([...pyHss.imsRows.values()].map(({ imsi }) => imsi)).toEqual(['001010000000009']);
    expect(pyHss.keysOf(IMSI)).toBeUndefined();
    expect(meanings(reply).at(-1)).toBe('subscriber_absent');
    for (const { request } of reply.answers) expect(request).toContain(IMSI);
  });

  test('leaves the IMS row of a number that is somebody else’s', async () => {
    const { pyHss, hlr } = await start();
    pyHss.createSubscriber({ imsi: IMSI, msisdn: NUMBER.slice(1) });
    pyHss.createIms({ imsi: '001010000000009', msisdn: NUMBER.slice(1) });
    await hlr.remove(IMSI);
    expect(pyHss.imsRows.size).toBe(1);
  });

  test('that died between subscriber and keys is brought to its end, and no key is kept as evidence', async () => {
    const { pyHss, hlr } = await start();
    pyHss.createSubscriber({ imsi: IMSI });
    Object.assign(pyHss.keysOf(IMSI)!, { ki: 'fad51018f65affc04e6d56d699df3a76' });
    pyHss.inject(({ method, path }) =>
      method === 'DELETE' && path.startsWith('/subscriber/') ? 'cut' : null,
    );
    await expect(hlr.remove(IMSI)).rejects.toMatchObject({ fault: 'unknown' });
    expect(pyHss.keysOf(IMSI)).toBeDefined();
    pyHss.inject(() => null);
    const again = await hlr.remove(IMSI);
    expect(again.value.existed).toBe(false);
    expect(meanings(again)).toEqual(['subscriber_absent', 'keys_removed']);
    expect(pyHss.keysOf(IMSI)).toBeUndefined();
    const kept = again.answers.map(({ answer }) => Buffer.from(answer).toString('utf8')).join('\n');
    expect(kept).not.toContain('fad51018f65affc04e6d56d699df3a76');
  });

  test('of keys that another subscriber shares is left to a person', async () => {
    const { pyHss, hlr } = await start();
    const row = pyHss.createSubscriber({ imsi: IMSI });
    pyHss.createSubscriber({ imsi: '001010000000002' })['auc_id'] = row['auc_id'];
    await expect(hlr.remove(IMSI)).rejects.toMatchObject({ fault: 'unknown', detail: 'delete_not_shown' });
    expect(pyHss.keysOf(IMSI)).toBeDefined();
  });
});

describe('a cancellation over PyHSS alone', () => {
  test('is asked for with all that keeps the phone away, and never counts as acknowledged', async () => {
    const { pyHss, hlr } = await start();
    const row = pyHss.createSubscriber({ imsi: IMSI });
    pyHss.attach(IMSI, MME, REALM);
    row['serving_mme_peer'] = `dra.${REALM};hss01`;
    const reply = await hlr.cancelLocation(IMSI, NODE);
    expect(reply.value.acknowledged).toBe(false);
    expect(pyHss.pushed).toEqual([
      {
        imsi: IMSI,
        DestinationRealm: REALM,
        DestinationHost: MME,
        cancellationType: 2,
        diameterPeer: `dra.${REALM}`,
        immediateReattach: false,
      },
    ]);
    expect(reply.answers.find(({ meaning }) => meaning === 'node_silent')).toMatchObject({
      element: 'pyhss',
      node: NODE,
    });
  });

  test('leaves the serving node known: PyHSS forgets it before the node has said a word', async () => {
    const { pyHss, hlr } = await start();
    pyHss.createSubscriber({ imsi: IMSI });
    pyHss.attach(IMSI, MME, REALM);
    const before = { ...pyHss.subscriber(IMSI) };
    await hlr.cancelLocation(IMSI, NODE);
    expect(pyHss.subscriber(IMSI)).toEqual(before);
    expect((await hlr.lookup(IMSI)).value!.servingNodes).toEqual([NODE]);
  });

  test('of a node that serves no longer changes nothing of who serves', async () => {
    const { pyHss, hlr } = await start();
    pyHss.createSubscriber({ imsi: IMSI });
    pyHss.attach(IMSI, `mme02.${REALM}`, REALM);
    await hlr.cancelLocation(IMSI, NODE);
    expect(pyHss.pushed).toMatchObject([{ DestinationHost: MME, diameterPeer: MME }]);
    expect(deeds(pyHss)).toEqual([`PUT /push/clr/${IMSI}`]);
  });

  test('says that the node cannot be reached where PyHSS has no link to it', async () => {
    const { pyHss, hlr } = await start({ peers: [] });
    pyHss.createSubscriber({ imsi: IMSI });
    pyHss.attach(IMSI, MME, REALM);
    const reply = await hlr.cancelLocation(IMSI, NODE);
    expect(meanings(reply)).toEqual(['subscriber_found', 'node_unreachable']);
  });

  test('is not sent to a node of another domain, nor for nobody any more', async () => {
    const { pyHss, hlr } = await start();
    const reply = await hlr.cancelLocation(IMSI, { domain: 'cs', name: 'MSC-1' });
    expect(meanings(reply)).toEqual(['node_unreachable']);
    const nobody = await hlr.cancelLocation(IMSI, NODE, { signal: AbortSignal.abort() });
    expect(nobody).toEqual({ value: { acknowledged: false }, answers: [] });
    expect(pyHss.requests).toEqual([]);
  });
});

describe('the way to PyHSS', () => {
  test('that nobody listens on: nothing was sent', async () => {
    const { pyHss, hlr } = await start();
    await pyHss.close();
    open.shift();
    await expect(hlr.lookup(IMSI)).rejects.toMatchObject({ fault: 'unavailable', detail: 'ECONNREFUSED' });
  });

  test('brings no answer without end', async () => {
    const { pyHss, hlr } = await start();
    pyHss.inject(() => ({ status: 200, body: 'x'.repeat(2_000_000) }));
    await expect(hlr.lookup(IMSI)).rejects.toMatchObject({ fault: 'unknown', detail: 'answer_too_large' });
  });

  test('over TLS shows our certificate, and sends nothing to whom we do not trust', async () => {
    const pki = makeTestPki('pyhss');
    const server = pki.server(['127.0.0.1']);
    const pyHss = await startPyHssSimulator({ tls: { ...server, clientCaPem: pki.caPem } });
    pyHss.createSubscriber({ imsi: IMSI });
    const client = { caPem: pki.caPem, ...pki.client('handback') };
    const hlr = pyHssFromUrl(pyHss.url, { hlrClient: () => client });
    const suspicious = pyHssFromUrl(pyHss.url, {
      hlrClient: () => ({ ...client, caPem: makeTestPki('another').caPem }),
    });
    open.push(
      () => pyHss.close(),
      () => hlr.close(),
      () => suspicious.close(),
    );
    expect((await hlr.lookup(IMSI)).value).toMatchObject({ imsi: IMSI });
    const asked = pyHss.requests.length;
    await expect(suspicious.lookup(IMSI)).rejects.toMatchObject({ fault: 'unavailable' });
    expect(pyHss.requests).toHaveLength(asked);
  });

  test.each(['pyhss:///x', 'pyhss+https:///x'])('%s names no host', (text) => {
    expect(() => pyHssFromUrl(new URL(text), noFiles)).toThrow('names no host');
  });
});
