import type { CustomerRecord, RecordKind } from '../../domain/accounts/customer-records.ts';
import type { CustomerRecords, RecordsOf } from '../../ports/customer-records.ts';

const AT_ONCE = 2_000;

/** Records of customers who never were: for the demo and for tests. */
export function simulatedCustomerRecords(
  recordsOf: (of: RecordsOf, kind: RecordKind) => Iterable<CustomerRecord>,
): CustomerRecords {
  return {
    async count(of, kind) {
      let count = 0;
      for (const _ of recordsOf(of, kind)) count++;
      return count;
    },
    async *read(of, kind) {
      let part: CustomerRecord[] = [];
      for (const record of recordsOf(of, kind)) {
        part.push(record);
        if (part.length < AT_ONCE) continue;
        yield part;
        part = [];
      }
      if (part.length > 0) yield part;
    },
    close: async () => undefined,
  };
}

const MINUTE_MS = 60_000;
const MONTHS = 6;
const EVENTS_A_MONTH = 40;

/**
 * Half a year of a quiet customer, the same whenever it is asked for in one day: calls, texts and data of every line, a bill a month, and
 * two consents. Other parties have numbers that nobody has.
 */
export function* inventedRecords(
  of: RecordsOf,
  kind: RecordKind,
  today: Date,
  { currency, fee }: { readonly currency: string; readonly fee: string },
): Generator<CustomerRecord> {
  const month = (back: number): Date =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1));
  const day = (at: Date): string => at.toISOString().slice(0, 10);
  for (let back = MONTHS; back > 0; back--) {
    const from = month(back);
    const until = month(back - 1);
    for (const [place, lineId] of of.lineIds.entries()) {
      if (kind === 'bills') {
        const paid = day(new Date(until.getTime() + 9 * 24 * 60 * MINUTE_MS));
        const invoice = `INV-${day(until).replaceAll('-', '')}-${place + 1}`;
        const last = day(new Date(until.getTime() - MINUTE_MS));
        yield [lineId, invoice, day(until), day(from), last, fee, currency, paid, back === 1 ? '' : paid];
      }
      if (kind === 'usage')
        for (let n = 0; n < EVENTS_A_MONTH; n++) {
          const at = new Date(from.getTime() + n * 17 * 60 * MINUTE_MS + ((n * 37) % 60) * MINUTE_MS);
          yield [lineId, at.toISOString(), ...eventOf(n), currency];
        }
    }
  }
  if (kind === 'consents') {
    const given = month(MONTHS).toISOString();
    yield ['', 'offers_by_text', given, month(2).toISOString(), 'app'];
    yield ['', 'location_for_coverage', given, '', 'store'];
  }
}

function eventOf(n: number): readonly string[] {
  const other = `+8619900${String(1_000_000 + n * 7_919).slice(-6)}`;
  if (n % 4 === 0) return ['voice', n % 8 === 0 ? 'in' : 'out', other, String(20 + n * 11), '', '', '0.00'];
  if (n % 4 === 1) return ['sms', 'out', other, '', '', '', '0.10'];
  return ['data', '', '', '', String(1_500_000 + n * 104_729), '', '0.00'];
}
