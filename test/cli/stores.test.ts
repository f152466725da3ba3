import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { storeFile, storeRow } from '../operations/stores/store-scene.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';

const instance = await testInstance();
const handback = (...args: string[]) => inProcess(instance, args);
const folder = mkdtempSync(join(tmpdir(), 'handback-stores-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileOf = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

describe('stores', () => {
  it('are imported, listed, and the same again; a dry run changes nothing', async () => {
    expect((await handback('stores', 'list')).out).toContain('There are no stores.');
    const file = fileOf('good.csv', storeFile(storeRow('a'), storeRow('b', { places: '0' })));
    expect((await handback('stores', 'import', file, '--dry-run')).out).toContain('Nothing was changed');
    expect((await handback('stores', 'list')).out).toContain('There are no stores.');
    const imported = await handback('stores', 'import', file);
    expect(imported).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('On the list now: 2 stores.'),
    });
    expect(JSON.parse((await handback('stores', 'import', file, '--json')).out)).toEqual({
      ...{ stores: 2, closed: 0, appointmentsEnded: 0, written: true },
    });
    const { out } = await handback('stores', 'list');
    expect(out).toMatch(/^a +Store a +CN-GD +end_line for_another +Mo-Fr 09:00-18:00 +1 at once, 30 min$/m);
    expect(out).toMatch(/^b .*no appointments$/m);
    expect(JSON.parse((await handback('stores', 'list', '--json')).out)).toMatchObject({
      stores: [{ storeId: 'a', hours: 'Mo-Fr 09:00-18:00' }, { storeId: 'b' }],
    });
  });

  it('pass over columns that are not ours, where they are named', async () => {
    const [header, row] = storeFile(storeRow('a')).toString().split('\r\n');
    const file = fileOf('more.csv', `${header},manager\r\n${row},somebody\r\n`);
    expect(await handback('stores', 'import', file, '--dry-run')).toMatchObject({ code: 1 });
    expect(await handback('stores', 'import', file, '--dry-run', '--ignore', 'manager')).toMatchObject({
      code: 0,
    });
  });

  it('the file of the examples can be imported', async () => {
    expect(await handback('stores', 'import', 'examples/stores.csv', '--dry-run')).toMatchObject({ code: 0 });
  });

  it('name every wrong cell with its row and column, and nothing is changed', async () => {
    const before = (await handback('stores', 'list')).out;
    const file = fileOf(
      'bad.csv',
      storeFile(storeRow('x'), storeRow('y', { hours: 'daily', places: 'many' }), storeRow('x')),
    );
    const refused = await handback('stores', 'import', file);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('row 3, hours: A value cannot be used. Write hours as in OpenStreetMap');
    expect(refused.err).toContain('row 3, places:');
    expect(refused.err).toContain('row 4, store_id:');
    expect(refused.err).toContain('Nothing was changed.');
    expect(JSON.parse((await handback('stores', 'import', file, '--json')).out).problems).toHaveLength(3);
    expect((await handback('stores', 'list')).out).toBe(before);
  });

  it('say what is wrong with a file that is none', async () => {
    expect(await handback('stores', 'import', join(folder, 'missing.csv'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('(import_file_invalid)'),
    });
    expect(await handback('stores', 'import', fileOf('empty.csv', ''))).toMatchObject({ code: 1 });
    expect((await handback('stores', 'import', fileOf('other.csv', 'id,hour\n1,2\n'))).err).toContain(
      'Unknown columns: "id", "hour" (hours?). Correct them',
    );
    expect(await handback('stores', 'import', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('It cannot be read: EISDIR.'),
    });
    const zone = fileOf('zone.csv', storeFile(storeRow('z', { time_zone: 'Europe/Nowhere' })));
    expect((await handback('stores', 'import', zone)).err).toContain(
      'row 2, time_zone: A value cannot be used. Write an IANA name',
    );
    // From a Chinese system.
    const gb = Buffer.from(storeFile(storeRow('gb')).toString('latin1'), 'latin1');
    const name = Buffer.from([0xd3, 0xaa, 0xd2, 0xb5, 0xcc, 0xfc]);
    const bytes = Buffer.concat([
      gb.subarray(0, gb.indexOf('\n') + 1),
      Buffer.from('"gb","'),
      name,
      Buffer.from('","x","c","a","cn","","end_line","24/7","30","1",""\r\n'),
    ]);
    const chinese = fileOf('gb.csv', bytes);
    expect((await handback('stores', 'import', chinese)).err).toContain('--encoding gb18030');
    expect(await handback('stores', 'import', chinese, '--encoding', 'gb18030')).toMatchObject({ code: 0 });
    expect((await handback('stores', 'list', '--json')).out).toContain('营业厅');
  });
});
