import type { Operations } from '../../../src/operations/context.ts';
import { importStores, type StoresImported } from '../../../src/operations/stores/import-stores.ts';
import { readStoreFile } from '../../../src/operations/stores/store-file.ts';
import { staffNamed } from '../../support/actors.ts';

/** Half past eight of a Monday in Shanghai, and a clock that can be set. */
export const MONDAY = '2026-11-30T00:30:00Z';

export function clockedAt(op: Operations, at: string): Operations & { setTo(at: string): void } {
  let now = new Date(at);
  return {
    ...op,
    clock: { now: () => now },
    setTo(other) {
      now = new Date(other);
    },
  };
}

const HEADER =
  'store_id,name_zh-CN,name_en,city_en,address_en,jurisdiction,province,services,hours,slot_minutes,places,time_zone';

/** A row of the file, with what is other than usual. */
export function storeRow(storeId: string, other: Readonly<Record<string, string>> = {}): string {
  const cells: Readonly<Record<string, string>> = {
    store_id: storeId,
    'name_zh-CN': `营业厅 ${storeId}`,
    name_en: `Store ${storeId}`,
    city_en: 'Sampleton',
    address_en: '1 Imaginary Road',
    jurisdiction: 'cn',
    province: 'CN-GD',
    services: 'end_line for_another',
    hours: 'Mo-Fr 09:00-18:00',
    slot_minutes: '30',
    places: '1',
    time_zone: '',
    ...other,
  };
  return HEADER.split(',')
    .map((name) => `"${cells[name]!.replaceAll('"', '""')}"`)
    .join();
}

export const storeFile = (...rows: readonly string[]): Buffer =>
  Buffer.from([HEADER, ...rows].map((row) => `${row}\r\n`).join(''));

export async function putStores(op: Operations, ...rows: readonly string[]): Promise<StoresImported> {
  const file = await readStoreFile(op, storeFile(...rows));
  return importStores(op, staffNamed('lin'), { file, dryRun: false });
}
