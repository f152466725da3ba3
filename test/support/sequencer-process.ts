import { readSettings } from '../../src/config/settings.ts';
import { openLogSigner } from '../../src/run/log-signer.ts';
import { inTransaction, openDatabase } from '../../src/store/database/database.ts';
import { queueLogEntries } from '../../src/store/log/log-entries.ts';
import { publishedCheckpoint } from '../../src/store/log/log-heads.ts';
import { LogSequencer } from '../../src/workflow/log-sequencer.ts';

// A process that writes entries and keeps the log as fast as it can, and prints every checkpoint that it shows, until it is killed.
const { pool } = openDatabase(process.env['DATABASE_URL']!);
const sequencer = new LogSequencer(pool, await openLogSigner(readSettings(process.env), pool), (error) => {
  throw error;
});
for (let round = 0; ; round += 1) {
  const entries = Array.from({ length: 1 + (round % 90) }, (_, i) => ({
    entry: JSON.stringify({ t: 'cert', h: `${process.pid} ${round} ${i}` }),
    certificateId: null,
  }));
  await Promise.all([inTransaction(pool, (tx) => queueLogEntries(tx, entries)), sequencer.turn()]);
  const shown = await publishedCheckpoint(pool);
  if (shown !== null) process.stdout.write(`${JSON.stringify(shown.note)}\n`);
}
