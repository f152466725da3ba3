import { compactVerify, importX509 } from 'jose';
import { describe, expect, it } from 'vitest';
import { readChannelList } from '../../src/certificate/sign/channel-list.ts';
import { readTrust } from '../../src/certificate/sign/trust.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { pool } = instance.operations;
const check = (text: string, sender?: string, headers = {}) =>
  instance.call({
    method: 'POST',
    url: '/api/v1/channel-checks',
    headers: { 'accept-language': 'en', ...headers },
    payload: sender === undefined ? { message: text } : { message: text, sender },
  });

describe('POST /channel-checks', () => {
  it('answers anybody, with reasons in their language', async () => {
    const answer = await check('积分清零，请点 10086cz.top/jf 兑换', '10086');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      verdict: 'not_official',
      ways: [{ kind: 'link', shown: '10086cz.top/jf', standing: 'imitates', owner: 'China Mobile' }],
    });
    const [first] = answer.json().reasons;
    expect(first).toEqual({ code: 'link_imitates', message: expect.stringContaining('look like') });
    const chinese = await check('10086', undefined, { 'accept-language': 'zh-CN' });
    expect(chinese.json()).toMatchObject({ verdict: 'official', reasons: [{ message: '号码是官方号码。' }] });
  });

  it('keeps and logs nothing of what was asked', async () => {
    const mark = 'zq-unheard-of-words';
    await check(`${mark} https://zq-nobody.top`, `+44 7700 900${'123'}`);
    expect(instance.logged.join('\n')).not.toMatch(/zq-unheard|zq-nobody|900123/);
    const { rows } = await pool.query('select count(*)::int as n from scam_report');
    expect(rows).toEqual([{ n: 0 }]);
  });

  it.each([
    ['', 422, 'text_missing'],
    [' \n\t', 422, 'text_missing'],
    ['x'.repeat(5_001), 413, 'text_too_long'],
    ['中'.repeat(200_000), 413, 'payload_too_large'],
  ])('refuses %#', async (text, status, code) => {
    const answer = await check(text);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().code).toBe(code);
  });

  it('answers what is no text of anybody', async () => {
    for (const text of ['\ud800', '\u202e'.repeat(5_000), '👨‍👩‍👧‍👦'.repeat(200), 'null', '{"a":1}'])
      expect((await check(text)).statusCode).toBe(200);
  });
});

it('publishes the registry, signed by a key of the trust document', async () => {
  const [list, trust] = [
    await instance.app.inject({ url: '/.well-known/handback/channels.jws' }),
    (await instance.app.inject({ url: '/.well-known/handback/trust.json' })).json(),
  ];
  expect(list.headers['content-type']).toContain('application/jose');
  const trusted = await readTrust([trust], nodeVerifyCrypto);
  const reading = await readChannelList(list.body, trusted, nodeVerifyCrypto);
  expect(reading).toMatchObject({ ok: true, list: { format: 'handback-channels/1' } });
  if (!reading.ok) throw new Error(reading.fault);
  const values = reading.list.owners.flatMap(({ channels }) => channels.map(({ value }) => value));
  expect(values).toEqual(
    expect.arrayContaining(['10086', '10010', '10000', '10099', '12300', '12381', '96110']),
  );

  // Whoever trusts nothing of ours verifies it with any JOSE library.
  const [, ours] = Object.entries(trust.keys).find(([, key]) => 'certificate' in (key as object)) ?? [];
  const pem = (ours as { certificate?: string } | undefined)?.certificate;
  if (pem?.startsWith('-----BEGIN')) await compactVerify(list.body, await importX509(pem, 'ES256'));

  const [head, , signature] = list.body.split('.') as [string, string, string];
  const forged = Buffer.from(JSON.stringify({ ...reading.list, owners: [] })).toString('base64url');
  expect(await readChannelList(`${head}.${forged}.${signature}`, trusted, nodeVerifyCrypto)).toEqual({
    ok: false,
    fault: 'list_altered',
  });
  const none = Buffer.from('{"alg":"none","typ":"handback-channels+jws"}').toString('base64url');
  expect(
    await readChannelList(`${none}.${list.body.split('.')[1]}.`, trusted, nodeVerifyCrypto),
  ).toMatchObject({
    ok: false,
  });
});

describe('reports', () => {
  const report = (text: string) =>
    instance.call({ method: 'POST', url: '/api/v1/channel-reports', payload: { message: text } });

  it('are kept encrypted, and count once a client', async () => {
    for (let n = 0; n < 5; n++) expect((await report('领取 https://qz-same.top/a')).statusCode).toBe(204);
    const { rows } = await pool.query(
      `select c.key, c.clients, count(*)::int as reports, bool_or(position('qz-same'::bytea in r.text_enc) > 0) as readable
       from scam_campaign c join scam_report r using (campaign_id) where c.key like '%qz-same%' group by 1, 2`,
    );
    expect(rows).toEqual([{ key: 'domain:qz-same.top', clients: 1, reports: 1, readable: false }]);
  });

  it('of one client end for the day', async () => {
    const codes: number[] = [];
    for (let n = 0; n < 25; n++) codes.push((await report(`https://qz-${n}-other.top`)).statusCode);
    expect(codes.filter((code) => code === 204)).toHaveLength(19);
    expect(codes.slice(-2)).toEqual([429, 429]);
  });
});

describe('the list of what is blocked', () => {
  const importCsv = async (csv: string, source = 'Police list') =>
    instance.call({
      method: 'POST',
      url: `/api/v1/channel-blocks?source=${encodeURIComponent(source)}`,
      token: await instance.token(`blocks ${Math.random()}`, ['cases:steer']),
      headers: { 'content-type': 'text/csv' },
      payload: csv,
    });

  it('comes in and goes out as CSV, and decides the next check', async () => {
    expect((await check('团购 https://quiet-shop.com/x')).json().verdict).toBe('cannot_tell');
    const csv = [
      'kind,value,note',
      'domain,Quiet-Shop.com,=SUM(A1)',
      'account,telegram/bad_agent,',
      'domain,10086.cn,ours is never blocked',
      'domain,not a domain,',
      'nothing,x,',
    ].join('\n');
    const answer = await importCsv(csv);
    expect(answer.json()).toEqual({ rows: 5, added: 2, wrong: [3, 4, 5] });
    expect((await importCsv(csv)).json()).toMatchObject({ added: 0 });
    expect((await check('团购 https://www.quiet-shop.com/x')).json()).toMatchObject({
      verdict: 'not_official',
      reasons: [{ code: 'blocked' }],
    });
    const out = await instance.call({
      url: '/api/v1/channel-blocks.csv',
      token: await instance.token('reads blocks', ['cases:read']),
    });
    expect(out.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(out.body.split('\r\n').slice(0, 2)).toEqual([
      'kind,value,note,source,added_at',
      expect.stringMatching(
        /^(domain,quiet-shop\.com,'=SUM\(A1\)|account,telegram\/bad_agent,),Police list,/,
      ),
    ]);
  });

  it.each(['', 'a,b\n1,2', 'kind,value\n"open'])('refuses %j', async (csv) => {
    expect((await importCsv(csv)).json().code).toBe('import_file_invalid');
  });
});
