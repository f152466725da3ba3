import { describe, expect, it } from 'vitest';
import type { HandbackError } from '../../../src/domain/errors.ts';
import { importStores } from '../../../src/operations/stores/import-stores.ts';
import { readStoreFile } from '../../../src/operations/stores/store-file.ts';
import { listStores, viewStore } from '../../../src/operations/stores/view-stores.ts';
import { staffNamed, VISITOR } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { clockedAt, MONDAY, putStores, storeFile, storeRow } from './store-scene.ts';

const instance = await testInstance();
const op = clockedAt(instance.operations, MONDAY);
const problemsOf = async (...rows: readonly string[]) =>
  (await readStoreFile(op, storeFile(...rows))).problems.map(({ row, column, code, facts }) =>
    [row, column, code, facts['reason']].filter((part) => part !== undefined).join(' '),
  );
const refusalOf = async (bytes: Uint8Array | string, encoding?: string): Promise<unknown> => {
  try {
    await readStoreFile(op, Buffer.from(bytes), encoding === undefined ? {} : { encoding });
    return null;
  } catch (error) {
    const { code, facts } = error as HandbackError;
    return [code, facts['reason'], facts['missing'], facts['meant']].flat().filter(Boolean).join(' ');
  }
};
const listed = async () =>
  (
    await listStores(op, VISITOR, {
      ...{ jurisdiction: null, province: null, service: null, after: null, limit: 100 },
    })
  ).stores.map(({ storeId }) => storeId);

describe('a file of stores', () => {
  it.each([
    [{ store_id: '' }, 'store_id field_missing'],
    [{ store_id: 'a b' }, 'store_id field_invalid form'],
    [{ jurisdiction: 'atlantis' }, 'jurisdiction field_invalid not_one_of'],
    [{ province: 'CN-11' }, 'province field_invalid not_one_of'],
    [{ jurisdiction: 'de', province: 'CN-GD' }, 'province field_invalid other_jurisdiction'],
    [{ services: '' }, 'services field_missing'],
    [{ services: ' , ' }, 'services field_missing'],
    [{ services: 'end_line,repairs' }, 'services field_invalid not_one_of'],
    [{ hours: 'daily' }, 'hours field_invalid opening_hours'],
    [{ hours: 'Mo-Fr 18:00-02:00' }, 'hours field_invalid opening_hours'],
    [{ slot_minutes: '0' }, 'slot_minutes field_invalid not_between'],
    [{ slot_minutes: '20.5' }, 'slot_minutes field_invalid not_between'],
    [{ places: '-1' }, 'places field_invalid not_between'],
    [{ places: '1e9' }, 'places field_invalid not_between'],
    [{ time_zone: 'Asia/Atlantis' }, 'time_zone field_invalid time_zone'],
    [{ 'name_zh-CN': '', name_en: ' ' }, 'name_en field_missing'],
    [{ name_en: 'x'.repeat(81) }, 'name_en field_invalid too_long'],
  ])('names the cell that is wrong: %j', async (other, problem) => {
    expect(await problemsOf(storeRow('fine'), storeRow('wrong', other))).toEqual([`3 ${problem}`]);
  });

  it('tells every problem of every row, and a name that is there twice', async () => {
    expect(
      await problemsOf(
        storeRow('a', { hours: '', places: 'x', services: '' }),
        storeRow('b'),
        storeRow('b'),
        'c,d',
      ),
    ).toEqual([
      '2 services field_missing',
      '2 hours field_missing',
      '2 places field_invalid not_between',
      '4 store_id field_invalid twice',
      '5  field_invalid columns',
    ]);
  });

  it('is refused whole where it cannot be understood', async () => {
    expect(await refusalOf('')).toBe('import_file_invalid empty');
    expect(await refusalOf('store_id;hours\n')).toBe('import_file_invalid delimiter');
    expect(await refusalOf('store_id,hour\nx,y\n')).toContain('hours');
    expect(await refusalOf(storeFile())).toBe('import_file_invalid no_rows');
    expect(await refusalOf('store_id,"name\n')).toBe('import_file_invalid quote_open');
    expect(await refusalOf(Buffer.from([0xff, 0x00, 0xc8]))).toContain('import_file_invalid');
    expect(await refusalOf(storeFile(storeRow('x')), 'klingon')).toBe('import_file_invalid unknown_encoding');
    expect(await refusalOf(Buffer.alloc(9 * 1024 * 1024, 0x61))).toBe('payload_too_large');
  });

  it('is read as spreadsheets write and count it: a line for the separator, empty cells behind, lines within a cell', async () => {
    const [header, row] = storeFile(storeRow('x', { address_en: '1 Imaginary Road\n2nd floor' }))
      .toString()
      .split(/\r\n/);
    const text = `sep=,\r\n${header},,\r\n${row},,\r\n${storeRow('y')}\r\n${storeRow('z', { hours: 'x' })}\r\n`;
    const { problems } = await readStoreFile(op, Buffer.from(text));
    // An address is one line; what comes behind it is counted as the spreadsheet counts.
    expect(problems.map(({ row: at, column }) => `${at} ${column}`)).toEqual(['2 address_en', '4 hours']);
  });

  it('says in all languages what it says in one', async () => {
    const { stores } = await readStoreFile(op, storeFile(storeRow('x')));
    expect(stores[0]!.city).toEqual({ 'zh-CN': 'Sampleton', en: 'Sampleton' });
    expect(stores[0]!.names).toEqual({ 'zh-CN': '营业厅 x', en: 'Store x' });
    expect(stores[0]!.timeZone).toBe('Asia/Shanghai');
  });
});

