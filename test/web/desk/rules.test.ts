import { describe, expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { proposed, withValue } from '../../support/rulebooks.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;
const open = await testBrowser();

const seen = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ');

describe('rules at the operations desk', () => {
  it('are changed, tried on past decisions, agreed to by a second person, and decide a case', async () => {
    const [first, second, silent] = await seedLines(op.pool, vault, 3);
    const before = await declared(op, first!);
    await confirm(op, subscriberOf(first!), { caseId: before.caseId });
    const hidden = await declared(op, silent!);
    await op.pool.query(
      `update termination set confidential = true, route = 'guardian', requester_id = holder_id where case_id = $1`,
      [hidden.caseId],
    );
    const which = await proposed(op, (book) => ({
      settings: withValue(book, 'cooling_off', { period: { unit: 'days', amount: 45 } }),
    }));

    const wu = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await sitDown(wu, instance, 'wu', ['operations']);
    await wu.goto(`${origin}/desk/operations/rules`);
    await wu.getByRole('link', { name: `CN ${which.version}` }).click();
    await wu.getByRole('heading', { level: 1, name: `Rules of CN, version ${which.version}` }).waitFor();
    const difference = seen(await wu.locator('table.rule-changes').first().textContent());
    expect(difference).toContain('Cooling-off');
    expect(difference).toMatch(/1 minute\s*45 days/);

    await wu.getByRole('link', { name: 'Try it on past decisions' }).click();
    await wu.locator('#last').fill('0');
    await wu.getByRole('button', { name: 'Try it' }).click();
    await wu.locator('#errors').waitFor();
    await wu.locator('#last').fill('1000');
    await wu.getByRole('button', { name: 'Try it' }).click();
    await wu.waitForURL(`${origin}/desk/operations/rules/simulations/**`);
    await wu.getByRole('link', { name: before.reference }).waitFor();
    const row = seen(await wu.locator('tr', { hasText: before.reference }).textContent());
    expect(row).toMatch(/Cooling-off: demo\.cooling_off v1 → demo\.cooling_off v2/);
    expect(row.match(/service until/g)).toHaveLength(2);
    expect(seen(await wu.locator('main').textContent())).toContain(hidden.reference);
    const csv = await (await wu.context().request.get(`${wu.url()}/changes.csv`)).text();
    expect(csv.split('\n')).toHaveLength(4);
    expect(csv).toContain(before.reference);

    // Fraud may not know of the confidential case: it is neither counted nor listed.
    const li = await open({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
    await sitDown(li, instance, 'li', ['fraud']);
    await li.goto(wu.url());
    expect(await li.getByRole('link', { name: before.reference }).count()).toBe(1);
    expect(seen(await li.locator('main').textContent())).not.toContain(hidden.reference);
    expect(await (await li.context().request.get(`${wu.url()}/changes.csv`)).text()).not.toContain(
      hidden.reference,
    );

    await wu.goto(`${origin}/desk/operations/rules/cn/${which.version}`);
    await wu.getByRole('button', { name: 'Ask a second person' }).click();
    await wu.locator('#errors').waitFor();
    await wu.locator('#reason').fill('the law changed');
    await wu.getByRole('button', { name: 'Ask a second person' }).click();
    await wu.waitForURL(`${origin}/desk/approvals/**`);
    const zhou = await open({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    await sitDown(zhou, instance, 'zhou', ['supervisor']);
    await zhou.goto(wu.url());
    const facts = seen(await zhou.locator('main').textContent());
    expect(facts).toContain('冷静期');
    expect(facts).toMatch(/1 分钟 → 45 天/);
    expect(facts).toContain('the law changed');
    await zhou.locator('button[value=approved]').click();
    await zhou.getByText('已同意', { exact: true }).waitFor();

    await wu.goto(`${origin}/desk/operations/rules`);
    const inForce = seen(await wu.locator('section[aria-labelledby="in-cn"]').textContent());
    expect(inForce).toContain(`CN ${which.version}`);
    expect(inForce).toContain('asked for by wu, agreed to by zhou');

    const after = await declared(op, second!);
    const { review } = await confirm(op, subscriberOf(second!), { caseId: after.caseId });
    const days = (review!.dates!.coolingOffEndsAt.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(44);
    const { rows } = await op.pool.query<{ v: string }>(
      'select rulebook_version as v from termination where case_id = any($1) order by case_id',
      [[before.caseId, after.caseId]],
    );
    expect(rows.map(({ v }) => v === which.version)).toEqual([false, true]);
  });

  it('ask nothing of who may only look, and are no page for an agent', async () => {
    const which = await proposed(op, (book) => ({
      settings: withValue(book, 'unbinding', { period: { unit: 'days', amount: 9 } }),
    }));
    const path = `${origin}/desk/operations/rules/cn/${which.version}`;
    const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en' });
    await sitDown(page, instance, 'auditor', ['auditor']);
    await page.goto(path);
    expect(await page.getByRole('button', { name: 'Ask a second person' }).count()).toBe(0);
    await sitDown(page, instance, 'agent', ['agent']);
    expect((await page.goto(path))!.status()).toBe(403);
    await sitDown(page, instance, 'ops', ['operations']);
    expect((await page.goto(`${origin}/desk/operations/rules/cn/none`))!.status()).toBe(404);
    expect((await page.goto(`${origin}/desk/operations/rules/simulations/none`))!.status()).toBe(404);
  });
});
