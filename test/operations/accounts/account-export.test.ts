import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountCertificate } from '../../../src/domain/accounts/account-content.ts';
import type { CustomerRecord, RecordKind } from '../../../src/domain/accounts/customer-records.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { askForExport, suggestedPassphrase } from '../../../src/operations/accounts/ask-for-export.ts';
import { type ExportParts, makeExports } from '../../../src/operations/accounts/make-exports.ts';
import {
  downloadExport,
  exportOfLink,
  exportToken,
  myExports,
} from '../../../src/operations/accounts/view-exports.ts';
import { ConnectorError } from '../../../src/ports/connector-error.ts';
import type { CustomerRecords } from '../../../src/ports/customer-records.ts';
import { accountArchive } from '../../../src/reports/account/account-archive.ts';
import { certificateServiceOf } from '../../../src/run/certificate-service.ts';
import { simulatedCustomerRecords } from '../../../src/simulators/customer-records/simulator.ts';
import { forgetExports } from '../../../src/store/accounts/account-exports.ts';
import { insertNotices } from '../../../src/store/outbox.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { subscriberOf, VISITOR } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const papers = certificateServiceOf(instance);
const folder = mkdtempSync(join(tmpdir(), 'handback-export-'));
afterAll(async () => {
  await papers.close();
  rmSync(folder, { recursive: true, force: true });
});

const PASSPHRASE = 'four plain words here 7';
const seeded = await seedLines(op.pool, vault, 3, { simulator: instance.simulator });
const [one, other, third] = seeded;
const me = subscriberOf(one!, ['sms_code', 'document_number']);

const usage = (lineId: string, n: number): CustomerRecord => [
  ...[lineId, '2026-03-01T08:00:00Z', 'voice', 'out', `+86199${n}`, '61', '', '', '0.10', 'CNY'],
];
function recordsOf(rows: number): CustomerRecords {
  return simulatedCustomerRecords(function* (of, kind: RecordKind) {
    if (kind === 'usage') for (let n = 0; n < rows; n++) yield usage(of.lineIds[0]!, n);
    if (kind === 'bills')
      yield [of.lineIds[0]!, 'INV-1', '2026-04-01', '2026-03-01', '2026-03-31', '=1+1', 'CNY', '', ''];
  });
}
const parts = (records: CustomerRecords | null): ExportParts => ({
  records,
  pdf: papers.renderPdf.bind(papers),
  archive: accountArchive,
});

/** What an archive holds, by a program that is not ours; asked with the passphrase. */
const SEVEN_ZIP = '/usr/bin/7z';
async function unpacked(reference: string): Promise<(name: string) => string> {
  const token = exportToken(op, reference);
  const { archive, bytes } = await downloadExport(op, VISITOR, { reference, token });
  const all = Buffer.concat(await Array.fromAsync(bytes));
  expect(all.length).toBe(archive.bytes);
  expect(createHash('sha256').update(all).digest()).toEqual(archive.sha256);
  const file = join(folder, `${reference}.zip`);
  const out = join(folder, reference);
  writeFileSync(file, all);
  expect(() => execFileSync(SEVEN_ZIP, ['t', '-pwrong passphrase', file], { stdio: 'pipe' })).toThrow();
  execFileSync(SEVEN_ZIP, ['x', `-p${PASSPHRASE}`, `-o${out}`, file], { stdio: 'pipe' });
  return (name) => readFileSync(join(out, name), 'utf8');
}
const told = async (kind: string): Promise<readonly { msisdn: boolean }[]> => {
  const { rows } = await op.pool.query(
    'select to_msisdn_enc is not null as msisdn from outbox where kind = $1',
    [kind],
  );
  return rows;
};

beforeEach(async () => {
  await op.pool.query('delete from account_export');
  await op.pool.query('delete from outbox');
});

