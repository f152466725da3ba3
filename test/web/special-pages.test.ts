import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/index.ts';
import { refuseSpecialRequest } from '../../src/operations/special/refuse-request.ts';
import { signedInPerson } from '../support/actors.ts';
import { acceptedByTwo, requestIdOf } from '../support/decide-special.ts';
import { pageFaults } from '../support/page-faults.ts';
import { CARD } from '../support/photos.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import { portalInstance, testBrowser } from './portal-instance.ts';
import { sent, type Tongue, wordsOf } from './special-person.ts';

const instance = await portalInstance();
const { operations: op, origin } = instance;
const open = await testBrowser();
const lines = await seedLines(op.pool, instance.vault, 20, { simulator: instance.simulator });
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const picture = { name: 'card.jpg', mimeType: 'image/jpeg', buffer: CARD.jpeg };

// All requests come from one address here.
beforeEach(() => op.pool.query('delete from attempt_counter'));

/** A page of another site, without that site. */
async function elsewhere(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.route(/weather\.com/, (route) => {
    asked.push(route.request().headers()['referer'] ?? 'no referrer');
    return route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>' });
  });
  return asked;
}

async function opened(
  page: Page,
  { reference, secret }: { reference: string; secret: string },
  language: Tongue,
) {
  await page.goto(`${origin}/receipt?lang=${language}`);
  await page.fill('#reference', reference);
  await page.fill('#secret', secret);
  await page.locator('#answers button.button').click();
  await page.locator('h1', { hasNotText: /^(Open a receipt|打开回执)$/ }).waitFor();
}

describe('the way out of a page that nobody may see', () => {
  it('is its link, which takes the place of the page in the history, or Escape three times', async () => {
    const page = await open({ locale: 'en-GB' });
    const asked = await elsewhere(page);
    for (const leave of [
      () => page.getByRole('link', { name: wordsOf('en').leave }).click(),
      async () => {
        for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
      },
    ]) {
      await page.goto(`${origin}/special?lang=en`);
      await page.goto(`${origin}/special/safe`);
      await page.fill('#requester_name', 'Zhang');
      await page.keyboard.press('Escape');
      await page.locator('[data-leave-hint]:not([hidden])').waitFor();
      await leave();
      await page.waitForURL(/weather\.com/);
      await page.goBack();
      expect(new URL(page.url()).pathname).toBe('/special');
    }
    expect(asked).toEqual(['no referrer', 'no referrer']);
  });

  it('is a link without scripts too, to a page in the language of the reader', async () => {
    const page = await open({ locale: 'zh-CN', javaScriptEnabled: false });
    const asked = await elsewhere(page);
    await page.goto(`${origin}/special/safe`);
    await page.getByRole('link', { name: wordsOf('zh-CN').leave }).click();
    await page.waitForURL('https://www.weather.com.cn/');
    expect(asked).toEqual(['no referrer']);
  });
});

it('is sent with the keyboard alone by who must be safe', async () => {
  const page = await open({ locale: 'en-GB', reducedMotion: 'reduce' });
  // From the beginning: a dialog that opens before somebody listens is nobody's.
  page.on('filechooser', (chooser) => void chooser.setFiles([picture, { ...picture, name: 'other.jpg' }]));
  await page.goto(`${origin}/special/safe?lang=en`);
  const reach = async (selector: string): Promise<void> => {
    for (let i = 0; i < 60; i++) {
      if (await page.locator(`${selector}:focus`).count()) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`${selector} is not reached`);
  };
  await reach('[name=wish]');
  await page.keyboard.press('Space');
  await reach('#numbers');
  await page.keyboard.type(aLine().msisdn);
  await reach('#requester_name');
  await page.keyboard.type('Zhang San');
  await reach('#requester_type');
  await page.keyboard.type('Pass');
  await reach('#requester_number');
  await page.keyboard.type('E12345678');
  await reach('#requester_country');
  await page.keyboard.type('CN');
  for (const paper of ['paper_requester_identity_document', 'paper_sworn_statement']) {
    await reach(`#${paper}`);
    await page.keyboard.press('Enter');
    await page.locator(`[data-file=${paper}]`, { hasText: 'card.jpg · other.jpg' }).waitFor();
  }
  await reach('#answers button.button');
  await page.keyboard.press('Enter');
  await page.locator('h1', { hasText: wordsOf('en').state.fresh }).waitFor();
  expect(await page.locator('dd.secret').count()).toBe(2);
});

