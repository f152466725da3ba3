import { request } from 'node:https';
import { chromium, type Page } from 'playwright-core';
import { createEs9PlusReceiver, HANDLE_NOTIFICATION_PATH } from '../src/connectors/es9plus/receiver.ts';
import { messages } from '../src/messages/index.ts';
import { PHONE } from '../src/operations/access/actor.ts';
import { confirm } from '../src/operations/cases/confirm.ts';
import { NotificationIntake } from '../src/operations/esim/notification-intake.ts';
import { makeTestPki } from '../src/simulators/pki/tls-pki.ts';
import { openSession } from '../src/store/people/sessions.ts';
import { subscriberOf } from '../test/support/actors.ts';
import { declared } from '../test/support/cases.ts';
import { profileIccid, seedProfiles, TEST_CI, TestDevice } from '../test/support/esim.ts';
import { seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance, percentile } from './bench-instance.ts';
import { servePortal } from './bench-portal.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const LINES = 20;
const DEVICES = 5;

/** From the POST of a signed deletion to the changed status in an open page: the real endpoint, database, portal and browser. */
export async function fromPostToPage(server: BenchServer): Promise<Figure> {
  const url = await server.database('esim_page');
  const instance = await benchInstance(url, new SimulatedHlr(), { extraAnchors: [TEST_CI] });
  const { operations: op } = instance.base;
  const pages = await servePortal(instance, url);
  const { origin } = pages;
  const pki = makeTestPki('bench');
  const { certPem, keyPem } = pki.server(['localhost', '127.0.0.1']);
  const intake = new NotificationIntake(op);
  const endpoint = createEs9PlusReceiver({
    tls: { cert: certPem, key: keyPem },
    accept: (raw) => intake.accept(PHONE, raw),
  });
  await endpoint.listen({ host: '127.0.0.1', port: 0 });
  const { port } = endpoint.server.address() as { port: number };
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en' });
  const page = await context.newPage();
  const lines = await seedLines(op.pool, instance.base.vault, LINES);
  const times: number[] = [];
  for (const [n, line] of lines.entries()) {
    const devices = Array.from({ length: DEVICES }, (_, i) => new TestDevice(n * DEVICES + i));
    const iccids = devices.map((_, i) => profileIccid(n * DEVICES + i));
    await seedProfiles(
      op.pool,
      line,
      devices.map(({ eid }, i) => ({ iccid: iccids[i]!, eid })),
    );
    const { caseId } = await declared(op, line);
    await confirm(op, subscriberOf(line), { caseId });
    const token = await openSession(op.pool, op.vault, { ...line, factors: ['sms_code'] });
    await context.addCookies([{ name: 'hb_session', value: token, url: origin }]);
    await page.goto(`${origin}/cases/${caseId}/devices`);
    for (const [i, device] of devices.entries()) {
      const changed = provenAt(page, i + 1);
      const sentAt = Date.now();
      await post(port, pki.caPem, device.notify('delete', iccids[i]!));
      times.push((await changed) - sentAt);
    }
  }
  await browser.close();
  await Promise.all([endpoint.close(), pages.close()]);
  await instance.close();
  return {
    ...{ name: 'eSIM, POST to changed status in a page, p99', value: percentile(times, 0.99), unit: 'ms' },
    ...{ target: '<= 500', note: `p50 ${percentile(times, 0.5)} ms, ${times.length} deletions, Chromium` },
  };
}

/** When so many devices of the page are shown as proven, in milliseconds since the epoch. */
function provenAt(page: Page, count: number): Promise<number> {
  return page.evaluate(
    ({ count, words }) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const shown = [...document.querySelectorAll<HTMLElement>('[data-say]')];
          if (shown.filter((device) => device.dataset['say']?.endsWith(words)).length < count) return;
          observer.disconnect();
          resolve(Date.now());
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, attributes: true });
        look();
      }),
    { count, words: messages('en').esim.status.proven },
  );
}

function post(port: number, ca: string, notification: Buffer): Promise<void> {
  const body = JSON.stringify({ pendingNotification: notification.toString('base64') });
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        ...{ host: '127.0.0.1', port, servername: 'localhost', ca, method: 'POST' },
        path: HANDLE_NOTIFICATION_PATH,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response.resume();
        if (response.statusCode === 204) resolve();
        else reject(new Error(`answered ${response.statusCode}`));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
