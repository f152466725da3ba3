import type { ErrorTexts } from '../error-text.ts';

/** Of texts that come in, and of the webhook that hands them over. */
export const textErrors: Pick<ErrorTexts, 'text_unknown' | 'text_signature_invalid' | 'text_replayed'> = {
  text_unknown: { title: 'No such text', detail: 'It is not kept any more.' },
  text_signature_invalid: {
    title: 'The signature is not right',
    detail: ({ reason }) =>
      reason === 'old'
        ? 'The time in Handback-Timestamp is more than five minutes from ours. Set the clock, and sign again for every try.'
        : reason === 'missing'
          ? 'Send Handback-Timestamp (seconds since 1970) and Handback-Signature (v1=, then HMAC-SHA256 in hexadecimal).'
          : 'Sign the timestamp, a full stop and the body as it is sent, with the secret of HANDBACK_TEXT_WEBHOOK.',
  },
  text_replayed: {
    title: 'This request was received before',
    detail: 'Its signature was used already. Nothing more is done. Sign again for a new one.',
  },
};
