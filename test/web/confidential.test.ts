import { expect, it } from 'vitest';
import { closedCase, running } from '../support/cases.ts';
import { accepted, household, safeRequest } from '../support/confidential.ts';
import { portalInstance, reader } from './portal-instance.ts';

const instance = await portalInstance();
const { operations: op } = instance;
const { pool } = op;

/** Every page that the holder reaches by links of ours from their lines, as text without what changes with every answer. */
async function everyPage(of: Parameters<typeof reader>[1]): Promise<Map<string, string>> {
  const who = await reader(instance, of);
  const pages = new Map<string, string>();
  const open = ['/lines'];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (pages.has(path)) continue;
    const html = await who.get(path);
    pages.set(path, textOf(html));
    for (const [, to] of html.matchAll(/ href="(\/[^"#?]*)/g))
      if (!/^\/(demo|desk|assets|api|logo|house)/.test(to!) && !/\.(css|js|svg|pdf|png|txt)$/.test(to!))
        open.push(to!);
  }
  return pages;
}

const textOf = (html: string): string =>
  html
    .replaceAll(/<(style|script)[^>]*>.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\d{2}:\d{2}(:\d{2})?( [AP]M)?/g, '')
    // A passphrase that the page of the archive suggests, another one each time.
    .replaceAll(/[a-z2-9]{5}(\.[a-z2-9]{5}){3}/g, '')
    .replaceAll(/\s+/g, ' ');

const home = await household(instance, 0);
const quiet = await household(instance, 10);
const before = await everyPage(home.holder);

it('shows its holder the same pages as before, from the first to the last link, while the case runs', async () => {
  expect(before.size).toBeGreaterThan(8);
  const made = await safeRequest(instance, home, 'end');
  expect(await everyPage(home.holder)).toEqual(before);
  const begun = (await accepted(instance, home, made))!;
  expect(await everyPage(home.holder)).toEqual(before);
  // Barred, and stopped there: the line of the household is off, and its holder sees what they saw.
  await pool.query(`update line set status = 'barred' where line_id = $1`, [home.used.lineId]);
  await pool.query(
    `update termination set stage = 'detach', snapshot_enc = '\\x00', due_at = null where case_id = $1`,
    [begun.caseId],
  );
  expect(await everyPage(home.holder)).toEqual(before);
});

it('shows its holder the other lines alone once it has ended, and no case, receipt or certificate', async () => {
  const made = await safeRequest(instance, quiet, 'end');
  const begun = (await accepted(instance, quiet, made))!;
  await running(instance.engine(), () => closedCase(pool, begun.caseId));
  const pages = await everyPage(quiet.holder);
  const all = [...pages].join(' ');
  for (const secret of [quiet.used.lineId, begun.caseId, begun.reference, made.reference])
    expect(all).not.toContain(secret);
  expect(all).toContain(quiet.holder.lineId);
  const { rows } = await pool.query<{ id: string }>(
    'select certificate_id as id from termination_closed where case_id = $1',
    [begun.caseId],
  );
  const who = await reader(instance, quiet.holder);
  for (const path of [
    `/lines/${quiet.used.lineId}`,
    `/cases/${begun.caseId}`,
    `/cases/${begun.caseId}/certificate`,
    `/cases/${begun.caseId}/card`,
  ]) {
    const text = textOf(await who.get(path));
    expect(text).not.toContain(rows[0]!.id);
    expect(text).not.toContain(begun.reference);
  }
});

it('tells no message to the number or a contact of its holder', async () => {
  for (const { holder, used } of [home, quiet])
    for (const { msisdn } of [holder, used]) expect(await instance.lastMessage(msisdn)).toBeNull();
});
