import { describe, expect, it } from 'vitest';
import { waitingDeclarations } from '../../../src/store/cases/declarations.ts';
import { seedLines } from '../../support/seed.ts';
import { KEY, SECRET, sign, TOKEN, voiceInstance } from './platforms.ts';
import { twilioSignature } from './twilio-signature.ts';

const instance = await voiceInstance();
const { jambonz, calledByTwilio, keyed, vault } = instance;
const { pool, house: named } = instance.operations;
const house = named.name;
const lines = await seedLines(pool, vault, 4);
const local = (msisdn: string) => msisdn.slice(3);
const REFERENCE = /Your reference is: (.+?)\./;
const spelt = (said: string) => (REFERENCE.exec(said)?.[1] ?? '').replace(/[,; ]/g, '').replace(/^HB/, 'HB-');

async function declarations(line: (typeof lines)[number]): Promise<readonly string[]> {
  const { lineId, partyId } = line;
  const found = await waitingDeclarations(pool, vault, {
    ...{ lineIds: [lineId], holderId: partyId },
    now: new Date(),
  });
  return (found.get(lineId) ?? []).map(({ reference }) => reference);
}

describe('a call that jambonz tells of', () => {
  it('takes a declaration and reads its reference, which the holder finds waiting', async () => {
    const heard = await keyed('j1', ['2', '3', '2', `${local(lines[0]!.msisdn)}#`, '1']);
    expect(await declarations(lines[0]!)).toEqual([spelt(heard.said)]);
  });

  it('says the same for a number that nobody has', async () => {
    const ours = await keyed('j2', ['2', '3', '2', local(lines[1]!.msisdn), '1']);
    const nobodys = await keyed('j3', ['2', '3', '2', '17099999999', '1']);
    const bare = (said: string) => said.replace(REFERENCE, '');
    expect(bare(nobodys.said)).toBe(bare(ours.said));
    expect(spelt(nobodys.said)).toMatch(/^HB-[0-9A-Z]{8}$/);
  });

  it('answers a step that is repeated the same, and does nothing twice', async () => {
    const asked = await keyed('j4', ['2', '3', '2', local(lines[2]!.msisdn)]);
    const press = () => jambonz(asked.next!, { call_sid: 'j4', digits: '1' });
    const first = await press();
    expect((await press()).body).toBe(first.body);
    // Also where what was pressed is another key by now: the step is answered already.
    expect((await jambonz(asked.next!, { call_sid: 'j4', digits: '2' })).body).toBe(first.body);
    expect(await declarations(lines[2]!)).toHaveLength(1);
  });

  it('lets one of many identical webhooks at once do it; the others wait or hear the same', async () => {
    const asked = await keyed('j5', ['2', '3', '2', local(lines[3]!.msisdn)]);
    const all = await Promise.all(
      Array.from({ length: 12 }, () => jambonz(asked.next!, { call_sid: 'j5', digits: '1' })),
    );
    expect(await declarations(lines[3]!)).toHaveLength(1);
    const [reference] = await declarations(lines[3]!);
    for (const { status, said, next } of all) {
      expect(status).toBe(200);
      if (said !== 'One moment, please.') expect(spelt(said)).toBe(reference);
      // Who waits hears the answer a moment later.
      else expect(spelt((await jambonz(next!, { call_sid: 'j5' })).said)).toBe(reference);
    }
  });

  it('gives a repeated beginning the same answer, and refuses it, and old steps, once the call went on', async () => {
    const begin = () => jambonz('/voice/jambonz', { call_sid: 'j6' });
    const first = await begin();
    expect((await begin()).body).toBe(first.body);
    const second = await jambonz(first.next!, { call_sid: 'j6', digits: '2' });
    await jambonz(second.next!, { call_sid: 'j6', digits: '3' });
    expect((await begin()).status).toBe(409);
    expect((await jambonz(first.next!, { call_sid: 'j6', digits: '2' })).status).toBe(409);
    // A step of another call, and one that was made up.
    const other = await jambonz('/voice/jambonz', { call_sid: 'j7' });
    expect((await jambonz(other.next!, { call_sid: 'j6', digits: '1' })).status).toBe(409);
    expect((await jambonz('/voice/jambonz/step?step=3-aaaa', { call_sid: 'j6', digits: '1' })).status).toBe(
      409,
    );
    expect((await jambonz('/voice/jambonz/step', { call_sid: 'j6', digits: '1' })).status).toBe(409);
  });

  it('connects with a person after three silences, speech, or 300 digits', async () => {
    const silent = await keyed('j8', ['', '', '']);
    expect(JSON.parse(silent.body)).toMatchObject([
      { verb: 'say' },
      { verb: 'say' },
      { verb: 'dial', target: [{ type: 'phone' }], headers: { 'X-Handback-Call': 'j8' } },
      { verb: 'hangup' },
    ]);
    let heard = await keyed('j9', ['2']);
    for (let i = 0; i < 3; i++)
      heard = await jambonz(heard.next!, {
        ...{ call_sid: 'j9', reason: 'speechDetected' },
        speech: { alternatives: [{ transcript: 'a person please', confidence: 0.9 }] },
      });
    expect(heard.body).toContain('"dial"');
    expect((await keyed('j10', ['2', '9'.repeat(300), '9'.repeat(300), '9'.repeat(300)])).body).toContain(
      '"dial"',
    );
  });

  it('forgets what was collected when the caller hangs up in the middle', async () => {
    const asked = await keyed('j11', ['2', '3']);
    expect(
      (await jambonz('/voice/jambonz/status', { call_sid: 'j11', call_status: 'completed' })).status,
    ).toBe(204);
    const { rows } = await pool.query(`select state_enc from voice_call where call_id = 'j11'`);
    expect(rows).toEqual([{ state_enc: null }]);
    expect(JSON.parse((await jambonz(asked.next!, { call_sid: 'j11', digits: '1' })).body)).toEqual([
      { verb: 'hangup' },
    ]);
    // That it rings tells of no end.
    await keyed('j12', []);
    await jambonz('/voice/jambonz/status', { call_sid: 'j12', call_status: 'in-progress' });
    expect(
      (await pool.query(`select ended_at from voice_call where call_id = 'j12'`)).rows[0]!.ended_at,
    ).toBeNull();
  });

  it('lets nobody in whose signature is wrong, old, early or missing', async () => {
    const told = { call_sid: 'j13' };
    const body = JSON.stringify({ from: '+8617000000900', to: '10099', direction: 'inbound', ...told });
    const now = Date.now();
    const begin = (signature: string) => jambonz('/voice/jambonz', told, signature);
    expect((await begin(sign(body, now - 290_000))).status).toBe(200);
    // While a secret is replaced, one of several fits.
    expect((await begin(`${sign(body, now, 'old')},${sign(body, now).split(',')[1]}`)).status).toBe(200);
    for (const signature of [
      '',
      'v1=00',
      sign(body, now, 'wrong'),
      sign(`${body} `, now),
      sign(body, now - 310_000),
      sign(body, now + 310_000),
      sign(body, now).replace('t=', 't=1'),
      sign(body, now).replace('v1=', 'v0='),
    ])
      expect((await begin(signature)).status, signature).toBe(403);
    expect(instance.logged.join(' ')).not.toContain(SECRET);
  });

  it('refuses what is no call, and what is no JSON', async () => {
    expect((await jambonz('/voice/jambonz', { call_sid: '' })).status).toBe(422);
    expect((await jambonz('/voice/jambonz', { call_sid: 'a b' })).status).toBe(422);
    const answer = await instance.app.inject({
      method: 'POST',
      url: '/voice/jambonz',
      headers: { 'content-type': 'application/json', 'jambonz-signature': sign('{') },
      payload: '{',
    });
    expect(answer.statusCode).toBe(422);
  });

  it('connects a number that calls without an end with a person, and keeps nothing of it', async () => {
    const from = '+8617000000777';
    for (let i = 0; i < 30; i++) await keyed(`many${i}`, [], from);
    expect((await keyed('many30', [], from)).body).toContain('"dial"');
    expect((await pool.query(`select 1 from voice_call where call_id = 'many30'`)).rowCount).toBe(0);
  });
});

