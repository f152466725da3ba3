import { describe, expect, it } from 'vitest';
import { nameKey } from '../../../src/domain/people/name-key.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { eraseDuePeople } from '../../../src/operations/erasure/erase-due-people.ts';
import { type SearchResult, searchCases } from '../../../src/operations/oversight/search/search-cases.ts';
import { searchKey } from '../../../src/operations/oversight/search/search-key.ts';
import { indexNames } from '../../../src/store/people/name-indexes.ts';
import { nameIndex } from '../../../src/store/people/parties.ts';
import { forgetSpecialRequests } from '../../../src/store/retention.ts';
import { signedInPerson, staffNamed, subscriberOf, systemNamed } from '../../support/actors.ts';
import { closedCase, declared, running } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const operations = await signedInPerson(op, 'wu', ['operations']);
const fraud = await signedInPerson(op, 'he', ['fraud']);

let used = 0;
const aLine = async (): Promise<SeededLine> => (await seedLines(pool, vault, 1, { from: used++ }))[0]!;
const find = (key: string, by = operations): Promise<SearchResult> => searchCases(op, by, { key });
const idsOf = ({ lines }: SearchResult): string[] => lines.map(({ lineId }) => lineId);
const named = (line: SeededLine, name: string) =>
  pool.query('update party set name_bidx = $2 where party_id = $1', [line.partyId, nameIndex(vault, name)]);

describe('what is typed is taken for what it is', () => {
  it.each([
    ['hb 7k3f-9qxm', 'name'],
    ['HB-7K3F9QXM', 'case'],
    ['ｈｂ－７Ｋ３Ｆ９ＱＸＭ', 'case'],
    ['sr 7k3f9qxm', 'request'],
    ['+86 138-0013-8000', 'number'],
    ['0086 (138) 0013 8000', 'number'],
    ['１３８００１３８０００', 'number'],
    ['8986 0012 3456 7890 1234', 'iccid'],
    ['898600F0123456789ABC', 'iccid'],
    ['89049032123451234512345678901235', 'eid'],
    ['460001234567890', 'imsi'],
    ['00101 0000000 42', 'imsi'],
    ['张三', 'name'],
    ['John O’Neil 3rd', 'name'],
  ])('%s is %s', (text, kind) => {
    expect(searchKey(text, '86').kind).toBe(kind);
  });

  it.each([
    ['', 'request_invalid'],
    ['···', 'request_invalid'],
    ['x'.repeat(201), 'request_invalid'],
    ['12345', 'msisdn_invalid'],
    ['989600123456789012', 'iccid_invalid'],
    ['89049032123451234512345678901234', 'eid_invalid'],
  ])('%s is refused as %s', (text, code) => {
    expect(() => searchKey(text, '86')).toThrow(expect.objectContaining({ code }));
  });

  it('compares names without case, width, spaces and dots, and nothing else', () => {
    for (const same of ['阿卜杜勒·艾山', '阿卜杜勒•艾山', '阿卜杜勒 艾山', '阿卜杜勒・艾山'])
      expect(nameKey(same)).toBe('阿卜杜勒艾山');
    expect(nameKey('Anne-Marie STRAẞE')).toBe(nameKey('ＡＮＮＥ marie strasse'));
    expect(nameKey('José')).toBe(nameKey('Jose\u0301'));
    expect(nameKey('José')).not.toBe(nameKey('Jose'));
    expect(nameKey('张三')).not.toBe(nameKey('张三丰'));
  });
});

describe('a line', () => {
  it('is found by its number, cards, subscriber and holder, with its open and its closed cases', async () => {
    const line = await aLine();
    const first = await declared(op, line);
    await withdraw(op, subscriberOf(line), { caseId: first.caseId });
    await running(instance.engine(), () => closedCase(pool, first.caseId));
    const { reference } = await declared(op, line);
    await named(line, '欧阳·娜娜');
    await pool.query(`update access set eid = '89049032123451234512345678901235' where line_id = $1`, [
      line.lineId,
    ]);
    const { iccid } = (await pool.query('select iccid from access where line_id = $1', [line.lineId]))
      .rows[0];
    for (const key of [line.msisdn, iccid, line.imsi, '89049032123451234512345678901235', '欧阳 娜娜']) {
      const found = await find(key);
      expect(idsOf(found)).toEqual([line.lineId]);
      expect(found.lines[0]!.cases.map(({ outcome }) => outcome)).toEqual([null, 'withdrawn']);
    }
    expect(await find(reference.toLowerCase())).toMatchObject({ kind: 'case', case: { reference } });
    expect(idsOf(await find('欧阳'))).toEqual([]);
  });

  it('is found by the number and the card that it had, behind the line that has them now', async () => {
    const [was, is] = [await aLine(), await aLine()];
    const number = is.msisdn;
    await pool.query(
      `insert into msisdn_assignment (line_id, msisdn, from_at, to_at) values ($1, $2, '2019-01-01', '2020-01-01')`,
      [was.lineId, number],
    );
    await pool.query(
      `insert into access (access_id, line_id, kind, imsi, iccid, from_at, to_at)
       values ($1 || '-0', $1, 'sim', $2, '89860000000000000009', '2019-01-01', '2020-01-01')`,
      [was.lineId, is.imsi],
    );
    const found = await find(number);
    expect(idsOf(found)).toEqual([is.lineId, was.lineId]);
    expect(found.lines.map(({ hadUntil }) => hadUntil?.getUTCFullYear() ?? null)).toEqual([null, 2020]);
    expect(idsOf(await find(is.imsi))).toEqual([is.lineId, was.lineId]);
    expect(idsOf(await find('89860000000000000009'))).toEqual([was.lineId]);
  });

  it('of a common name comes fifty at a time, and it is said that there are more', async () => {
    const lines = await seedLines(pool, vault, 51, { from: 5_000 });
    const index = nameIndex(vault, '王伟');
    await pool.query('update party set name_bidx = $2 where party_id = any($1)', [
      lines.map(({ partyId }) => partyId),
      index,
    ]);
    const found = await find('王伟');
    expect([found.lines.length, found.more]).toEqual([50, true]);
  });
});

