import type { Json } from './example-values.ts';

const ACCOUNT_EXPORT: Json = {
  ...{ reference: 'EX-7K3F9QXM', token: '2B8DHT5V0WNER4YA', state: 'ready', bytes: 182_310 },
  ...{ rowsDone: 4_206, rowsTotal: 4_206 },
  ...{ askedAt: '2026-11-30T08:00:00.000Z', expiresAt: '2026-12-07T08:00:04.000Z' },
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

/** Of archives of accounts and of complaints, by the name of the schema. */
export const ACCOUNT_EXAMPLES: Readonly<Record<string, Json>> = {
  NewAccountExport: { passphrase: 'correct horse battery staple' },
  AccountExport: ACCOUNT_EXPORT,
  AccountExports: { items: [ACCOUNT_EXPORT] },
  NewComplaint: {
    caseId: '0198a9f0-11aa-7d2c-8e55-0c9d7a6b1e42',
    ...{ topic: 'charged_after_end', said: 'I was charged for May.' },
  },
  Complaint: {
    ...{ reference: 'CP-7K3F9QXM', token: '2B8DHT5V0WNER4YA', state: 'answered', topic: 'charged_after_end' },
    ...{ receivedAt: '2026-11-30T08:00:00.000Z', dueOn: '2026-12-15', outcome: 'upheld' },
    ...{ answer: 'You get it back.', regulator: '12300' },
  },
};
