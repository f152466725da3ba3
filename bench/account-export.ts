import { ENGINE } from '../src/operations/access/actor.ts';
import { askForExport } from '../src/operations/accounts/ask-for-export.ts';
import { makeExports } from '../src/operations/accounts/make-exports.ts';
import { accountArchive } from '../src/reports/account/account-archive.ts';
import { simulatedCustomerRecords } from '../src/simulators/customer-records/simulator.ts';
import { subscriberOf } from '../test/support/actors.ts';
import { seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const LOOK_MS = 5;

/** The archive of a subscriber with so many records of calls: from being taken up until it can be downloaded, and in how much memory. */
export async function accountExport(server: BenchServer, rows: number): Promise<readonly Figure[]> {
  const instance = await benchInstance(await server.database('account_export'), new SimulatedHlr());
  const op = instance.base.operations;
  const [line] = await seedLines(op.pool, op.vault, 1);
  const records = simulatedCustomerRecords(function* ({ lineIds }, kind) {
    if (kind !== 'usage') return;
    for (let n = 0; n < rows; n++) {
      const at = new Date(1_700_000_000_000 + n * 61_000).toISOString();
      const other = `+8613${String((n * 7_919) % 1_000_000_000).padStart(9, '0')}`;
      yield [lineIds[0]!, at, 'voice', n % 2 ? 'in' : 'out', other, String(n % 3_600), '', '', '0.10', 'CNY'];
    }
  });
  await askForExport(op, subscriberOf(line!, ['sms_code', 'document_number']), {
    passphrase: 'four plain words here 7',
  });
  global.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, LOOK_MS);
  const start = performance.now();
  await makeExports(op, ENGINE, { records, pdf: async () => new Uint8Array(), archive: accountArchive });
  const seconds = (performance.now() - start) / 1_000;
  clearInterval(watch);
  const { rows: made } = await op.pool.query<{ bytes: number }>('select bytes from account_export');
  await instance.close();
  const note = `${rows} records, ${(made[0]!.bytes / 1e6).toFixed(1)} MB`;
  return [
    { name: 'account export', value: seconds, unit: 's', target: '<= 5 at 100,000', note },
    {
      name: 'account export, memory more than before',
      value: (most - before) / 1e6,
      unit: 'MB',
      target: '<= 150',
      note,
    },
  ];
}