describe.skipIf(!existsSync(SEVEN_ZIP))('an archive of an account', () => {
  it('holds what we and the operator hold, opens by the passphrase alone, and is told of', async () => {
    const caseId = await running(instance.engine(), async () => {
      const made = await readyToEnd(op, third!);
      await closedCase(op.pool, made.caseId);
      return made.caseId;
    });
    await op.pool.query('delete from outbox');
    const mine = subscriberOf(third!, ['sms_code', 'document_number']);
    const asked = await askForExport(op, mine, { passphrase: PASSPHRASE });
    expect(asked).toMatchObject({ state: 'waiting', partyId: third!.partyId, lineIds: [third!.lineId] });
    expect(await told('export_asked')).toHaveLength(0);
    expect(await makeExports(op, ENGINE, parts(recordsOf(5_000)))).toBe(1);
    const read = await unpacked(asked.reference);
    expect(read('person.csv')).toContain('张三');
    expect(JSON.parse(read('numbers.json'))).toMatchObject([
      { line_id: third!.lineId, number: third!.msisdn },
    ]);
    const calls = JSON.parse(read('usage.json'));
    expect(calls).toHaveLength(5_000);
    expect(calls[4_999]).toMatchObject({ other_party: '+861994999', charge: '0.10' });
    expect(calls[0]).not.toHaveProperty('bytes');
    expect(read('usage.csv').trimEnd().split('\r\n')).toHaveLength(5_001);
    // What a spreadsheet would run is text.
    expect(read('bills.csv')).toContain("'=1+1");
    const [request] = JSON.parse(read('requests.json'));
    expect(request).toMatchObject({ outcome: 'completed', line_id: third!.lineId });
    expect(JSON.parse(read(`certificates/${request.reference}.json`))).toHaveProperty('payload');
    expect(read(`certificates/${request.reference}.pdf`)).toMatch(/^%PDF-/);
    expect(read('index.html')).toContain('5,000');
    expect(caseId).not.toBe('');
  });

  it('says where records are held that are not in it', async () => {
    const { dataKey, partyId } = (await findParty(op.pool, vault, one!.partyId))!;
    const to = { msisdn: one!.msisdn };
    const sent = { caseId: null, partyId, dataKey, to };
    await insertNotices(op.pool, vault, [
      { ...sent, kind: 'code', text: '111111' },
      { ...sent, kind: 'text_answer', text: 'Your code for leaving: 222222' },
      { ...sent, kind: 'lock_set', text: 'It is locked.' },
    ]);
    await op.pool.query('update outbox set sent_at = now(), due_at = null');
    const { reference } = await askForExport(op, me, { passphrase: PASSPHRASE });
    await makeExports(op, ENGINE, parts(null));
    const read = await unpacked(reference);
    expect(read('index.html')).toContain('不在本文件中');
    expect(() => read('usage.csv')).toThrow();
    expect(JSON.parse(read('messages.json')).map((row: { text: string }) => row.text)).toEqual([
      'It is locked.',
    ]);
    // To its address, on the number and on every contact.
    expect(await told('export_asked')).toEqual([{ msisdn: true }]);
    expect(await told('export_ready')).toEqual([{ msisdn: true }]);
  });

  it('tells nothing of a line that became somebody else’s since it was asked for', async () => {
    const { partyId, lineId } = (await seedLines(op.pool, vault, 1, { from: 900 }))[0]!;
    const [moved] = await seedLines(op.pool, vault, 1, { from: 901 });
    await op.pool.query('update line set holder_id = $2 where line_id = $1', [moved!.lineId, partyId]);
    const mine = subscriberOf({ partyId, lineId }, ['sms_code', 'document_number']);
    const { reference, lineIds } = await askForExport(op, mine, { passphrase: PASSPHRASE });
    expect(lineIds).toContain(moved!.lineId);
    await op.pool.query('update line set holder_id = $2 where line_id = $1', [moved!.lineId, moved!.partyId]);
    await makeExports(op, ENGINE, parts(recordsOf(1)));
    const read = await unpacked(reference);
    for (const name of ['lines.json', 'numbers.json'])
      expect(JSON.parse(read(name)).map((row: { line_id: string }) => row.line_id)).toEqual([lineId]);
  });

  it('forgets the passphrase with the making, and the archive after a week', async () => {
    const { reference, exportId } = await askForExport(op, me, { passphrase: PASSPHRASE });
    await makeExports(op, ENGINE, parts(null));
    const row = async () =>
      (
        await op.pool.query('select passphrase_enc, state from account_export where export_id = $1', [
          exportId,
        ])
      ).rows[0];
    expect(await row()).toEqual({ passphrase_enc: null, state: 'ready' });
    await op.pool.query(`update account_export set expires_at = now() - interval '1 second'`);
    const link = { reference, token: exportToken(op, reference) };
    // At once, and not only when somebody tidies up.
    await expect(downloadExport(op, VISITOR, link)).rejects.toMatchObject({ code: 'export_not_there' });
    await forgetExports(op.pool);
    expect((await exportOfLink(op, VISITOR, link)).state).toBe('expired');
    expect((await op.pool.query('select from account_export_part')).rowCount).toBe(0);
  });
});

