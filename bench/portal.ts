import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { freePort } from '../src/run/embedded-postgres.ts';
import type { Figure } from './figure.ts';

const RUNS = 5;
const CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The first load of the start page at 390 x 844 with a quarter of the processor and 1.6 Mbit/s at 150 ms. */
export async function portal(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-portal-'));
  const port = await freePort();
  const root = join(import.meta.dirname, '..');
  const child = spawn(process.execPath, [join(root, 'bin', 'handback.mjs'), 'demo', '--lines', '100'], {
    env: { ...process.env, HANDBACK_DATA: folder, HANDBACK_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes(`:${port}`) && resolve()),
  );
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM });
  const paints: number[] = [];
  const shifts: number[] = [];
  let script = 0;
  let style = 0;
  for (let run = 0; run < RUNS; run++) {
    const page = await (
      await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
    ).newPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 1_600_000 / 8,
      uploadThroughput: 750_000 / 8,
    });
    script = 0;
    style = 0;
    page.on('response', async (response) => {
      const type = response.headers()['content-type'] ?? '';
      if (type.includes('javascript')) script += gzipSync(await response.body()).length;
      if (type.includes('text/css')) style += gzipSync(await response.body()).length;
    });
    await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: 'networkidle' });
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
    paints.push(seen.paint);
    shifts.push(seen.shift);
    await page.context().close();
  }
  await browser.close();
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return [
    { name: 'portal, scripts of the first load', value: script / 1024, unit: 'kB gzip', target: '<= 40' },
    { name: 'portal, styles of the first load', value: style / 1024, unit: 'kB gzip', target: '<= 15' },
    {
      name: 'portal, largest contentful paint',
      value: middle(paints),
      unit: 'ms',
      target: '<= 1500',
      note: `4x CPU, 1.6 Mbit/s, 150 ms, median of ${RUNS}`,
    },
    { name: 'portal, layout shift', value: middle(shifts), target: '<= 0.02' },
  ];
}