describe('the pages of a request are sound', () => {
  const views = [
    ['zh-CN', 'light', 320],
    ['en', 'dark', 320],
    ['zh-CN', 'dark', 1440],
  ] as const;

  it.each(views)('in %s, %s, at %i', async (language, colorScheme, width) => {
    const page = await open({ reducedMotion: 'reduce', colorScheme, viewport: { width, height: 844 } });
    await elsewhere(page);
    const words = wordsOf(language);
    const faults: string[] = [];
    const look = async (name: string): Promise<void> => {
      for (const fault of await pageFaults(page)) faults.push(`${name}: ${fault}`);
      await shoot(page, `${name}.${language}.${colorScheme}.${width}`);
    };
    await page.goto(`${origin}/special/company?lang=${language}`);
    await page.fill('#numbers', 'nonsense');
    await page.locator('#answers button.button').click();
    await page.locator('#errors').waitFor();
    await look('refused-form');
    await page.goto(`${origin}/special/not-mine?lang=${language}`);
    await page.locator('[name=which][value=all]').check();
    await page.fill('#requester_name', '张三');
    await page.fill('#requester_number', '110101199001011237');
    await page.selectOption('#requester_type', 'other');
    await page.fill('#requester_number', 'ABC123');
    await page.fill('#requester_country', 'CN');
    await page.setInputFiles('#paper_requester_identity_document', picture);
    await page.locator('#answers button.button').click();
    await page.waitForURL('**/special/receipt');
    await look('fresh');
    await page.locator('[lang]:not(html)', { hasText: language === 'en' ? '中文' : 'English' }).click();
    await page.locator('h1', { hasText: wordsOf(language === 'en' ? 'zh-CN' : 'en').state.fresh }).waitFor();
    const [grieving, safe] = [aLine(), aLine()];
    const accepted = await sent(instance, 'bereavement', [grieving.msisdn]);
    await acceptedByTwo(op, accepted.reference, [grieving.lineId]);
    await opened(page, accepted, language);
    await look('accepted');
    await page.locator('main section form button').click();
    await page.waitForURL('**/cases/*');
    await page.getByText(words.caseNote.bereavement).waitFor();
    await look('case-bereavement');
    const quiet = await sent(instance, 'survivor', [safe.msisdn]);
    await acceptedByTwo(op, quiet.reference, [safe.lineId]);
    await opened(page, quiet, language);
    await look('accepted-safe');
    await page.locator('main section form button').click();
    await page.waitForURL('**/cases/*');
    expect((await page.title()).startsWith(messages(language).progress.title)).toBe(true);
    await look('case-safe');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
    await page.waitForURL(/weather\.com/);
    const refused = await sent(instance, 'agent', [aLine().msisdn]);
    await refuseSpecialRequest(op, await signedInPerson(op, 'zhao', ['supervisor']), {
      requestId: await requestIdOf(op, refused.reference),
      reason: 'The letter is not signed.',
    });
    await opened(page, refused, language);
    await look('refused');
    const waiting = await sent(instance, 'guardian', [aLine().msisdn]);
    await opened(page, waiting, language);
    await look('received');
    await page.getByRole('button', { name: words.state.withdraw }).click();
    await page.locator('h1', { hasText: words.state.headline.withdrawn }).waitFor();
    await look('withdrawn');
    expect(faults).toEqual([]);
  });
});

/** For looking at: only where a folder is named. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['HANDBACK_SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