describe('a call that Twilio tells of', () => {
  it('goes the same way, as TwiML', async () => {
    let heard = await calledByTwilio('/voice/twilio', { CallSid: 'CA1', CallStatus: 'ringing' });
    expect(heard.body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><Response><Gather input="dtmf" action="http://handback.test${heard.next}" method="POST" actionOnEmptyResult="true" finishOnKey="#" timeout="8" numDigits="1">` +
        `<Say language="cmn-CN">欢迎致电${house['zh-CN']}，随时按零转人工。</Say><Say language="cmn-CN">中文请按一。</Say>` +
        `<Say language="en-US">Welcome to ${house.en}; press zero at any time for a person.</Say><Say language="en-US">For English, press two.</Say></Gather>` +
        `<Redirect method="POST">http://handback.test${heard.next}&amp;wait=1</Redirect></Response>`,
    );
    for (const Digits of ['2', '3', '2', '17099999998', '1'])
      heard = await calledByTwilio(heard.next!, { CallSid: 'CA1', Digits });
    expect(spelt(heard.said)).toMatch(/^HB-[0-9A-Z]{8}$/);
    const person = await calledByTwilio(heard.next!, { CallSid: 'CA1', Digits: '0' });
    expect(person.body).toContain(
      '<Dial answerOnBridge="true"><Number>+861012345678</Number></Dial><Hangup/>',
    );
  });

  it('agrees with its library about who signed: the token by SHA-1, a shared key by SHA-256, with the port and without', async () => {
    const form = { From: '+8617000000901', To: '10099', Direction: 'inbound', CallSid: 'CA2' };
    const url = 'http://handback.test/voice/twilio';
    const by = (secret: string, address = url, algorithm?: 'HMAC_SHA1' | 'HMAC_SHA256') =>
      twilioSignature(secret, address, form, algorithm);
    const settings = (key: string, algorithm: string) => ({
      'x-twilio-webhooks-signature-settings': `key=${key},algorithm=${algorithm}`,
    });
    const begin = async (headers: Record<string, string>) =>
      (await calledByTwilio('/voice/twilio', { CallSid: 'CA2' }, headers)).status;
    const signed = (signature: string) => ({ 'x-twilio-signature': signature });
    const sha256 = signed(by(KEY.secret, url, 'HMAC_SHA256'));
    expect(await begin(signed(by(TOKEN)))).toBe(200);
    expect(await begin(signed(by(TOKEN, 'http://handback.test:80/voice/twilio')))).toBe(200);
    expect(await begin({ ...sha256, ...settings(KEY.id, 'HMAC_SHA256') })).toBe(200);
    for (const headers of [
      {},
      signed(''),
      signed(by('wrong')),
      signed(by(TOKEN, 'http://other.test/voice/twilio')),
      signed(by(TOKEN, `${url}/step`)),
      // Neither secret stands in for the other, nor one way for the other.
      sha256,
      { ...signed(by(TOKEN)), ...settings(KEY.id, 'HMAC_SHA1') },
      { ...signed(by(TOKEN, url, 'HMAC_SHA256')), ...settings(KEY.id, 'HMAC_SHA256') },
      { ...sha256, ...settings('another', 'HMAC_SHA256') },
      { ...sha256, ...settings(KEY.id, 'HMAC_SHA512') },
    ])
      expect(await begin(headers), JSON.stringify(headers)).toBe(403);
  });

  it('is not there where it is not set up', async () => {
    const answer = await instance.app.inject({ method: 'POST', url: '/voice/demo' });
    expect(answer.statusCode).toBe(404);
  });
});
