import { expect, it } from 'vitest';
import { openSession } from '../../src/store/people/sessions.ts';
import { seedLines } from '../support/seed.ts';
import { enter, portalInstance, testBrowser } from './portal-instance.ts';

it('does not move a page after it is shown', async () => {
  const instance = await portalInstance();
  const open = await testBrowser();
  const [line] = await seedLines(instance.operations.pool, instance.vault, 1);
  const token = await openSession(instance.operations.pool, instance.vault, {
    ...line!,
    factors: ['sms_code'],
  });
  for (const path of ['/', '/verify', '/lines', `/lines/${line!.lineId}/eligibility`]) {
    const page = await open();
    await enter(page, instance.origin, token);
    await page.goto(`${instance.origin}${path}`, { waitUntil: 'networkidle' });
    expect(await page.evaluate(shifts), path).toBeLessThanOrEqual(0.02);
    await page.context().close();
  }
});

/** The sum of all shifts until the page has painted twice more. */
async function shifts(): Promise<number> {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
  for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
  return sum;
}