describe('asking for one', () => {
  it.each([
    ['too_short', 'short one'],
    ['letters', '一二三四五六七八九十一二三'],
    ['too_simple', 'abababababababab'],
    ['too_simple', '1234567890123'],
    ['too_simple', 'Qwertyuiop-asdf'],
    ['too_simple', 'passwordpassword'],
    ['known_of_you', `my ${one!.msisdn.slice(3)} here`],
    ['too_long', 'word '.repeat(21)],
  ])('refuses a passphrase that is %s', async (reason, passphrase) => {
    await expect(askForExport(op, me, { passphrase })).rejects.toMatchObject({
      code: 'passphrase_invalid',
      facts: { reason },
    });
  });

  it('suggests one that it takes, and never the same', async () => {
    const some = Array.from({ length: 50 }, suggestedPassphrase);
    expect(new Set(some).size).toBe(50);
    await askForExport(op, me, { passphrase: some[0]! });
  });

  it('takes more than the telephone', async () => {
    await expect(
      askForExport(op, subscriberOf(one!, ['sms_code']), { passphrase: PASSPHRASE }),
    ).rejects.toMatchObject({
      code: 'factor_needed',
    });
    expect((await myExports(op, subscriberOf(one!, ['sms_code']))).missing.count).toBe(1);
  });

  it('is for people, and not for what a company’s people did', async () => {
    await op.pool.query(`update party set kind = 'legal' where party_id = $1`, [other!.partyId]);
    await expect(
      askForExport(op, subscriberOf(other!, ['sms_code', 'document_number']), { passphrase: PASSPHRASE }),
    ).rejects.toMatchObject({ code: 'export_for_people_only' });
  });

  it('makes one at a time, and three a day, however many ask at once', async () => {
    const ask = () =>
      askForExport(op, me, { passphrase: PASSPHRASE }).then(
        () => 'asked',
        (e) => e.code,
      );
    const first = await Promise.all(Array.from({ length: 5 }, ask));
    expect(first.toSorted()).toEqual(['asked', ...Array(4).fill('export_under_way')]);
    for (let n = 1; n < 3; n++) {
      await makeExports(op, ENGINE, parts(null));
      expect(await ask()).toBe('asked');
    }
    await makeExports(op, ENGINE, parts(null));
    expect(await ask()).toBe('exports_exhausted');
  });

  it('opens to nobody who made up a link', async () => {
    const { reference } = await askForExport(op, me, { passphrase: PASSPHRASE });
    for (const token of ['', 'AAAAAAAAAAAAAAAA', exportToken(op, 'EX-00000000')])
      await expect(exportOfLink(op, VISITOR, { reference, token })).rejects.toMatchObject({
        code: 'export_unknown',
      });
  });
});

