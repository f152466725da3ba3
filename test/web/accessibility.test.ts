import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { enter, type PortalInstance, portalInstance, testBrowser } from './portal-instance.ts';
import { type Scenes, setScenes } from './scenes.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

interface View {
  readonly language: 'zh-CN' | 'en';
  readonly scheme: 'light' | 'dark';
  readonly width: 320 | 390 | 1440;
}

const MATRIX = (['zh-CN', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((scheme) =>
    ([320, 390, 1440] as const).map((width): View => ({ language, scheme, width })),
  ),
);
/** Every pair of values of two dimensions is met by these. */
const PAIRWISE = MATRIX.filter(({ language, scheme, width }) =>
  width === 320
    ? (language === 'en') === (scheme === 'light')
    : (language === 'zh-CN') === (scheme === 'light'),
);
/** All of them for every page, or one each, the pairs dealt out over the pages. */
const full = process.env['HANDBACK_FULL_AXE'] === '1';

let instance: PortalInstance;
let scenes: Scenes;
let open: Awaited<ReturnType<typeof testBrowser>>;
beforeAll(async () => {
  instance = await portalInstance();
  open = await testBrowser();
  scenes = await setScenes(instance);
});

describe('every page in every state', () => {
  it('has no axe violations, no horizontal scroll and targets of 44 px', { timeout: 900_000 }, async () => {
    const faults: string[] = [];
    for (const [i, scene] of scenes.all.entries()) {
      const page = await open({ reducedMotion: 'reduce' });
      if (scene.as !== null) await enter(page, instance.origin, await scenes.session(scene.as, scene.proven));
      const views = full ? MATRIX : [PAIRWISE[i % PAIRWISE.length]!];
      for (const view of views) {
        await page.emulateMedia({ colorScheme: view.scheme });
        await page.setViewportSize({ width: view.width, height: 844 });
        await page.goto(
          `${instance.origin}${scene.path}${scene.path.includes('?') ? '&' : '?'}lang=${view.language}`,
        );
        const name = `${scene.name} ${view.language} ${view.scheme} ${view.width}`;
        for (const fault of await faultsOf(page)) faults.push(`${name}: ${fault}`);
      }
      await page.context().close();
    }
    expect(faults).toEqual([]);
  });

  it('stays sound after a form was refused, with its details open', async () => {
    const page = await open({ reducedMotion: 'reduce' });
    await page.goto(`${instance.origin}/?lang=en`);
    await page.fill('#number', 'abc');
    await page.keyboard.press('Enter');
    await page.locator('#errors').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    for (const wanted of ['blocked', 'esim-devices-mixed']) {
      const folded = scenes.all.find(({ name }) => name === wanted)!;
      await enter(page, instance.origin, await scenes.session(folded.as!));
      await page.goto(`${instance.origin}${folded.path}`);
      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await faultsOf(page), wanted).toEqual([]);
    }
  });
});

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags } });
    const faults = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`,
    );
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      faults.push(`scrolls sideways: ${root.scrollWidth} > ${root.clientWidth}`);
    for (const target of document.querySelectorAll<HTMLElement>('a, button, input, select, summary')) {
      const box = (target.closest('label') ?? target).getBoundingClientRect();
      // Links within a sentence are exempt (WCAG 2.5.8); so is what only appears when it has the focus.
      const inline = getComputedStyle(target).display === 'inline';
      if (box.width === 0 || inline || target.matches('.skip')) continue;
      if (box.height < 44 || box.width < 24) {
        faults.push(
          `small target ${Math.round(box.width)}x${Math.round(box.height)}: ${target.outerHTML.slice(0, 100)}`,
        );
      }
    }
    return faults;
  }, TAGS);
  return found;
}
