import Fastify from 'fastify';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { demoPages } from '../../src/demo/pages/demo-pages.ts';
import type { Operations } from '../../src/operations/context.ts';
import type { Sms } from '../../src/ports/sms.ts';
import { certificateServiceOf } from '../../src/run/certificate-service.ts';
import { listenToDatabase } from '../../src/store/case-events.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { portal } from '../../src/web/portal.ts';
import { OutboxSender } from '../../src/workflow/outbox.ts';
import { type TestInstance, testInstance } from '../support/instance.ts';

export interface PortalInstance extends TestInstance {
  readonly origin: string;
  /** The newest message to a number that was delivered since the instance was opened. */
  lastMessage(msisdn: string): Promise<string | null>;
}

/** The portal on a free port, over a whole instance, with messages delivered into the demo inbox. */
export async function portalInstance(
  environment: NodeJS.ProcessEnv = {},
  /** With desks: then its own address is the public one, to which the issuer sends people back. */
  desks?: { readonly port: number; readonly staff: Operations['staff'] },
): Promise<PortalInstance> {
  const made = await testInstance(undefined, environment);
  const instance = { ...made, operations: { ...made.operations, staff: desks?.staff ?? null } };
  const { pool } = instance.operations;
  const sms: Sms = {
    callTimeoutMs: 1_000,
    async send({ to, text }) {
      await pool.query('insert into demo_inbox (msisdn, text) values ($1, $2)', [to, text]);
      return { parts: 1 };
    },
    close: async () => undefined,
  };
  const sender = new OutboxSender({ pool, vault: instance.vault, sms, letters: null });
  sender.start();
  const events = listenToDatabase(instance.url, { outbox: () => sender.wake() });
  const certificates = certificateServiceOf(instance);
  const app = Fastify({
    logger: process.env['HANDBACK_TEST_LOG'] ? { level: 'error' } : false,
    forceCloseConnections: true,
  });
  await app.register(portal, {
    operations: instance.operations,
    trust: () => instance.keyRing.publicKeys(),
    verify: (bytes, number, client) => certificates.verify(bytes, number, client),
    renderPdf: (copy, language, client) => certificates.renderPdf(copy, language, client),
    signPaper: (drawn) => certificates.signPaper(drawn),
    signerName: () => certificates.signerName(),
    publicUrl: desks === undefined ? 'http://handback.test' : `http://127.0.0.1:${desks.port}`,
    demo: demoPages(null),
    events,
  });
  const origin = await app.listen({ host: '127.0.0.1', port: desks?.port ?? 0 });
  afterAll(async () => {
    await app.close();
    await certificates.close();
    await events.close();
    await sender.stop();
  });
  return {
    ...instance,
    origin,
    async lastMessage(msisdn) {
      const { rows } = await pool.query<{ text: string }>(
        'select text from demo_inbox where msisdn = $1 order by id desc limit 1',
        [msisdn],
      );
      return rows[0]?.text ?? null;
    },
  };
}

const ARGUMENTS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One browser a file; each `open` is a person of their own. */
export async function testBrowser(): Promise<(options?: BrowserContextOptions) => Promise<Page>> {
  const browser: Browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGUMENTS });
  afterAll(() => browser.close());
  return async (options = {}) => {
    const context = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 390, height: 844 },
      ...options,
    });
    return context.newPage();
  };
}

/** The cookie of a session that was opened elsewhere. */
export async function enter(page: Page, origin: string, token: string): Promise<void> {
  await page.context().addCookies([{ name: 'hb_session', value: token, url: origin }]);
}

/** Signs in through the pages, with the code from the delivered message. */
export async function signIn(page: Page, instance: PortalInstance, msisdn: string): Promise<void> {
  await page.goto(`${instance.origin}/`);
  await page.fill('#number', msisdn);
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL('**/code');
  await page.fill('#code', await codeFor(instance, msisdn));
  await page.locator('main form button[type=submit]').first().click();
  await page.waitForURL('**/lines');
}

/** The code of the newest message, once it is there. */
export async function codeFor(instance: PortalInstance, msisdn: string): Promise<string> {
  const end = performance.now() + 15_000;
  for (;;) {
    const code = /\b\d{6}\b/.exec((await instance.lastMessage(msisdn)) ?? '')?.[0];
    if (code !== undefined) return code;
    if (performance.now() > end) throw new Error('no code arrived');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A person who is signed in and fetches pages without a browser. */
export async function reader(
  { origin, operations: { pool }, vault }: PortalInstance,
  line: { readonly partyId: string; readonly lineId: string },
  language: 'zh-CN' | 'en' = 'en',
): Promise<{
  get(path: string): Promise<string>;
  post(path: string, form: Record<string, string>): Promise<string>;
}> {
  const session = await openSession(pool, vault, { ...line, factors: ['sms_code', 'document_number'] });
  const cookies = new Map([
    ['hb_session', session],
    ['hb_lang', language],
  ]);
  let token = '';
  const ask = async (path: string, init: RequestInit = {}): Promise<string> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, origin), {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie, accept: 'text/html' },
    });
    for (const made of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(made)!;
      cookies.set(name!, value!);
    }
    const to = answer.headers.get('location');
    if (answer.status === 303) return ask(to!);
    const html = await answer.text();
    token = /name="token" value="([^"]+)"/.exec(html)?.[1] ?? token;
    return html;
  };
  return {
    get: (path) => ask(path),
    post: (path, form) => ask(path, { method: 'POST', body: new URLSearchParams({ token, ...form }) }),
  };
}