describe('the list of stores', () => {
  it('becomes that of the file, in its order; what is not on it is closed, and comes back', async () => {
    expect(await putStores(op, storeRow('b'), storeRow('a'))).toMatchObject({ stores: 2, closed: 0 });
    expect(await listed()).toEqual(['b', 'a']);
    expect(await putStores(op, storeRow('a'), storeRow('c'))).toMatchObject({ stores: 2, closed: 1 });
    expect(await listed()).toEqual(['a', 'c']);
    await expect(viewStore(op, VISITOR, { storeId: 'b' })).rejects.toMatchObject({ code: 'store_unknown' });
    // The same again changes nothing.
    expect(await putStores(op, storeRow('a'), storeRow('c'))).toMatchObject({ closed: 0 });
    await putStores(op, storeRow('b'), storeRow('a'), storeRow('c'));
    expect(await listed()).toEqual(['b', 'a', 'c']);
  });

  it('is left as it was by a wrong row, and by a dry run', async () => {
    const before = await listed();
    const wrong = await readStoreFile(op, storeFile(storeRow('z'), storeRow('y', { hours: 'x' })));
    await expect(importStores(op, staffNamed('lin'), { file: wrong, dryRun: false })).rejects.toMatchObject({
      code: 'stores_invalid',
    });
    const file = await readStoreFile(op, storeFile(storeRow('z')));
    expect(await importStores(op, staffNamed('lin'), { file, dryRun: true })).toEqual({
      ...{ stores: 1, closed: 3, appointmentsEnded: 0 },
    });
    expect(await listed()).toEqual(before);
  });

  it('is asked by country, province and service, page after page', async () => {
    await putStores(
      op,
      ...['1', '2', '3'].map((n) => storeRow(`gd-${n}`)),
      storeRow('bj', { province: 'CN-BJ', services: 'card_return' }),
      storeRow('de', { jurisdiction: 'de', province: '', time_zone: '' }),
    );
    const ask = async (asked: Partial<Parameters<typeof listStores>[2]>) => {
      const page = await listStores(op, VISITOR, {
        ...{ jurisdiction: null, province: null, service: null, after: null, limit: 2, ...asked },
      });
      return [page.stores.map(({ storeId }) => storeId).join(), page.total, page.next] as const;
    };
    expect(await ask({ province: 'CN-GD' })).toEqual(['gd-1,gd-2', 3, '1']);
    expect(await ask({ province: 'CN-GD', after: '1' })).toEqual(['gd-3', 3, null]);
    expect(await ask({ service: 'card_return' })).toEqual(['bj', 1, null]);
    expect(await ask({ jurisdiction: 'de' })).toEqual(['de', 1, null]);
    await expect(ask({ after: 'x' })).rejects.toMatchObject({ code: 'request_invalid' });
    const { store } = await viewStore(op, VISITOR, { storeId: 'de' });
    expect(store.timeZone).toBe('Europe/Berlin');
  });

  it('shows of the coming week the holidays of the rulebook', async () => {
    op.setTo('2026-12-30T01:00:00Z');
    await putStores(op, storeRow('ph', { hours: 'Mo-Fr 09:00-18:00; PH off' }));
    const { week } = await viewStore(op, VISITOR, { storeId: 'ph' });
    expect(week.filter(({ spans }) => spans.length > 0).map(({ day }) => day)).not.toContain('2027-01-01');
    expect(week[0]).toEqual({ day: '2026-12-30', spans: [{ from: 540, to: 1080 }] });
    op.setTo(MONDAY);
  });
});