describe('a name', () => {
  it('is destroyed with the person', async () => {
    const home = await household(instance, 7_000);
    await safeRequest(instance, home, 'end');
    const requester = (
      await pool.query<{ id: string; at: string }>(
        'select requester_id as id, request_id as at from special_request order by received_at desc limit 1',
      )
    ).rows[0]!;
    await pool.query('update party set name_bidx = $2 where party_id = $1', [
      requester.id,
      nameIndex(vault, '百里守约'),
    ]);
    expect((await find('百里守约')).requests.length).toBe(1);
    await pool.query(
      `update special_request set state = 'refused', decided_at = now() - interval '31 days', decided_by = 'staff:x' where request_id = $1`,
      [requester.at],
    );
    await forgetSpecialRequests(pool);
    await eraseDuePeople(op, ENGINE);
    expect((await find('百里守约')).requests).toEqual([]);
  });

  it('that was written before names were looked up is found after the task, and never by a process without the key', async () => {
    const [a, b, lost] = [await aLine(), await aLine(), await aLine()];
    const ids = [a, b, lost].map(({ partyId }) => partyId);
    await pool.query('update party set name_bidx = null where party_id = any($1)', [ids]);
    // Sealed by a key that nobody has any more.
    await pool.query(`update party set name_enc = '\\x01' || sha256(name_enc) where party_id = $1`, [
      lost.partyId,
    ]);
    expect((await find('谁也不叫这个')).namesMissing).toBe(true);
    expect(await Promise.all([indexNames(pool, vault), indexNames(pool, vault)])).toSatisfy(
      ([one, other]: number[]) => one! + other! === 2,
    );
    const { rows } = await pool.query<{ name_bidx: Buffer | null }>(
      'select name_bidx from party where party_id = any($1) order by party_id',
      [ids],
    );
    expect(rows.map(({ name_bidx }) => name_bidx?.equals(nameIndex(vault, '张三')) ?? null)).toEqual([
      true,
      true,
      null,
    ]);
    await pool.query('update party set name_enc = null where party_id = $1', [lost.partyId]);
    expect(await indexNames(pool, vault)).toBe(0);
  });
});

describe('a search', () => {
  it('is audited by its kind, for each line that was seen, and never with the key', async () => {
    const line = await aLine();
    await find(line.msisdn);
    await find('谁也不叫这个');
    const { rows } = await pool.query(
      `select line_id, actor, action, facts from audit where facts->>'what' = 'search' order by audit_id desc limit 2`,
    );
    expect(rows).toEqual([
      {
        ...{ line_id: null, actor: 'staff:issuer.test/wu', action: 'viewed' },
        facts: { what: 'search', by: 'name' },
      },
      {
        ...{ line_id: line.lineId, actor: 'staff:issuer.test/wu', action: 'viewed' },
        facts: { what: 'search', by: 'number' },
      },
    ]);
  });

  it('is for whoever may see any case', async () => {
    const clerk = await signedInPerson(op, 'lin', ['clerk']);
    await expect(find('张三', clerk)).rejects.toMatchObject({ code: 'role_needed' });
    await expect(searchCases(op, systemNamed('crm', ['lines:read']), { key: '张三' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('tells whoever may not know of it nothing of a confidential case, by no key', async () => {
    const home = await household(instance, 8_000);
    const { used: line } = home;
    await named(home.holder, '司空见惯');
    const before = await find(line.msisdn, fraud);
    const made = await safeRequest(instance, home, 'end');
    const { reference, caseId } = (await accepted(instance, home, made))!;
    await pool.query(`update line set status = 'barred' where line_id = $1`, [line.lineId]);
    expect(await find(line.msisdn, fraud)).toEqual(before);
    for (const key of [reference, made.reference])
      expect(await find(key, fraud)).toMatchObject({ case: null, request: null, lines: [] });
    // Whoever may know sees it, and who asked for it.
    expect((await find(line.msisdn)).lines[0]!.cases).toMatchObject([{ reference, confidential: true }]);
    expect(await find(made.reference)).toMatchObject({ request: { requestId: made.requestId } });
    // Once it has removed the line, the line is not there, and nothing counts it.
    await pool.query(`update line set status = 'ended' where line_id = $1`, [line.lineId]);
    for (const key of [line.msisdn, line.imsi])
      expect(await find(key, fraud)).toMatchObject({ lines: [], more: false });
    expect(idsOf(await find('司空见惯', fraud))).toEqual([home.holder.lineId]);
    expect(idsOf(await find('司空见惯'))).toContain(line.lineId);
    expect(idsOf(await searchCases(op, staffNamed('x'), { key: line.msisdn }))).toEqual([line.lineId]);
    expect(caseId).not.toBe('');
  });
});
