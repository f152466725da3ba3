import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';

/** How Chromium is started here. */
export const CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Load {
  readonly paint: number;
  readonly shift: number;
  /** Bytes, as they travel. */
  readonly script: number;
  readonly style: number;
}

/** With a quarter of the processor and 1.6 Mbit/s at 150 ms: a cheap device, a poor network; nothing is cached. */
export async function firstLoad(
  browser: Browser,
  url: string,
  shown: {
    readonly cookie: { readonly name: string; readonly value: string };
    readonly viewport: { readonly width: number; readonly height: number };
    /** Pages with a stream of events are never idle. */
    readonly live?: boolean;
  },
): Promise<Load> {
  const context = await browser.newContext({ viewport: shown.viewport, locale: 'zh-CN' });
  await context.addCookies([{ ...shown.cookie, url }]);
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await network.send('Network.enable');
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 750_000 / 8,
  });
  let script = 0;
  let style = 0;
  page.on('response', async (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (type.includes('javascript')) script += gzipSync(await response.body()).length;
    if (type.includes('text/css')) style += gzipSync(await response.body()).length;
  });
  const answer = await page.goto(url, {
    waitUntil: shown.live ? 'load' : 'networkidle',
  });
  if (answer?.status() !== 200 || page.url() !== url) throw new Error(`${url} is not shown: ${page.url()}`);
  const seen = await page.evaluate(
    () =>
      new Promise<{ paint: number; shift: number }>((resolve) => {
        let paint = 0;
        let shift = 0;
        new PerformanceObserver((list) => {
          paint = list.getEntries().at(-1)?.startTime ?? paint;
        }).observe({ type: 'largest-contentful-paint', buffered: true });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shift += (entry as unknown as { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve({ paint, shift }), 500);
      }),
  );
  await context.close();
  return { ...seen, script, style };
}
