import { describe, expect, it } from 'vitest';
import { hasTool, run } from '../../certificate/fixtures.ts';
import { saved } from '../../certificate/paper/pdf-fixtures.ts';
import { CARD, loadedJpeg } from '../../support/photos.ts';
import { TEST_DOCUMENT } from '../../support/seed.ts';
import { testBrowser } from '../portal-instance.ts';
import {
  beginVisit,
  drawSignature,
  fillForm,
  iccidOf,
  lineAtCounter,
  showDocument,
  submit,
} from './counter-scenes.ts';
import { deskInstance, sitDown } from './desk-instance.ts';

const instance = await deskInstance();
const { origin, operations: op } = instance;
const open = await testBrowser();
const TABLET = { viewport: { width: 1180, height: 820 }, locale: 'en' } as const;

async function clerk(name = 'Lin', options: Parameters<typeof open>[0] = {}) {
  const page = await open({ ...TABLET, ...options });
  await sitDown(page, instance, name, ['clerk']);
  return page;
}

const heading = (page: Awaited<ReturnType<typeof clerk>>) => page.locator('h1').textContent();

describe('a visit at the counter', () => {
  it('goes from the document to the papers, by keyboard alone', async () => {
    const page = await clerk();
    const line = await lineAtCounter(op);
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** Tab until the focus is there, as somebody without a pointer does. */
    const reach = async (selector: string) => {
      for (let i = 0; i < 80; i++) {
        if (await page.evaluate((at) => document.activeElement?.matches(at) ?? false, selector)) return;
        await press('Tab');
      }
      throw new Error(`no way by Tab to ${selector}`);
    };
    await page.goto(`${origin}/desk/counter`);
    await reach('#number');
    await page.keyboard.type(line.msisdn);
    await press('Enter');
    await page.waitForURL('**/documents');
    await reach('#holder_number');
    await page.keyboard.type(TEST_DOCUMENT.toLowerCase());
    await reach('[name="holder_expires-day"]');
    await page.keyboard.type('31');
    await reach('[name="holder_expires-month"]');
    await page.keyboard.type('12');
    await reach('[name="holder_expires-year"]');
    await page.keyboard.type('2099');
    for (const look of ['person', 'original']) {
      await reach(`[name=holder_looks][value=${look}]`);
      await press('Space');
    }
    await reach('[name=materials]');
    await press('Space');
    await reach('.panel button[type=submit]');
    await press('Enter');
    await page.waitForURL('**/form**');
    expect(await page.locator('.number').textContent()).toBe(line.msisdn);
    await reach('#contact');
    await page.keyboard.type('+8617000000099');
    await reach('.panel button[type=submit]');
    await press('Enter');
    await page.waitForURL('**/signature');
    // Who cannot draw signs on paper: the form is printed, and a picture of it is taken in.
    await reach('summary');
    for (let i = 0; i < 5 && !(await page.locator('#signed').isVisible()); i++) {
      await press('Enter');
      await press('Tab');
      await reach('summary');
    }
    await page.setInputFiles('#signed', { name: 'form.jpg', mimeType: 'image/jpeg', buffer: loadedJpeg() });
    await reach('form[data-pen] > button[type=submit]');
    await press('Enter');
    await page.waitForURL('**/card');
    await reach('#iccid');
    await page.keyboard.type(await iccidOf(op, line));
    await reach('[name=condition]');
    await press('Space');
    await reach('.panel button[type=submit]');
    await press('Enter');
    await page.waitForURL('**/hand-over');
    expect(await page.locator('#receipt .secret').nth(1).textContent()).toMatch(
      /^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/,
    );
    const { rows } = await op.pool.query(
      `select t.channel, t.confirmed_at is not null as confirmed, v.capacity, v.signed_how
       from termination t join counter_visit v using (case_id) where t.line_id = $1`,
      [line.lineId],
    );
    expect(rows).toEqual([{ channel: 'store', confirmed: true, capacity: 'owner', signed_how: 'paper' }]);
    await reach('.step form[action$="/leave"] button');
    await press('Enter');
    await page.waitForURL('**/desk/counter?done=1');
  });

  it('works without scripts, in the same steps', async () => {
    const page = await clerk('Lin', { javaScriptEnabled: false });
    const line = await lineAtCounter(op);
    await beginVisit(page, origin, line);
    await showDocument(page);
    await fillForm(page);
    await page.locator('summary', { hasText: 'paper' }).click();
    await page.setInputFiles('#signed', { name: 'f.png', mimeType: 'image/png', buffer: CARD.png });
    await submit(page, '**/card');
    await page.check('[name=condition][value=missing]');
    await submit(page, '**/hand-over');
    expect(await heading(page)).toBe('Hand over');
  });

  it('draws the form with the signature, and a label for a card that comes by post', async () => {
    const page = await clerk();
    const line = await lineAtCounter(op);
    const here = await beginVisit(page, origin, line);
    await showDocument(page);
    await fillForm(page);
    await drawSignature(page);
    await page.click('form[data-pen] > button[type=submit]');
    await page.waitForURL('**/card');
    await page.getByRole('button', { name: 'Make a label' }).click();
    await page.waitForURL('**/hand-over');
    const papers = async (name: string) => {
      const answer = await page.request.get(`${here}/${name}.pdf`);
      expect(answer.headers()).toMatchObject({
        'content-type': 'application/pdf',
        'cache-control': 'no-store',
      });
      return saved(await answer.body(), `${name}.pdf`);
    };
    const [form, label] = [await papers('form'), await papers('label')];
    if (!hasTool('pdftotext')) return;
    const text = run('pdftotext', '-layout', form, '-');
    for (const part of ['张三', '1101 **** 002X', line.msisdn, 'Signed on the screen', 'Lin'])
      expect(text).toContain(part);
    expect(text).not.toContain(TEST_DOCUMENT);
    expect(run('pdftotext', label, '-')).toMatch(/HBC-[0-9A-Z]+/);
  });

  it('keeps nothing open before its step: an address of a later one leads to the one that is next', async () => {
    const page = await clerk();
    const here = await beginVisit(page, origin, await lineAtCounter(op));
    for (const step of ['form', 'signature', 'card', 'hand-over', '']) {
      await page.goto(`${here}/${step}`.replace(/\/$/, ''));
      expect(page.url(), step).toBe(`${here}/documents`);
    }
    expect(await page.locator('main').textContent()).not.toContain('张三');
  });

  it('tells what was wrong with a document, and says only that a number is not the holder’s', async () => {
    const page = await clerk();
    await beginVisit(page, origin, await lineAtCounter(op));
    await page.click('.panel button[type=submit]');
    expect(await page.locator('#errors li').count()).toBe(3);
    await page.fill('[name="holder_expires-year"]', '2020');
    await page.fill('[name="holder_expires-month"]', '1');
    await page.fill('[name="holder_expires-day"]', '1');
    await page.fill('#holder_number', '11010519491231002X');
    for (const box of await page.locator('[type=checkbox]:not([name=holder_no_expiry])').all())
      await box.check();
    await page.click('.panel button[type=submit]');
    expect(await page.locator('#errors').textContent()).toContain('The document has expired');
    await showDocument(page, '440305199001010041');
    expect(await page.locator('#errors').textContent()).toMatch(/match|right|correct/i);
    expect(await page.locator('main').textContent()).not.toContain('张三');
  });

  it('tells the second who works on the line', async () => {
    const [one, two] = [await clerk('Ana'), await clerk('Bo')];
    const line = await lineAtCounter(op);
    await beginVisit(one, origin, line);
    expect(await one.locator('.note.warn').count()).toBe(0);
    await beginVisit(two, origin, line);
    expect(await two.locator('.note.warn').first().textContent()).toContain('Ana');
    await one.reload();
    expect(await one.locator('.note.warn').first().textContent()).toContain('Bo');
  });

  it('asks a second person where something about the line changed lately, and gives the receipt meanwhile', async () => {
    const page = await clerk();
    const line = await lineAtCounter(op);
    await op.pool.query('update line set opened_on = current_date - 3 where line_id = $1', [line.lineId]);
    await beginVisit(page, origin, line);
    await showDocument(page);
    await fillForm(page);
    await drawSignature(page);
    await page.click('form[data-pen] > button[type=submit]');
    await page.waitForURL('**/receipt?waiting=1');
    expect(await page.locator('.step').textContent()).toContain('a second person must agree');
    const { rows } = await op.pool.query(
      `select a.act, t.confirmed_at from approval_request a join termination t using (case_id) where t.line_id = $1`,
      [line.lineId],
    );
    expect(rows).toEqual([{ act: 'end_risky_line', confirmed_at: null }]);
  });

  it('has eSIM lines that hand in nothing, and says why', async () => {
    const page = await clerk();
    const line = await lineAtCounter(op);
    await op.pool.query(`update access set kind = 'esim' where line_id = $1`, [line.lineId]);
    await beginVisit(page, origin, line);
    await showDocument(page);
    await fillForm(page);
    await drawSignature(page);
    await page.click('form[data-pen] > button[type=submit]');
    await page.waitForURL('**/card');
    expect(await heading(page)).toBe('No card to hand in');
    expect(await page.locator('.step').textContent()).toContain('They stay on the chip in the device');
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.waitForURL('**/hand-over');
  });

  it('takes pictures, lets one that is too large go without leaving the visit, and shows one to who may', async () => {
    const page = await clerk();
    const here = await beginVisit(page, origin, await lineAtCounter(op));
    await showDocument(page);
    await page.goto(`${here}/photos`);
    const take = async (buffer: Buffer) => {
      await page.setInputFiles('#file', { name: 'id.jpg', mimeType: 'image/jpeg', buffer });
      await page.click('.panel button[type=submit]');
    };
    await take(loadedJpeg());
    await page.getByRole('link', { name: 'Look at it' }).waitFor();
    const href = (await page.getByRole('link', { name: 'Look at it' }).getAttribute('href'))!;
    const shown = await page.request.get(`${origin}${href}`);
    expect(shown.headers()).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
    });
    expect((await shown.body()).includes('GPS')).toBe(false);
    const other = await clerk('Other');
    expect((await other.request.get(`${origin}${href}`)).status()).toBeGreaterThanOrEqual(400);
    const caseId = '00000000-0000-7000-8000-00000000c0de';
    await op.pool.query('update counter_visit set case_id = $1 where attendance_id = $2', [
      caseId,
      here.split('/').at(-1),
    ]);
    const auditor = await open(TABLET);
    await sitDown(auditor, instance, 'Aud', ['auditor']);
    await auditor.goto(`${origin}/desk/photos/${caseId}`);
    await auditor.click('.panel button[type=submit]');
    expect(await auditor.locator('#errors').textContent()).toContain('Why do you need to see it?');
    await auditor.fill('#why', 'complaint 7');
    const [picture] = await Promise.all([
      auditor.waitForResponse((response) => response.request().method() === 'POST'),
      auditor.click('.panel button[type=submit]'),
    ]);
    expect(picture.headers()['content-type']).toBe('image/jpeg');
    await take(Buffer.from('%PDF-1.7'));
    expect(await page.locator('#errors').textContent()).toContain('This picture cannot be used');
    // Let go as it arrives: the visit stays before the customer, and says what is wrong.
    await take(Buffer.alloc(9e6));
    await page.getByText('A picture has at most 8 MB').waitFor();
    expect(page.url()).toBe(`${here}/photos`);
    expect(await page.getByRole('link', { name: 'Look at it' }).count()).toBe(1);
  });
});
