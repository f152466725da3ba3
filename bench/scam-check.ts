import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { seedDemoStores } from '../src/demo/demo-stores.ts';
import { checkText } from '../src/operations/channels/check-text.ts';
import type { Operations } from '../src/operations/context.ts';
import { viewStore } from '../src/operations/stores/view-stores.ts';
import { VISITOR } from '../test/support/actors.ts';
import { type BenchServer, benchInstance, percentile } from './bench-instance.ts';
import { servePortal } from './bench-portal.ts';
import type { Figure } from './figure.ts';
import { CHROMIUM, firstLoad, type Load } from './first-load.ts';
import { median } from './median.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const RUNS = 5;
const SET = join(import.meta.dirname, '..', 'test', 'domain', 'channels', 'labelled', 'tuning.jsonl');

/** Checks of the labelled messages one after the other, database and all; 5 MB in the form; and the first load of the public pages. */
export async function scamCheck(server: BenchServer, rounds: number): Promise<readonly Figure[]> {
  const url = await server.database('scam');
  const instance = await benchInstance(url, new SimulatedHlr());
  const { operations: op } = instance.base;
  const texts = readFileSync(SET, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const times: number[] = [];
  // The first round reads the lists and warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const text of texts) {
      const began = performance.now();
      await checkText(op, VISITOR, { text, sender: null });
      if (round > 0) times.push(performance.now() - began);
    }
  }
  const pages = await servePortal(instance, url);
  const body = new URLSearchParams({ text: '中'.repeat(580_000) }).toString();
  const pastes: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const began = performance.now();
    const answer = await fetch(`${pages.origin}/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    await answer.text();
    if (answer.status !== 413) throw new Error(`5 MB were answered with ${answer.status}`);
    if (run > 0) pastes.push(performance.now() - began);
  }
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM });
  const shown = await publicPages(op);
  const loads = new Map<string, readonly Load[]>();
  for (const path of shown) {
    const runs: Load[] = [];
    for (let run = 0; run < RUNS; run++)
      runs.push(
        await firstLoad(browser, `${pages.origin}${path}`, {
          cookie: { name: 'hb_theme', value: 'light' },
          viewport: { width: 390, height: 844 },
        }),
      );
    loads.set(path.split('?')[0]!, runs);
  }
  await browser.close();
  await pages.close();
  return [
    { name: 'scam check, a message, p50', value: percentile(times, 0.5), unit: 'ms' },
    { name: 'scam check, a message, p99', value: percentile(times, 0.99), unit: 'ms', target: '<= 20' },
    { name: 'scam check, 5 MB refused, the worst', value: Math.max(...pastes), unit: 'ms', target: '<= 200' },
    ...[...loads].flatMap(([path, runs]): readonly Figure[] => [
      {
        ...{ name: `public pages, ${path}, scripts of the first load`, unit: 'kB gzip', target: '<= 25' },
        value: runs.at(-1)!.script / 1024,
      },
      {
        ...{ name: `public pages, ${path}, largest contentful paint`, unit: 'ms', target: '<= 1000' },
        value: median(runs.map(({ paint }) => paint)),
        note: `4x CPU, 1.6 Mbit/s, 150 ms, median of ${RUNS}`,
      },
    ]),
  ];
}

/** What anybody may look at before they set out; with the stores of the demo, of which one shows the times of a day. */
async function publicPages(op: Operations): Promise<readonly string[]> {
  await seedDemoStores(op);
  const storeId = 'shop-015';
  const { days } = await viewStore(op, VISITOR, { storeId });
  return ['/check', '/channels', '/need', '/stores', `/stores/${storeId}?day=${days[1] ?? ''}`];
}
