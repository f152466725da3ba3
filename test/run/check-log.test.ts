import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/config/settings.ts';
import { LANGUAGES } from '../../src/domain/values/language.ts';
import { messages } from '../../src/messages/index.ts';
import { WITNESS_FAULTS } from '../../src/ports/log/log-witness.ts';
import { checkLog } from '../../src/run/doctor/check-log.ts';
import { logFolderOf } from '../../src/run/log-signer.ts';
import { startWitness } from '../../src/simulators/witness.ts';
import { keepWitness } from '../../src/store/log/log-witnesses.ts';
import { LogSequencer } from '../../src/workflow/log-sequencer.ts';
import { testDatabase } from '../support/database.ts';
import { backupOf, queued, type TestLog, testLog } from '../support/log.ts';

const turn = ({ pool, signer }: TestLog, quorum = 0): Promise<number> =>
  new LogSequencer(pool, signer, () => undefined, { known: [], quorum }).turn();

const codes = async ({ pool, settings }: TestLog, changed: Partial<Settings> = {}) =>
  (await checkLog({ ...settings, ...changed }, pool)).map(({ code }) => code);

describe('what the doctor says of the log', () => {
  it('is that it has not begun, then how large it is', async () => {
    const log = await testLog((await testDatabase()).pool);
    await log.pool.query('delete from log_key');
    expect(await codes(log)).toEqual(['log_none']);
    const begun = await testLog((await testDatabase()).pool);
    await queued(begun.pool, 7);
    await turn(begun);
    expect(await checkLog(begun.settings, begun.pool)).toMatchObject([
      { code: 'log_good', facts: { entries: 7 } },
    ]);
  });

  it('is that its database is older than its last head', async () => {
    const log = await testLog((await testDatabase()).pool);
    await queued(log.pool, 7);
    await turn(log);
    const backup = await backupOf(log, 'database');
    await queued(log.pool, 2);
    await turn(log);
    await backup.restore();
    expect(await checkLog(log.settings, log.pool)).toMatchObject([
      { code: 'log_rolled_back', facts: { signed: 9, stored: 7 } },
      { code: 'log_good' },
    ]);
  });

  it('is that the key or the head is not here', async () => {
    const log = await testLog((await testDatabase()).pool);
    await turn(log);
    const folder = logFolderOf(log.settings);
    writeFileSync(join(folder, 'head.json'), 'x', { mode: 0o600 });
    expect(await codes(log)).toEqual(['log_head_unreadable', 'log_good']);
    rmSync(folder, { recursive: true });
    expect(await codes(log)).toEqual(['log_key_elsewhere', 'log_good']);
  });

  it('is that a head waits for its witnesses, which of them fail, and that their file is wrong', async () => {
    const log = await testLog((await testDatabase()).pool);
    const witness = await startWitness('a.example', [log.key]);
    await witness.close();
    const file = join(log.settings.dataFolder, 'witnesses');
    writeFileSync(file, `${witness.vkey} ${witness.url}\nquorum 1\n`);
    const witnessed = { log: { ...log.settings.log, witnessFile: file } };
    await turn(log, 1);
    expect(await codes(log, witnessed)).toEqual(['log_none']);
    await log.pool.query(`update log_checkpoint set at = now() - interval '2 minutes'`);
    await keepWitness(log.pool, log.signer.origin, { name: 'a.example', size: null, fault: 'away' });
    expect(await checkLog({ ...log.settings, ...witnessed }, log.pool)).toEqual([
      { code: 'log_not_shown', facts: { entries: 0, minutes: 2 } },
      { code: 'witness_away', facts: { name: 'a.example', fault: 'away' } },
    ]);
    await keepWitness(log.pool, log.signer.origin, { name: 'a.example', size: 40, fault: 'ahead' });
    expect(await codes(log, witnessed)).toContain('log_rolled_back');
    writeFileSync(file, 'x');
    expect(await codes(log, witnessed)).toEqual(['witnesses_bad']);
  });

  it('has words for all that a witness can answer', () => {
    for (const language of LANGUAGES)
      for (const fault of [...WITNESS_FAULTS, 'ahead']) {
        const said = messages(language).doctor.findings.witness_away.says({ name: 'a.example', fault });
        expect(said).not.toContain(fault);
      }
  });
});
