import { expect, test } from 'vitest';
import { type AddressType, textSender } from '../../../src/domain/texts/text-sender.ts';

test.each<[AddressType, string, object]>([
  ['international', '447700900123', { kind: 'number', msisdn: '+447700900123' }],
  ['international', '+447700900123', { kind: 'number', msisdn: '+447700900123' }],
  ['unknown', '+447700900123', { kind: 'number', msisdn: '+447700900123' }],
  ['unknown', '13800131234', { kind: 'number', msisdn: '+8613800131234' }],
  ['national', '13800131234', { kind: 'number', msisdn: '+8613800131234' }],
  ['unknown', '8613800131234', { kind: 'number', msisdn: '+8613800131234' }],
  ['unknown', '447700900123', { kind: 'number', msisdn: '+447700900123' }],
  ['national', '447700900123', { kind: 'malformed' }],
  ['unknown', '10086', { kind: 'short_code' }],
  ['international', '10086', { kind: 'short_code' }],
  ['alphanumeric', 'BANK', { kind: 'alphanumeric' }],
  // Written as a name, it is no number, whatever stands in it.
  ['alphanumeric', '8613800131234', { kind: 'alphanumeric' }],
  ['unknown', 'Handback', { kind: 'alphanumeric' }],
  ['international', '4477OO900123', { kind: 'alphanumeric' }],
  ['unknown', '', { kind: 'malformed' }],
  ['international', '999999999999999999', { kind: 'malformed' }],
])('%s %s is %j', (type, value, sender) => {
  expect(textSender({ type, value }, '86')).toEqual(sender);
});
