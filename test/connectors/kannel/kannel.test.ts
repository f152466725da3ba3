import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Surroundings } from '../../../src/connectors/driver.ts';
import { kannelAddress } from '../../../src/connectors/kannel/client.ts';
import { kannelFromUrl } from '../../../src/connectors/kannel/driver.ts';
import { listenToKannel } from '../../../src/connectors/kannel/listener.ts';
import { probeKannel } from '../../../src/connectors/kannel/probe.ts';
import { parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import { freePort } from '../../../src/free-port.ts';
import type { DeliveredText, Sms } from '../../../src/ports/sms.ts';
import { type Kannel, kannelAbsent, startKannel } from '../../../src/simulators/kannel/kannel.ts';
import { waitFor } from '../../support/wait-for.ts';

const SURROUNDINGS = { smsSender: '10690000' } as Surroundings;
const PHONE = parseMsisdn('+8617001230001');
const absent = kannelAbsent();

describe('the address', () => {
  it.each([
    'kannel+http://u:p@kannel.example:13013',
    'kannel+http://u:p@127.0.0.1?listen=13080&token=sixteen-signs-long',
    'kannel+http://u:p@127.0.0.1?listen=127.0.0.1:13080&token=short',
    'kannel+http://u:p@127.0.0.1?listen=127.0.0.1:13080',
  ])('is refused where it cannot be meant: %s', (text) => {
    expect(() => kannelAddress(new URL(text))).toThrow();
  });

  it('names sendsms where Kannel has it', () => {
    expect(kannelAddress(new URL('kannel+https://u:p%40x@kannel.example')).sendsms).toBe(
      'https://kannel.example:13013/cgi-bin/sendsms',
    );
    expect(kannelAddress(new URL('kannel+https://u:p%40x@kannel.example')).password).toBe('p@x');
  });
});

describe('what is said to our listener', () => {
  const TOKEN = 'a-token-of-sixteen-signs';
  const got: DeliveredText[] = [];
  let fails = false;
  let port = 0;
  let close: () => Promise<void>;
  beforeAll(async () => {
    port = await freePort();
    const listener = listenToKannel({ host: '127.0.0.1', port, token: TOKEN }, async (text) => {
      if (fails) throw new Error('the database is away');
      got.push(text);
    });
    close = listener.close;
  });
  afterAll(() => close());
  const ask = (path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path }, (response) => {
        response.resume();
        resolve(response.statusCode!);
      })
        .on('error', reject)
        .end();
    });

  test('octets of UTF-16 are read, which are no percent-encoded UTF-8', async () => {
    expect(
      await ask(`/mo?token=${TOKEN}&from=%2B8617001230001&to=5151&text=l%E8%95%00&charset=UTF-16BE&id=i1`),
    ).toBe(200);
    expect(got.at(-1)).toEqual({
      ...{
        messageId: 'i1',
        to: '5151',
        part: null,
        text: Buffer.from('6ce89500', 'hex').swap16().toString('utf16le'),
      },
      from: { type: 'international', value: '+8617001230001' },
    });
  });

  test.each([
    ['no token', '/mo?from=1&text=x', 403],
    ['another token', '/mo?token=nothing-that-we-know&from=1&text=x', 403],
    ['another place', '/', 404],
    ['another place with the token', `/texts?token=${TOKEN}`, 404],
  ])('%s is refused', async (_, path, status) => {
    const before = got.length;
    expect(await ask(path)).toBe(status);
    expect(got).toHaveLength(before);
  });

  test.each(['%', '%zz', '%E8%95&charset=nonsense', '&&=&=', 'x'.repeat(20_000)])(
    'what cannot be read ends nothing: %s',
    async (text) => {
      expect(await ask(`/mo?token=${TOKEN}&from=1&text=${text}`)).toBe(200);
    },
  );

  test('the longest text of a phone is taken: what is refused comes again', async () => {
    const text = '销'.repeat(255 * 67);
    const query = `from=%2B8617001230001&to=5151&text=${encodeURIComponent(text)}&charset=UTF-8&id=i9`;
    expect(await ask(`/mo?token=${TOKEN}&${query}`)).toBe(200);
    expect(got.at(-1)).toMatchObject({ text });
  });

  test('what cannot be stored is asked again', async () => {
    fails = true;
    expect(await ask(`/mo?token=${TOKEN}&from=1&text=x&id=i2`)).toBe(503);
    fails = false;
  });
});

describe.skipIf(absent)(`Kannel itself${absent ? ` (${absent})` : ''}`, () => {
  let kannel: Kannel;
  let sms: Sms;
  const got: DeliveredText[] = [];

  beforeAll(async () => {
    kannel = await startKannel(await freePort());
    sms = kannelFromUrl(kannel.url, SURROUNDINGS);
    sms.receive!(async (text) => void got.push(text));
  });
  afterAll(async () => {
    await sms?.close();
    await kannel?.close();
  });

  it('is found as it should be, and a wrong password is found', async () => {
    expect(await probeKannel(kannel.url, SURROUNDINGS, 5_000)).toMatchObject([{ fault: null }]);
    const wrong = new URL(kannel.url);
    wrong.password = 'wrong';
    expect(await probeKannel(wrong, SURROUNDINGS, 5_000)).toMatchObject([{ fault: 'authorization_failed' }]);
    await expect(
      kannelFromUrl(wrong, SURROUNDINGS).send({ reference: 'HB-1', to: PHONE, text: 'x' }),
    ).rejects.toMatchObject({ fault: 'unavailable', trouble: 'set_up' });
  });

  it.each([
    'Your line ends on 1 December. Ref HB-1',
    '您的号码已申请销户，编号 HB-1',
    'Ä Ö Ü ß é ñ £ @ 100 % + & = ?',
  ])('brings ours to the phone: %s', async (text) => {
    const before = kannel.received.length;
    expect(await sms.send({ reference: 'HB-1', to: PHONE, text })).toMatchObject({ parts: 1 });
    await waitFor(() => expect(kannel.received.length).toBeGreaterThan(before));
    expect(kannel.received.at(-1)).toMatchObject({ from: '10690000', text });
  });

  it('brings the phone’s to us', async () => {
    await kannel.send('+8617001230001', '10690000', 'CANCEL');
    await waitFor(() => expect(got.some(({ text }) => text === 'CANCEL')).toBe(true));
    expect(got.at(-1)).toMatchObject({
      from: { type: 'international', value: '+8617001230001' },
      to: '10690000',
      messageId: expect.stringMatching(/\S/),
    });
  });

  it('keeps ours while it is restarted, and is found again by us', async () => {
    await kannel.down();
    await expect(sms.send({ reference: 'HB-2', to: PHONE, text: 'HB-2' })).rejects.toMatchObject({
      fault: 'unavailable',
      trouble: 'link',
    });
    await kannel.up();
    await waitFor(() => sms.send({ reference: 'HB-2', to: PHONE, text: 'HB-2' }));
    await waitFor(() => expect(kannel.received.some(({ text }) => text === 'HB-2')).toBe(true));
    await kannel.send('+8617001230001', '10690000', 'STOP');
    await waitFor(() => expect(got.some(({ text }) => text === 'STOP')).toBe(true));
  });
});