describe('making one', () => {
  const stateOf = async () =>
    (
      await op.pool.query(
        'select state, failed, attempts, passphrase_enc is null as forgotten from account_export',
      )
    ).rows[0];
  const due = () => op.pool.query(`update account_export set lease_until = now() - interval '1 second'`);

  it('is tried again where records cannot be read, and given up with a reason', async () => {
    await askForExport(op, me, { passphrase: PASSPHRASE });
    const away: CustomerRecords = {
      ...recordsOf(0),
      count: () => Promise.reject(new ConnectorError('customer-records', 'unavailable', 'folder_absent')),
    };
    for (let n = 1; n <= 5; n++) {
      expect(await makeExports(op, ENGINE, parts(away))).toBe(1);
      expect(await stateOf()).toMatchObject({
        attempts: n,
        failed: 'folder_absent',
        state: n < 5 ? 'making' : 'failed',
      });
      // Not before its time.
      expect(await makeExports(op, ENGINE, parts(away))).toBe(0);
      await due();
    }
    expect(await stateOf()).toMatchObject({ state: 'failed', forgotten: true });
  });

  it('is held while the operator’s systems count, and while papers are drawn', async () => {
    await askForExport(op, me, { passphrase: PASSPHRASE });
    const held: boolean[] = [];
    const look = async (): Promise<void> => {
      const { rows } = await op.pool.query<{ held: boolean }>(
        'select lease_until > now() as held from account_export',
      );
      held.push(rows[0]!.held);
      await due();
    };
    const counting: CustomerRecords = {
      ...recordsOf(1),
      count: async (of, kind) => {
        await look();
        return recordsOf(1).count(of, kind);
      },
    };
    async function* papersOf(): AsyncGenerator<AccountCertificate> {
      for (const reference of ['HB-1', 'HB-2']) {
        await look();
        yield { reference, json: '{}', pdf: new Uint8Array(1) };
      }
    }
    const slow: ExportParts = {
      ...parts(counting),
      archive: (content, passphrase, wrote) =>
        accountArchive({ ...content, certificates: papersOf() }, passphrase, wrote),
    };
    expect(await makeExports(op, ENGINE, slow)).toBe(1);
    expect(held).toEqual([true, true, true, true, true]);
    expect(await stateOf()).toMatchObject({ state: 'ready', attempts: 1 });
  });

  it('says nothing of a line that ended in confidence after it was asked for', async () => {
    const home = await household(instance, 60);
    await askForExport(op, subscriberOf(home.holder, ['sms_code', 'document_number']), {
      passphrase: PASSPHRASE,
    });
    const made = await safeRequest(instance, home, 'end');
    const { caseId } = (await accepted(instance, home, made))!;
    await running(instance.engine(), () => closedCase(op.pool, caseId));
    const said: unknown[] = [];
    const reading: ExportParts = {
      ...parts(null),
      async *archive(content) {
        for (const name of content.tables) said.push(...(await Array.fromAsync(content.table(name).rows)));
        yield new Uint8Array(1);
      },
    };
    expect(await makeExports(op, ENGINE, reading)).toBe(1);
    expect(JSON.stringify(said)).toContain(home.holder.lineId);
    expect(JSON.stringify(said)).not.toContain(home.used.lineId);
    expect(JSON.stringify(said)).not.toContain(home.used.msisdn);
  });

  it('leaves to whoever took it over, and nothing is in it twice', async () => {
    const { reference } = await askForExport(op, me, { passphrase: PASSPHRASE });
    const started = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow: ExportParts = {
      ...parts(null),
      async *archive(content, passphrase, wrote) {
        started.resolve();
        await goOn.promise;
        yield* accountArchive(content, passphrase, wrote);
      },
    };
    const first = makeExports(op, ENGINE, slow);
    await started.promise;
    await due();
    await makeExports(op, ENGINE, parts(null));
    const { rows: before } = await op.pool.query('select part from account_export_part');
    goOn.resolve();
    expect(await first).toBe(1);
    expect((await op.pool.query('select part from account_export_part')).rows).toEqual(before);
    expect(await stateOf()).toMatchObject({ state: 'ready', attempts: 2 });
    if (existsSync(SEVEN_ZIP)) await unpacked(reference);
  });

  it('ends where its person is erased in the middle: nothing of it is kept, and nobody is told', async () => {
    const [line] = await seedLines(op.pool, vault, 1, { from: 50 });
    const asked = await askForExport(op, subscriberOf(line!, ['sms_code', 'document_number']), {
      passphrase: PASSPHRASE,
    });
    await op.pool.query('delete from outbox');
    const erasing: ExportParts = {
      ...parts(recordsOf(100)),
      async *archive(content, passphrase, wrote) {
        const all = accountArchive(content, passphrase, wrote);
        yield (await all.next()).value as Uint8Array;
        await op.pool.query('delete from account_export_part');
        await op.pool.query('delete from account_export where party_id = $1', [line!.partyId]);
        yield* all;
      },
    };
    expect(await makeExports(op, ENGINE, erasing)).toBe(1);
    expect((await op.pool.query('select from account_export_part')).rowCount).toBe(0);
    expect(await told('export_ready')).toEqual([]);
    const link = { reference: asked.reference, token: exportToken(op, asked.reference) };
    await expect(exportOfLink(op, VISITOR, link)).rejects.toMatchObject({ code: 'export_unknown' });
  });

  it('ends with its person: nothing is made of somebody who was erased meanwhile', async () => {
    await askForExport(op, me, { passphrase: PASSPHRASE });
    const { rows } = await op.pool.query<{ key: Buffer }>(
      'select data_key_wrapped as key from party where party_id = $1',
      [one!.partyId],
    );
    await op.pool.query('update party set data_key_wrapped = null where party_id = $1', [one!.partyId]);
    expect(await makeExports(op, ENGINE, parts(null))).toBe(1);
    expect(await stateOf()).toMatchObject({ state: 'failed', failed: 'person_erased', forgotten: true });
    await op.pool.query('update party set data_key_wrapped = $2 where party_id = $1', [
      one!.partyId,
      rows[0]!.key,
    ]);
  });
});
