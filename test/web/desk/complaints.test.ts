import { expect, it } from 'vitest';
import { fileComplaint } from '../../../src/operations/complaints/file-complaint.ts';
import { subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();
const [line] = await seedLines(op.pool, instance.vault, 1);
const made = await declared(op, line!);
const COMPLAINTS = `${origin}/desk/operations/complaints`;

it('are listed, answered and taken up by an authority, and stand in the work queue', async () => {
  const { reference } = await fileComplaint(op, subscriberOf(line!), {
    ...{ caseId: made.caseId, topic: 'charged_after_end', text: 'Charged for May.\nAgain.', via: 'portal' },
  });
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${origin}/desk/operations?kind=complaint&lang=en`);
  await page.getByRole('link', { name: reference }).click();
  await page.getByText('Charged for May.').waitFor();
  expect(await page.getByText('Again.', { exact: true }).count()).toBe(1);
  const facts = (await page.locator('main dl').textContent())!;
  expect(facts).toContain('Waits for an answer');
  expect(facts).toContain('cn.complaints, version 1');
  // A day, and not midnight of the next one.
  expect(facts).toMatch(/Last working day for it\d+ \w+ \d{4}Case/);
  // Nothing is chosen: it is said, and nothing is sent.
  await page.fill('#text', 'You get it back.');
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await page.locator('#errors').waitFor();
  expect(await page.locator('#outcome-fault').textContent()).toBe('Say what was found');
  await page.check('input[name=outcome][value=upheld]');
  await page.fill('#text', 'You get it back.');
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await page.getByText('You get it back.').waitFor();
  expect(await page.getByRole('button', { name: 'Send the answer' }).count()).toBe(0);
  await page.locator('main summary').click();
  await page.fill('#authority', '12300');
  await page.fill('#dueOn', 'tomorrow');
  await page.getByRole('button', { name: 'Note it' }).click();
  await page.locator('#errors').waitFor();
  await page.locator('main summary').click();
  await page.fill('#authority', '12300');
  await page.fill('#dueOn', '2999-01-04');
  await page.getByRole('button', { name: 'Note it' }).click();
  await page.getByRole('button', { name: 'Send the answer' }).waitFor();
  await page.goto(`${COMPLAINTS}?lang=en`);
  await page.getByRole('link', { name: reference }).waitFor();
});

it('are written down where they came by telephone or letter', async () => {
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await sitDown(page, instance, 'wu', ['operations']);
  await page.goto(`${COMPLAINTS}?lang=en`);
  await page.getByRole('link', { name: 'Write a complaint down' }).click();
  await page.fill('#case', 'HB-00000000');
  await page.check('input[name=via][value=letter]');
  await page.check('input[name=topic][value=treatment]');
  await page.fill('#text', 'Nobody called back.');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.locator('#case-fault').waitFor();
  await page.fill('#case', made.reference);
  await page.getByRole('button', { name: 'Write it down' }).click();
  // What is to be told: the reference, and the day. The page is the desk's own.
  await page.getByText(/Tell the person: the reference is CP-\w+, and there is an answer by \d+/).waitFor();
  await page.getByRole('link', { name: 'Open the complaint' }).click();
  await page.getByText('Nobody called back.').waitFor();
});

it('are written down by who may read no other complaint, and for no day that is over', async () => {
  const page = await open({ viewport: { width: 390, height: 844 }, locale: 'en' });
  await sitDown(page, instance, 'lin', ['agent']);
  await page.goto(`${origin}/desk/complaints/take?lang=en`);
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.locator('#via-fault').waitFor();
  expect(await page.locator('#topic-fault').textContent()).toBe('Say what it is about');
  await page.fill('#case', made.reference);
  await page.check('input[name=via][value=regulator]');
  await page.check('input[name=topic][value=treatment]');
  await page.fill('#text', 'A letter.');
  await page.fill('#authority', '12300');
  await page.fill('#dueOn', '2020-01-04');
  await page.getByRole('button', { name: 'Write it down' }).click();
  expect(await page.locator('#dueOn-fault').textContent()).toContain('That day is over.');
  await page.fill('#dueOn', '2999-01-04');
  await page.getByRole('button', { name: 'Write it down' }).click();
  await page.getByText('It is written down').waitFor();
  expect(await page.getByRole('link', { name: 'Open the complaint' }).count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

it.each([
  ['en', 1440, 'light'],
  ['zh-CN', 390, 'dark'],
] as const)('have no axe violations and fit (%s, %s px, %s)', async (language, width, colorScheme) => {
  const page = await open({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  await sitDown(page, instance, 'wu', ['operations']);
  const { rows } = await op.pool.query<{ reference: string }>('select reference from complaint');
  const faults: string[] = [];
  const paths = [
    COMPLAINTS,
    `${origin}/desk/complaints/take`,
    ...rows.map((row) => `${COMPLAINTS}/${row.reference}`),
  ];
  for (const path of paths) {
    await page.goto(`${path}?lang=${language}`);
    for (const fold of await page.locator('main summary').all()) await fold.click();
    for (const fault of await pageFaults(page)) faults.push(`${path}: ${fault}`);
  }
  expect(faults).toEqual([]);
});
