import { expect, it } from 'vitest';
import { twilioSigned } from '../../../src/http/routes/voice/signatures.ts';
import { twilioSignature } from './twilio-signature.ts';

const CALL = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675310',
  Digits: '1234',
  From: '+14158675310',
  To: '+18005551212',
};
const HOST = 'https://handback.test';
/** What `getExpectedTwilioSignature` of the package twilio 6.3.1 answered, with the secret 12345. */
const ANSWERED = [
  [`${HOST}/api/v1/voice/twilio`, CALL, 'HMAC_SHA1', 'DMEaDms65aSVN8UdfBXpKG2HppM='],
  [`${HOST}/api/v1/voice/twilio`, CALL, 'HMAC_SHA256', 'P2i7BcGz7/RLgS5/AuTL07qTiKaXqBXrKnIRjRJXB4Q='],
  [
    `${HOST}:443/voice?step=2&key=%E4%B8%AD`,
    { SpeechResult: '转人工', a: '', Z: '9', B: '1' },
    'HMAC_SHA1',
    'LXKYeHaubYNypr1H1tWSa7OnCV4=',
  ],
  [`${HOST}/voice`, { Media: ['b', 'a', 'b'], From: '+86 170' }, 'HMAC_SHA1', 'Y53wF4qsGLp2+YGupCY1LXsA08Q='],
  [`${HOST}/voice`, {}, 'HMAC_SHA256', 'CfUydfotH3bgIOLUrzWDC6H8CFrEW4DY3UK7UqcOP1U='],
] as const;

it.each(ANSWERED)(
  "Twilio's library signs %s, and so do we, and the tests",
  (url, form, algorithm, signature) => {
    expect(twilioSignature('12345', url, form, algorithm)).toBe(signature);
    const settings = algorithm === 'HMAC_SHA256' ? 'key=k,algorithm=HMAC_SHA256' : undefined;
    const fields = Object.entries<string | readonly string[]>(form).flatMap(([name, held]) =>
      [held].flat().map((value): [string, string] => [name, value]),
    );
    const request = { signature, settings, url, form: new URLSearchParams(fields) };
    expect(twilioSigned({ token: '12345', key: { id: 'k', secret: '12345' } }, request)).toBe(true);
    expect(twilioSigned({ token: '12346', key: { id: 'k', secret: '12346' } }, request)).toBe(false);
  },
);
