import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { SHOWCASE } from '../src/demo/demo-operator.ts';
import { freePort } from '../src/free-port.ts';
import type { Figure } from './figure.ts';
import { CHROMIUM, firstLoad, type Load } from './first-load.ts';
import { median } from './median.ts';

const RUNS = 5;
const [LINE] = SHOWCASE as readonly [(typeof SHOWCASE)[number]];

/** First loads at 390 x 844 with a quarter of the processor and 1.6 Mbit/s at 150 ms: a cheap phone, a poor network. */
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
  const origin = `http://127.0.0.1:${port}`;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM });
  const token = await session(origin);
  const shown = { cookie: { name: 'hb_session', value: token }, viewport: { width: 390, height: 844 } };
  const figures: Figure[] = [];
  for (const [name, path] of [
    ['start', '/'],
    ['verify', '/verify'],
    ['lines', '/lines'],
    ['eligibility', `/lines/${LINE.lineId}/eligibility`],
  ] as const) {
    const loads: Load[] = [];
    for (let run = 0; run < RUNS; run++) loads.push(await firstLoad(browser, `${origin}${path}`, shown));
    if (path === '/') {
      const { script, style } = loads.at(-1)!;
      figures.push(
        { name: 'portal, scripts of the first load', value: script / 1024, unit: 'kB gzip', target: '<= 40' },
        { name: 'portal, styles of the first load', value: style / 1024, unit: 'kB gzip', target: '<= 15' },
      );
    }
    figures.push(
      {
        ...{ name: `portal, ${name}, largest contentful paint`, unit: 'ms', target: '<= 1500' },
        value: median(loads.map(({ paint }) => paint)),
        note: `4x CPU, 1.6 Mbit/s, 150 ms, median of ${RUNS}`,
      },
      {
        ...{ name: `portal, ${name}, layout shift, the worst`, target: '<= 0.02' },
        value: Math.max(...loads.map(({ shift }) => shift)),
      },
    );
  }
  await browser.close();
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
  return figures;
}

/** Signed in without the phone, by what `npm start` prints. */
async function session(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      number: LINE.msisdn,
      documentNumber: LINE.documentNumber,
      openedOn: '2020-05-17',
    }),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (token === undefined) throw new Error(`no session: ${answer.status}`);
  return token;
}
