import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../src/operations/texts/webhook-signature.ts';
import { textsOf } from '../operations/texts/scene.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const OLD_SECRET = 'the secret of before and of more than 32 signs';
const SECRET = 'a secret of more than thirty-two signs';
const instance = await apiInstance({ HANDBACK_TEXT_WEBHOOK: `${SECRET},${OLD_SECRET}` });
const { operations: op, vault } = instance;
const [line, other] = await seedLines(op.pool, vault, 2);
const texts = textsOf(instance);
const reader = await instance.token('lin', ['evidence:read']);

let ids = 0;
const bodyOf = (more: object = {}) =>
  JSON.stringify({ messageId: `k-${++ids}`, from: line!.msisdn, to: '10690000', text: '销户', ...more });
const now = (): string => String(Math.floor(Date.now() / 1_000));

interface Sent {
  readonly body?: string;
  readonly at?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const send = ({ body = bodyOf(), at = now(), secret = SECRET, headers }: Sent = {}) =>
  instance.call({
    method: 'POST',
    url: '/api/v1/texts/inbound',
    headers: {
      'content-type': 'application/json',
      'handback-timestamp': at,
      'handback-signature': `v1=${signatureOf(secret, at, Buffer.from(body))}`,
      ...headers,
    },
    payload: body,
  });
const stored = async () =>
  (await op.pool.query<{ n: number }>('select count(*)::int as n from inbound_text')).rows[0]!.n;

describe('the webhook of a gateway', () => {
  it('stores a signed text, whose sender is answered', async () => {
    const answer = await send();
    expect([answer.statusCode, answer.json()]).toEqual([200, { news: true }]);
    await texts.answer();
    expect(await texts.outcomes(line!.msisdn)).toEqual(['answered']);
  });

  it('stores a text once that the gateway signs again', async () => {
    const body = bodyOf();
    const at = now();
    expect((await send({ body, at })).json()).toEqual({ news: true });
    const again = await send({ body, at: String(Number(at) - 1) });
    expect(again.json()).toEqual({ news: false });
  });

  it('takes the secret of before while it is exchanged', async () => {
    expect((await send({ secret: OLD_SECRET })).statusCode).toBe(200);
  });

  it('answers no name that looks like a number, however it is spelled', async () => {
    for (const from of [line!.msisdn, line!.msisdn.slice(1)]) {
      const answer = await send({ body: bodyOf({ from, fromType: 'alphanumeric' }) });
      expect(answer.json()).toEqual({ news: true });
    }
    await texts.answer();
    expect((await texts.outcomes()).slice(-2)).toEqual(['nobody', 'nobody']);
  });

  it('stores a text whose address holds characters that no database takes', async () => {
    const answer = await send({ body: bodyOf({ to: '1069\u0000\u00070000\ud800' }) });
    expect([answer.statusCode, answer.json()]).toEqual([200, { news: true }]);
    const { rows } = await op.pool.query('select sent_to from inbound_text order by text_id desc limit 1');
    expect(rows).toEqual([{ sent_to: '10690000' }]);
  });

  it.each<[string, Sent, string]>([
    ['no signature', { headers: { 'handback-signature': '' } }, 'missing'],
    ['no time', { headers: { 'handback-timestamp': '' } }, 'missing'],
    ['a time that is none', { headers: { 'handback-timestamp': 'yesterday' } }, 'missing'],
    ['another secret', { secret: 'somebody else’s secret, long enough' }, 'wrong'],
    [
      'another time than was signed',
      { headers: { 'handback-timestamp': String(Number(now()) - 2) } },
      'wrong',
    ],
    ['a signature cut short', { headers: { 'handback-signature': 'v1=abcd' } }, 'missing'],
    ['a time long ago', { at: String(Number(now()) - 301 - 60) }, 'old'],
    ['a time to come', { at: String(Number(now()) + 301 + 60) }, 'old'],
  ])('refuses %s', async (_, sent, reason) => {
    const before = await stored();
    const answer = await send(sent);
    expect([answer.statusCode, answer.json().code, answer.json().facts]).toEqual([
      401,
      'text_signature_invalid',
      { reason },
    ]);
    expect(await stored()).toBe(before);
  });

  it('refuses a body with one sign changed', async () => {
    const body = bodyOf();
    const at = now();
    const signature = `v1=${signatureOf(SECRET, at, Buffer.from(body))}`;
    const changed = body.replace('销户', '退订');
    const answer = await send({ body: changed, at, headers: { 'handback-signature': signature } });
    expect(answer.json()).toMatchObject({ code: 'text_signature_invalid', facts: { reason: 'wrong' } });
  });

  it('refuses a request that is sent again as it is, also at once', async () => {
    const sent = { body: bodyOf(), at: now() };
    const answers = await Promise.all([send(sent), send(sent), send(sent)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409]);
    expect((await send(sent)).json()).toMatchObject({ code: 'text_replayed' });
  });

  it.each([
    ['', 'body'],
    ['[]', 'body'],
    ['null', 'body'],
    ['{"messageId":', 'body'],
    [bodyOf({ from: '' }), 'from'],
    [bodyOf({ from: 4711 }), 'from'],
    [bodyOf({ messageId: undefined }), 'messageId'],
    [bodyOf({ text: 'x'.repeat(10_001) }), 'text'],
    [bodyOf({ fromType: 'royal' }), 'fromType'],
  ])('refuses a signed body that is no text: %j', async (body, field) => {
    const answer = await send({ body });
    expect([answer.statusCode, answer.json().code, answer.json().facts.field]).toEqual([
      422,
      'request_invalid',
      field,
    ]);
  });

  it('answers no name that is no number', async () => {
    await send({ body: bodyOf({ from: 'BANK', fromType: 'alphanumeric' }) });
    await texts.answer();
    expect((await texts.outcomes()).at(-1)).toBe('nobody');
  });

  it('logs no number and no word of a text', async () => {
    const logged = instance.logged.join('\n');
    expect(logged).not.toContain(line!.msisdn.slice(3));
    expect(logged).not.toContain('销户');
  });
});

describe('looking at texts', () => {
  const list = (query = '', token = reader) => instance.call({ url: `/api/v1/texts${query}`, token });

  it('lists them newest first, page by page, without what they say', async () => {
    await send({ body: bodyOf({ from: other!.msisdn }) });
    const first = (await list('?limit=2')).json();
    expect(first.texts).toHaveLength(2);
    expect(first.texts[0]).toMatchObject({ sender: other!.msisdn, senderKind: 'number', source: 'webhook' });
    expect(JSON.stringify(first)).not.toContain('销户');
    const second = (await list(`?limit=2&after=${first.next}`)).json();
    expect(second.texts[0].textId < first.texts[1].textId).toBe(true);
    const own = (await list(`?number=${encodeURIComponent(other!.msisdn)}`)).json();
    expect(own.texts.map(({ sender }: { sender: string }) => sender)).toEqual([other!.msisdn]);
  });

  it('shows one with its words, and notes who looked', async () => {
    const [{ textId }] = (await list('?limit=1')).json().texts;
    const answer = await instance.call({ url: `/api/v1/texts/${textId}`, token: reader });
    expect(answer.json()).toMatchObject({ textId, body: '销户' });
    const { rows } = await op.pool.query(
      `select actor from audit where action = 'viewed' and facts->>'textId' = $1`,
      [textId],
    );
    expect(rows).toEqual([{ actor: 'staff:lin' }].map(() => ({ actor: expect.stringContaining('lin') })));
  });

  it('is for those who may, and of texts that are there', async () => {
    const token = await instance.token('crm', ['lines:read']);
    expect((await list('', token)).json()).toMatchObject({ code: 'forbidden' });
    expect((await list('?after=nowhere')).json()).toMatchObject({ code: 'request_invalid' });
    const gone = '0198c0de-0000-7000-8000-000000000000';
    expect((await instance.call({ url: `/api/v1/texts/${gone}`, token: reader })).json()).toMatchObject({
      code: 'text_unknown',
    });
  });
});
