import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { LANGUAGES } from '../../src/domain/values/language.ts';
import { messages } from '../../src/messages/index.ts';
import { checkErasure } from '../../src/run/doctor/check-erasure.ts';
import { erasureFolderOf, JOURNAL_FILE } from '../../src/run/erasure-journal.ts';
import { dropEpoch, makeEpoch, rewrapAll } from '../../src/run/key-epochs.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const { operations, vault, dataFolder } = await testInstance();
const { pool, erasures } = operations;
const settings = readSettings({ HANDBACK_DATA: dataFolder, HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml' });
const keeper = { settings, pool, actor: 'staff:test' };
const found = (of = settings) => checkErasure(of, pool);
const copy = mkdtempSync(join(tmpdir(), 'handback-copied-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));
await seedLines(pool, vault, 3);

describe('what the doctor says of erasure', () => {
  it('is how many people were erased', async () => {
    expect(await found()).toEqual([{ code: 'erasure_good', facts: { erasures: 0 } }]);
  });

  it('is that the database was restored from before erasures, or that the journal is damaged', async () => {
    const path = join(erasureFolderOf(settings), JOURNAL_FILE);
    const at = new Date();
    await erasures.append([{ erasureId: '01a22c19-ec00-7000-8000-000000000001', partyId: 'gone', at }]);
    const text = readFileSync(path, 'utf8');
    expect(await found()).toEqual([{ code: 'erasures_missing', facts: { path, erasures: 1 } }]);
    // The doctor changes nothing.
    expect(readFileSync(path, 'utf8')).toBe(text);
    await pool.query(
      `insert into erasure (erasure_id, party_id, at, why) values ('01a22c19-ec00-7000-8000-000000000001', 'gone', $1, 'request')`,
      [at],
    );
    expect(await found()).toEqual([{ code: 'erasure_good', facts: { erasures: 1 } }]);
    writeFileSync(path, text.replace('"gone"', '"other"'), { mode: 0o600 });
    expect(await found()).toEqual([{ code: 'journal_foreign', facts: { path } }]);
    writeFileSync(path, `${text}nonsense\n`);
    expect(await found()).toEqual([{ code: 'journal_damaged', facts: { path } }]);
    rmSync(path);
  });

  it('is that a machine lacks an epoch, that an old one still wraps keys, and that one can be destroyed', async () => {
    cpSync(dataFolder, copy, { recursive: true });
    const good = expect.objectContaining({ code: 'erasure_good' });
    await makeEpoch(keeper);
    const elsewhere = readSettings({
      HANDBACK_DATA: copy,
      HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
    });
    expect(await found(elsewhere)).toEqual([good, { code: 'epochs_missing', facts: { epochs: '2' } }]);
    expect(await found()).toEqual([good, { code: 'epoch_wraps', facts: { epoch: 1, keys: 3 } }]);
    await rewrapAll(keeper);
    // Backups still need it.
    expect(await found()).toEqual([good]);
    await pool.query(
      `update key_encryption_key_epoch set emptied_at = now() - $1 * interval '1 day' - interval '1 hour' where epoch = 1`,
      [settings.backupDays],
    );
    expect(await found()).toEqual([
      good,
      { code: 'epoch_over', facts: { epoch: 1, days: settings.backupDays } },
    ]);
    await dropEpoch(keeper, 1, false);
    expect(await found()).toEqual([good]);
  });

  it('is said in each language, with what to do', () => {
    const facts = { path: '/p', erasures: 2, epochs: '2', epoch: 1, keys: 3, days: 35 };
    for (const language of LANGUAGES) {
      const { findings } = messages(language).doctor;
      expect(findings.erasures_missing.says(facts)).toContain('/p');
      expect(findings.epoch_over.todo?.(facts)).toContain('handback keys destroy-epoch 1');
    }
  });
});
