import { ENGINE } from '../../src/operations/access/actor.ts';
import { askForExport } from '../../src/operations/accounts/ask-for-export.ts';
import { makeExports } from '../../src/operations/accounts/make-exports.ts';
import { exportPath } from '../../src/operations/accounts/view-exports.ts';
import { accountArchive } from '../../src/reports/account/account-archive.ts';
import { subscriberOf } from '../support/actors.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import type { PortalInstance } from './portal-instance.ts';
import type { Scene } from './scenes.ts';

/** Archives of accounts: asked for, being made, ready, over and given up. */
export async function exportScenes(
  { operations: op, vault }: PortalInstance,
  clean: SeededLine,
): Promise<readonly Scene[]> {
  const lines = await seedLines(op.pool, vault, 5, { from: 740 });
  const ask = async (line: SeededLine): Promise<string> => {
    const asked = await askForExport(op, subscriberOf(line, ['sms_code', 'document_number']), {
      passphrase: 'four plain words here 7',
    });
    return asked.reference;
  };
  const parts = { records: null, pdf: async () => new Uint8Array(), archive: accountArchive };
  const [ready, over, failed, making, waiting] = [
    await ask(lines[0]!),
    await ask(lines[1]!),
    await ask(lines[2]!),
    await ask(lines[3]!),
    await ask(lines[4]!),
  ];
  for (let n = 0; n < 2; n++) await makeExports(op, ENGINE, parts);
  const set = (reference: string, what: string) =>
    op.pool.query(`update account_export set ${what} where reference = $1`, [reference]);
  await set(over!, `state = 'expired'`);
  await set(failed!, `state = 'failed', passphrase_enc = null`);
  await set(
    making!,
    `state = 'making', rows_done = 1200, rows_total = 5000, lease_until = now() + interval '1 day'`,
  );
  const scene = (name: string, path: string, as: SeededLine | null = null): Scene => ({ name, path, as });
  return [
    scene('export', '/export', clean),
    scene('export, with one of before', '/export', lines[0]!),
    ...Object.entries({ ready, over, failed, making, waiting }).map(([name, reference]) =>
      scene(`export ${name}`, exportPath(op, reference!)),
    ),
  ];
}
