import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { enter, portalInstance, testBrowser } from './portal-instance.ts';
import { type Scenes, setScenes } from './scenes.ts';

const folder = process.env['HANDBACK_SHOTS'];
const only = process.env['HANDBACK_SHOTS_ONLY']?.split(',');

it.runIf(folder !== undefined)(
  'takes a picture of every page, for looking at',
  { timeout: 600_000 },
  async () => {
    mkdirSync(folder!, { recursive: true });
    const instance = await portalInstance();
    const open = await testBrowser();
    const scenes = await setScenes(instance);
    for (const scene of scenes.all.filter(({ name }) => only?.includes(name) ?? true)) {
      const page = await open({ reducedMotion: 'reduce' });
      if (scene.as !== null) await enter(page, instance.origin, await scenes.session(scene.as, scene.proven));
      for (const language of ['zh-CN', 'en']) {
        const address = `${instance.origin}${scene.path}${scene.path.includes('?') ? '&' : '?'}lang=${language}`;
        await page.goto(address);
        await shoot(page, `${scene.name}.${language}`);
        const folded = await page.locator('main summary').all();
        for (const summary of folded) await summary.click();
        if (folded.length > 0) await shoot(page, `${scene.name}-unfolded.${language}`);
      }
      await page.context().close();
    }
    await filled(open, instance.origin, scenes);
    await fresh(await open({ reducedMotion: 'reduce' }), instance.origin, scenes);
    expect(scenes.all.length).toBeGreaterThan(20);
  },
);

/** Pages that only come after a form was sent. */
async function filled(
  open: Awaited<ReturnType<typeof testBrowser>>,
  origin: string,
  scenes: Scenes,
): Promise<void> {
  const page = await open({ reducedMotion: 'reduce' });
  const send = () => page.locator('#answers button[type=submit]').last().click();
  await page.goto(`${origin}/?lang=zh-CN`);
  await page.fill('#number', '123');
  await send();
  await shoot(page, 'start-error.zh-CN');
  await page.fill('#number', scenes.clean.msisdn);
  await send();
  await page.waitForURL('**/code');
  await shoot(page, 'code.zh-CN');
  await page.fill('#code', '000000');
  await send();
  await shoot(page, 'code-error.zh-CN');
  await page.goto(`${origin}/code?lang=en`);
  await shoot(page, 'code.en');
  await page.goto(`${origin}/declare?lang=zh-CN`);
  await page.fill('#number', '+8617099990000');
  await page.fill('#name', '张三');
  await send();
  await page.waitForURL('**/declare/receipt');
  await shoot(page, 'declared.zh-CN');
  await page.goto(`${origin}/verify?lang=zh-CN`);
  await page.setInputFiles('#file', {
    name: 'x.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{}'),
  });
  await send();
  await shoot(page, 'verified-not.zh-CN');
  const { path, as } = scenes.all.find(({ name }) => name === 'certificate-proven')!;
  await enter(page, origin, await scenes.session(as!, true));
  const whole = await (await page.request.get(`${origin}${path}.sdjwt?disclose=all`)).body();
  for (const language of ['zh-CN', 'en']) {
    await page.goto(`${origin}/verify?lang=${language}`);
    await page.setInputFiles('#file', { name: 'c.sdjwt', mimeType: 'application/dc+sd-jwt', buffer: whole });
    await page.fill('#number', as!.msisdn);
    await send();
    await shoot(page, `verified.${language}`);
  }
}

/** The review right after handing in: with the receipt that is shown once. */
async function fresh(page: Page, origin: string, scenes: Scenes): Promise<void> {
  await enter(page, origin, await scenes.session(scenes.clean));
  await page.goto(`${origin}/lines/${scenes.clean.lineId}/reason?lang=en`);
  await page.locator('#answers button.button').click();
  await page.waitForURL('**/review');
  await shoot(page, 'review-fresh.en');
  await page.locator('#answers button.button').click();
  await shoot(page, 'review-error.en');
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 844 });
      await page.screenshot({ path: `${folder}/${name}.${scheme}.${width}.png`, fullPage: true });
    }
  }
}
