import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openVault } from '../../src/config/key-file.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { Operations } from '../../src/operations/context.ts';
import { erasePerson } from '../../src/operations/erasure/erase-person.ts';
import { composeBase } from '../../src/run/compose.ts';
import { rewrapAll } from '../../src/run/key-epochs.ts';
import { findHolderName } from '../../src/store/people/parties.ts';
import { staffNamed } from '../support/actors.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault, dataFolder } = instance;
const { pool } = op;
const file = join(dataFolder, 'keys', 'vault.json');
const settings = readSettings({ HANDBACK_DATA: dataFolder, HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml' });
const copied = mkdtempSync(join(tmpdir(), 'handback-copied-'));
afterAll(() => rmSync(copied, { recursive: true, force: true }));
const handback = (...args: string[]) => inProcess(instance, args);
const epochsInFile = () => Object.keys(JSON.parse(readFileSync(file, 'utf8')).keyEncryptionKeys);
const over: Operations = { ...op, clock: { now: () => new Date(Date.now() + 20 * 366 * 86_400_000) } };

interface Dumped {
  readonly party_id: string;
  readonly name_enc: Buffer;
  readonly data_key_wrapped: Buffer;
  readonly key_epoch: number;
}
const dump = async (): Promise<readonly Dumped[]> =>
  (
    await pool.query<Dumped>(
      'select party_id, name_enc, data_key_wrapped, key_epoch from party where data_key_wrapped is not null order by party_id',
    )
  ).rows;

describe('the keys that wrap the keys of people', () => {
  it('change while people are served, and a backup from before cannot be read once the old one is destroyed', async () => {
    const lines = await seedLines(pool, vault, 2_400);
    const ids = lines.map(({ lineId }) => lineId);
    await pool.query(`update line set status = 'ended' where line_id = any($1)`, [ids.slice(0, 1)]);
    await pool.query('update msisdn_assignment set to_at = now() where line_id = any($1)', [ids.slice(0, 1)]);
    const backup = await dump();
    cpSync(dataFolder, copied, { recursive: true });

    expect(await handback('keys', 'rotate-epoch', '--make-only')).toMatchObject({ code: 0, err: '' });
    expect(epochsInFile()).toEqual(['1', '2']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    // A machine whose key folder is a copy of before opens nothing: it would soon meet people whom it cannot read.
    const other = readSettings({ HANDBACK_DATA: copied, HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml' });
    await expect(composeBase(other, instance.url, 'http://handback.test')).rejects.toMatchObject({
      code: 'epoch_missing',
      facts: { epochs: '2' },
    });
    expect(await handback('keys', 'destroy-epoch', '1', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('(epoch_in_use)'),
    });
    // Interrupted in the middle, it goes on with those that are left.
    const keeper = { settings, pool, actor: 'staff:test' };
    let portions = 0;
    const dies = () => {
      if (++portions === 1) throw new Error('the power went');
    };
    await expect(rewrapAll(keeper, dies)).rejects.toThrow('the power went');
    expect(JSON.parse((await handback('keys', 'epochs', '--json')).out).epochs).toMatchObject([
      { epoch: 1, keys: 1_400, emptiedAt: null },
      { epoch: 2, keys: 1_000 },
    ]);
    expect(JSON.parse((await handback('keys', 'rewrap', '--json')).out)).toEqual({
      epoch: 2,
      rewrapped: 1_400,
    });
    // This process opened its keys before there was the new one.
    expect(await findHolderName(pool, vault, lines[7]!.partyId)).toBe('张三');
    expect(vault.currentEpoch).toBe(2);

    await erasePerson(over, staffNamed('lin'), { subject: lines[0]!.partyId });
    expect((await handback('keys', 'destroy-epoch', '1', '--yes')).err).toContain('(epoch_needed)');
    expect((await handback('keys', 'destroy-epoch', '1')).code).toBe(2);
    const destroyed = await handback('keys', 'destroy-epoch', '1', '--yes', '--despite-backups');
    expect(destroyed).toMatchObject({ code: 0, err: '' });
    expect(epochsInFile()).toEqual(['2']);

    const left = openVault(file, undefined, false);
    for (const row of backup)
      expect(() => left.unwrap(row.data_key_wrapped, row.key_epoch), row.party_id).toThrow();
    // Under another epoch's name it is no key either.
    expect(() => left.unwrap(backup[0]!.data_key_wrapped, 2)).toThrow();
    const now = await dump();
    expect(now.length).toBe(2_399);
    for (const row of now) {
      const key = left.unwrap(row.data_key_wrapped, row.key_epoch);
      expect(left.decryptText(key, 'party name', row.name_enc)).toBe('张三');
    }
    // Nothing can be wrapped by it any more, whatever keys a process still has.
    await expect(
      pool.query('update party set key_epoch = 1 where party_id = $1', [lines[9]!.partyId]),
    ).rejects.toMatchObject({ code: '23503' });
    await expect(composeBase(other, instance.url, 'http://handback.test')).rejects.toMatchObject({
      code: 'epoch_destroyed',
    });
    // On another machine, or after a process that died between the database and the file, it is repeated.
    cpSync(join(copied, 'keys', 'vault.json'), join(copied, 'old.json'));
    expect(await handback('keys', 'destroy-epoch', '1', '--yes')).toMatchObject({ code: 0 });
    const { rows } = await pool.query<{ action: string }>(
      `select action from audit where action like 'key%' order by audit_id`,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'key_epoch_made',
      'keys_rewrapped',
      'key_epoch_destroyed',
    ]);
  });

  it('change more often than backups are forgotten, and each old one can be destroyed in its time', async () => {
    expect((await handback('keys', 'rotate-epoch')).code).toBe(0);
    const third = openVault(file, undefined, false);
    const [one] = await dump();
    const key = third.unwrap(one!.data_key_wrapped, one!.key_epoch);
    await pool.query(
      `update key_encryption_key_epoch set emptied_at = emptied_at - interval '40 days' where epoch = 2`,
    );
    expect((await handback('keys', 'rotate-epoch')).code).toBe(0);
    expect((await handback('keys', 'destroy-epoch', '3', '--yes')).err).toContain('(epoch_needed)');
    // A process died while it wrote the file: its draft has all keys of then.
    const draft = `${file}.4711.0a1b2c3d`;
    cpSync(file, draft);
    expect(await handback('keys', 'destroy-epoch', '2', '--yes')).toMatchObject({ code: 0, err: '' });
    expect(existsSync(draft)).toBe(false);
    expect(existsSync(file)).toBe(true);
    // A process that knew no better wrapped something by one that was empty: its time begins anew.
    await pool.query(
      `update key_encryption_key_epoch set emptied_at = emptied_at - interval '40 days' where epoch = 3`,
    );
    await pool.query('update party set data_key_wrapped = $2, key_epoch = 3 where party_id = $1', [
      one!.party_id,
      third.wrap(key),
    ]);
    expect(JSON.parse((await handback('keys', 'rewrap', '--json')).out)).toMatchObject({ rewrapped: 1 });
    expect((await handback('keys', 'destroy-epoch', '3', '--yes')).err).toContain('(epoch_needed)');
  });

  it('are not changed where the settings hold them, and no epoch that never was is destroyed', async () => {
    const keys = { HANDBACK_KEYS: readFileSync(file, 'utf8') };
    const said = await inProcess(instance, ['keys', 'rotate-epoch'], keys);
    expect(said).toMatchObject({ code: 1, err: expect.stringContaining('(vault_not_a_file)') });
    expect((await handback('keys', 'destroy-epoch', '99', '--yes')).err).toContain('(epoch_unknown)');
    expect((await handback('keys', 'destroy-epoch', 'one', '--yes')).code).toBe(2);
    expect((await handback('keys', 'destroy-epoch', '4', '--yes')).err).toContain('(epoch_in_use)');
  });
});
