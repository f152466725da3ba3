import { expect, it } from 'vitest';
import { hashReceipt, normaliseReference, receiptMatches } from '../../../src/operations/cases/receipt.ts';

const SECRET = '7K3F-9QXM-0A1B-2C3D-4E5F-6G7H';
const wide = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

it.each([
  SECRET.toLowerCase(),
  SECRET.replaceAll('-', ''),
  SECRET.replaceAll('-', ' '),
  SECRET.replaceAll('0', 'O').replaceAll('1', 'l'),
  wide(SECRET),
  `办理单 HB-7K3F9QXM，回执码：${SECRET}。请妥善保存。`,
  `Receipt HB-7K3F9QXM, secret ${SECRET}, keep it.`,
])('the secret of a receipt is taken as %j', (given) => {
  expect(receiptMatches(given, hashReceipt(SECRET))).toBe(true);
});

it.each(['', SECRET.slice(0, -1), `${SECRET}-0000`, SECRET.replace('7', '8')])('and not as %j', (given) => {
  expect(receiptMatches(given, hashReceipt(SECRET))).toBe(false);
});

it.each(['HB-7K3F9QXM', 'hb7k3f9qxm', '7K3F9QXM', wide('HB-7K3F9QXM'), ' 单号：HB-7K3F9QXM，请保存'])(
  'the reference of a case is taken as %j',
  (given) => {
    expect(normaliseReference(given)).toBe('HB-7K3F9QXM');
  },
);
