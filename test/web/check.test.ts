import { deflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { pageFaults } from '../support/page-faults.ts';
import { portalInstance, testBrowser } from './portal-instance.ts';

const instance = await portalInstance();
const { origin } = instance;
const open = await testBrowser();

const CRCS = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRCS[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}
/** A PNG of one bit a point. @param dark whether a point is */
function png(width: number, height: number, dark: (x: number, y: number) => boolean): Buffer {
  const row = Math.ceil(width / 8) + 1;
  const raw = Buffer.alloc(row * height, 0xff);
  for (let y = 0; y < height; y++) {
    raw[y * row] = 0;
    for (let x = 0; x < width; x++) if (dark(x, y)) raw[y * row + 1 + (x >> 3)]! &= ~(0x80 >> (x & 7));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
/** One beside the other. */
function qrPng(...texts: readonly string[]): Buffer {
  const codes = texts.map((text) => encode(text, { border: 4 }));
  const side = Math.max(...codes.map(({ size }) => size)) * 6;
  return png(side * codes.length, side, (x, y) => {
    const { data } = codes[Math.floor(x / side)]!;
    return data[Math.floor(y / 6)]?.[Math.floor((x % side) / 6)] ?? false;
  });
}

describe('the page that checks a text', () => {
  it('answers without scripts, in words, and the text stands in no address', async () => {
    const page = await open({ javaScriptEnabled: false });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await page.goto(`${origin}/check`);
    expect(await page.locator('[data-qr]').isVisible()).toBe(false);
    await page.fill('#text', '【中国移动】您的积分即将清零，点 http://10086cz.top/jf?a=<b> 兑换');
    await page.click('main form button.button');
    await page.getByRole('heading', { name: '不是官方', exact: true }).waitFor();
    expect(await page.locator('main').textContent()).toContain('模仿他人的网址');
    expect(await page.locator('main a[href*="10086cz"]').count()).toBe(0);
    expect(page.url()).toBe(`${origin}/check`);
    expect(asked).toEqual(['GET /check', 'POST /check']);
    await page.getByRole('button', { name: '举报这段文字' }).click();
    await page.getByRole('heading', { name: '谢谢' }).waitFor();
    const { rows } = await instance.operations.pool.query('select key, clients from scam_campaign');
    expect(rows).toEqual([{ key: 'domain:10086cz.top', clients: 1 }]);
  });

  it('says what is missing, and what is too long, at the field', async () => {
    const page = await open({ locale: 'en', javaScriptEnabled: false });
    await page.goto(`${origin}/check`);
    await page.click('main form button.button');
    await page.locator('#errors a[href="#text"]').waitFor();
    await page.fill('#text', 'x'.repeat(5_001));
    await page.click('main form button.button');
    await page.getByText('This text is too long').first().waitFor();
  });

  it('answers 5 MB with a clear error, at once', async () => {
    const body = new URLSearchParams({ text: '中'.repeat(600_000) }).toString();
    const post = () =>
      fetch(`${origin}/check`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    await post();
    const began = performance.now();
    const answer = await post();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(answer.status).toBe(413);
    expect(await answer.text()).not.toContain('中中中');
  });

  it('reads a QR code in the browser, script and all, and sends no picture', async () => {
    const page = await open({ locale: 'en' });
    const posted: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posted.push(request.postData() ?? ''));
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.goto(`${origin}/check`);
    expect(loaded.filter((path) => path.includes('barcode'))).toEqual([]);
    const choose = (name: string, mimeType: string, buffer: Buffer) =>
      page.locator('[data-qr] input').setInputFiles({ name, mimeType, buffer });
    await choose('code.png', 'image/png', qrPng("javascript:alert('x')//guiyi"));
    await page.getByText('Read. Press the button').waitFor();
    expect(await page.inputValue('#text')).toBe("javascript:alert('x')//guiyi");
    await choose(
      'large.png',
      'image/png',
      png(10_000, 5_000, () => false),
    );
    await page.getByText('too large').waitFor();
    // Two pictures, none of them a code.
    const gif = Buffer.from(
      '47494638396101000100800000ffffff00000021ff0b4e45545343415045322e30030100000021f90400050000002c0000000001000100000202440100' +
        '21f90400050000002c00000000010001000002024401003b',
      'hex',
    );
    await choose('moving.gif', 'image/gif', gif);
    await page.getByText('no QR code').waitFor();
    await choose('none.png', 'image/png', Buffer.from('no picture at all'));
    await page.getByText('could not be read').waitFor();
    await page.locator('main form button.button').click();
    await page.getByText('It holds a program').waitFor();
    expect(posted).toHaveLength(1);
    expect(posted[0]).not.toContain('PNG');
  });

  it('asks about every code in a picture, and about all of each', async () => {
    const page = await open({ locale: 'en' });
    await page.goto(`${origin}/check`);
    const choose = (...texts: readonly string[]) =>
      page
        .locator('[data-qr] input')
        .setInputFiles({ name: 'codes.png', mimeType: 'image/png', buffer: qrPng(...texts) });
    await choose('https://www.10086.cn/', 'https://www.evil-shop.top/pay');
    await page.getByText('Read. Press the button').waitFor();
    expect((await page.inputValue('#text')).split('\n').sort()).toEqual([
      'https://www.10086.cn/',
      'https://www.evil-shop.top/pay',
    ]);
    const long = '1'.repeat(6_000);
    await choose(long);
    await page.waitForFunction(
      (length) => document.querySelector('textarea')!.value.length === length,
      6_000,
    );
  });

  it('loads no more than 25 kB of scripts', async () => {
    const html = await (await fetch(`${origin}/check`)).text();
    let bytes = 0;
    for (const [, src] of html.matchAll(/<script[^>]+src="([^"]+)"/g)) {
      const answer = await fetch(origin + src, { headers: { 'accept-encoding': 'gzip' } });
      bytes += Number(answer.headers.get('content-length'));
    }
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(25_000);
  });
});

it('lists the official channels for anybody, who finds them and what is needed from the foot of the first page', async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(origin);
  for (const [path, title] of [
    ['/check', '是我们发的吗？'],
    ['/need', '需要准备什么'],
    ['/channels', '官方渠道'],
  ] as const) {
    await page.goto(origin);
    await page.locator(`footer a[href="${path}"]`).click();
    await page.waitForURL(origin + path);
    expect(await page.locator('h1').textContent()).toContain(title);
  }
  for (const number of ['10086', '10010', '10000', '10099', '12300', '12381', '96110'])
    expect(await page.getByText(number, { exact: true }).count()).toBe(1);
});

describe('the page that verifies certificates', () => {
  it('goes by the code on the paper to its record here, and nowhere else', async () => {
    const page = await open({ locale: 'en' });
    const hosts = new Set<string>();
    // The picture itself has an address too, within the page.
    page.on('request', (request) => /^http/.test(request.url()) && hosts.add(new URL(request.url()).host));
    await page.goto(`${origin}/verify`);
    const choose = (text: string) =>
      page
        .locator('[data-qr] input')
        .setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: qrPng(text) });
    for (const elsewhere of [
      'javascript:alert(1)',
      'https://qz-same.top/login',
      '/c/1',
      'https://a.example/desk/c/1',
    ]) {
      await choose(elsewhere);
      await page.getByText('This code does not lead here.').waitFor();
      expect(page.url()).toBe(`${origin}/verify`);
      await page.reload();
    }
    expect(await pageFaults(page)).toEqual([]);
    // A paper of before the operator's address changed leads to the same record.
    const id = '0198c2f4-0000-7000-8000-000000000000';
    await choose(`https://old.lakeside.example/c/${id}`);
    await page.waitForURL(`${origin}/c/${id}`);
    expect([...hosts]).toEqual([new URL(origin).host]);
  });
});
