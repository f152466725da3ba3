import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { startSimulation } from '../../../src/operations/rulebooks/simulate.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { signedInPerson, subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { pageFaults } from '../../support/page-faults.ts';
import { proposed, withValue } from '../../support/rulebooks.ts';
import { seedLines } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const VIEWS = [
  ['en', 'light', 1440],
  ['zh-CN', 'dark', 390],
  ['zh-CN', 'light', 1440],
  ['en', 'dark', 390],
] as const;

/** All of them for every state, or one each, dealt out over the states. */
const full = process.env['HANDBACK_FULL_AXE'] === '1';
const shots = process.env['HANDBACK_SHOTS'];

const instance = await deskInstance();
const { origin, operations: op, vault } = instance;

it('pages about rules have no axe violations in any state, and fit small windows', {
  timeout: 300_000,
}, async () => {
  const [line] = await seedLines(op.pool, vault, 1);
  const { caseId } = await declared(op, line!);
  await confirm(op, subscriberOf(line!), { caseId });
  const wu = await signedInPerson(op, 'wu', ['operations']);
  const which = await proposed(op, (book) => ({
    settings: {
      ...withValue(book, 'cooling_off', { period: { unit: 'days', amount: 45 } }),
      quarantine: book.settings.quarantine.filter(({ province }) => province === null),
    },
  }));
  const { simulationId, ended } = await startSimulation(op, wu, { ...which, last: 10, on: null });
  await ended;
  const open = await testBrowser();
  const page = await open({ viewport: { width: 1440, height: 900 }, locale: 'en', reducedMotion: 'reduce' });
  await sitDown(page, instance, 'zhao', ['supervisor']);
  const faults: string[] = [];
  let seen = 0;
  const look = async (name: string, path: string): Promise<void> => {
    for (const [language, colorScheme, width] of full ? VIEWS : [VIEWS[seen++ % VIEWS.length]!]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const at = new URL(`${origin}${path}`);
      at.searchParams.set('lang', language);
      await page.goto(at.href);
      faults.push(
        ...(await pageFaults(page)).map((fault) => `${name} ${language} ${width} ${colorScheme}: ${fault}`),
      );
      if (shots === undefined) continue;
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${name}-${language}-${width}.png`), fullPage: true });
    }
  };
  const rules = '/desk/operations/rules';
  await look('rules', rules);
  await look('version', `${rules}/cn/${which.version}`);
  await look('province', `${rules}/cn/${op.rulebooks.inForce('cn').version}?where=CN-HA`);
  await look('try', `${rules}/cn/${which.version}/simulate`);
  await look('tried', `${rules}/simulations/${simulationId}`);
  await op.pool.query(
    `update rulebook_simulation set state = 'running', beat_at = now() + interval '1 hour' where simulation_id = $1`,
    [simulationId],
  );
  await look('running', `${rules}/simulations/${simulationId}`);
  const { requestId } = await requestApproval(op, wu, {
    act: 'adopt_rulebook',
    with: { ...which, reason: 'the law changed' },
  });
  await look('waits', `${rules}/cn/${which.version}`);
  await look('approval', `/desk/approvals/${requestId}`);
  expect(faults).toEqual([]);
});
