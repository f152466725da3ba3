import type { Json } from './example-values.ts';

const ACCOUNT_EXPORT: Json = {
  ...{ reference: 'EX-7K3F9QXM', token: '2B8DHT5V0WNER4YA', state: 'ready', bytes: 182_310 },
  ...{ rowsDone: 4_206, rowsTotal: 4_206 },
  ...{ askedAt: '2026-11-30T08:00:00.000Z', expiresAt: '2026-12-07T08:00:04.000Z' },
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
};

/** Of archives of accounts, by the name of the schema. */
export const ACCOUNT_EXAMPLES: Readonly<Record<string, Json>> = {
  NewAccountExport: { passphrase: 'correct horse battery staple' },
  AccountExport: ACCOUNT_EXPORT,
  AccountExports: { items: [ACCOUNT_EXPORT] },
};
