import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { asHandbackError, STATUS } from '../../src/http/kit/problem.ts';
import { boundUploads, UploadBudget } from '../../src/http/kit/upload-budget.ts';
import { givenIn, readForms, uploadBytesFor } from '../../src/web/kit/given.ts';

const budget = new UploadBudget({ all: 40_000_000, client: 20_000_000 });
const app = Fastify();
readForms(app);
boundUploads(app, budget);
app.setErrorHandler((error, _request, reply) => reply.code(STATUS[asHandbackError(error).code]).send());
const seen: { values: Record<string, string>; bytes: number | null }[] = [];
for (const [path, config] of [
  ['/form', {}],
  ['/file', { uploadBytes: uploadBytesFor(16 * 1024 * 1024) }],
] as const) {
  app.post(path, { config }, async (request) => {
    const { values, upload } = givenIn(request.body);
    seen.push({ values: { ...values }, bytes: upload?.length ?? null });
    return { values, bytes: upload?.length ?? null };
  });
}
app.post(
  '/files',
  {
    config: {
      uploadBytes: uploadBytesFor(3 * 1024 * 1024),
      severalFiles: { most: 4, each: 2 * 1024 * 1024 },
    },
  },
  async (request) => {
    const { values, files, shed } = givenIn(request.body);
    return { values, files: files.map(({ field, bytes }) => [field, bytes.length]), shed };
  },
);
await app.ready();
afterAll(() => app.close());

const URLENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data; boundary=xyz';
const field = (name: string, value: string): string =>
  `--xyz\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const fileHead =
  '--xyz\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n';
const END = '--xyz--\r\n';
const post = (url: string, type: string, payload: string | Buffer | Readable) =>
  app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });

describe('a form', () => {
  it('is its fields, those of one name together, and its file', async () => {
    expect((await post('/form', URLENCODED, 'a=1&b=%E5%BC%A0+%E4%B8%89&a=2')).json().values).toEqual({
      a: '1 2',
      b: '张 三',
    });
    const parts = `${field('number', '+86 1')}${field('number', 'again')}${fileHead}%PDF-1.7\r\n${END}`;
    expect((await post('/file', MULTIPART, parts)).json()).toEqual({ values: { number: '+86 1' }, bytes: 8 });
    const none = `${field('id', '7')}--xyz\r\ncontent-disposition: form-data; name="file"; filename=""\r\ncontent-type: application/octet-stream\r\n\r\n\r\n${END}`;
    expect((await post('/file', MULTIPART, none)).json()).toEqual({ values: { id: '7' }, bytes: null });
    expect((await post('/form', URLENCODED, '__proto__=x&constructor=y')).json().values).toMatchObject({
      constructor: 'y',
    });
  });

  it('with several files keeps those that fit, and names the inputs of the others beside all that was typed', async () => {
    const file = (name: string, bytes: number): Buffer =>
      Buffer.concat([
        Buffer.from(
          `--xyz\r\ncontent-disposition: form-data; name="${name}"; filename="${bytes === 0 ? '' : 'a.jpg'}"\r\ncontent-type: image/jpeg\r\n\r\n`,
        ),
        Buffer.alloc(bytes, 'x'),
        Buffer.from('\r\n'),
      ]);
    const MB = 1024 * 1024;
    const send = async (...parts: readonly Buffer[]) =>
      (
        await post(
          '/files',
          MULTIPART,
          Buffer.concat([Buffer.from(field('a', '1')), ...parts, Buffer.from(`${field('z', '2')}${END}`)]),
        )
      ).json();
    const typed = { a: '1', z: '2' };
    expect(await send(file('one', 2 * MB), file('none', 0), file('two', 100), file('two', 200))).toEqual({
      values: typed,
      files: [
        ['one', 2 * MB],
        ['two', 100],
        ['two', 200],
      ],
      shed: [],
    });
    expect(await send(file('one', 2 * MB + 1), file('two', 100))).toEqual({
      values: typed,
      files: [['two', 100]],
      shed: ['one'],
    });
    expect(await send(file('one', 2 * MB), file('two', 2 * MB), file('three', MB / 2))).toEqual({
      values: typed,
      files: [
        ['one', 2 * MB],
        ['three', MB / 2],
      ],
      shed: ['two'],
    });
    expect(await send(file('one', 30 * MB))).toEqual({ values: typed, files: [], shed: ['one'] });
    const five = [1, 2, 3, 4, 5].map((i) => file(`f${i}`, 10));
    expect((await post('/files', MULTIPART, Buffer.concat([...five, Buffer.from(END)]))).statusCode).toBe(
      413,
    );
  });

  it('of the largest file passes, and of one byte more does not', async () => {
    const largest = Buffer.alloc(16 * 1024 * 1024, 'x');
    const whole = Buffer.concat([Buffer.from(fileHead), largest, Buffer.from(`\r\n${END}`)]);
    expect((await post('/file', MULTIPART, whole)).json().bytes).toBe(largest.length);
    const more = Buffer.concat([Buffer.from(fileHead), largest, Buffer.from(`x\r\n${END}`)]);
    expect((await post('/file', MULTIPART, more)).statusCode).toBe(413);
  });

  it.each([
    [
      'keys without number',
      '/file',
      URLENCODED,
      Array.from({ length: 290_000 }, (_, i) => `k${i}=`).join('&'),
      413,
    ],
    ['65 keys', '/form', URLENCODED, Array.from({ length: 65 }, (_, i) => `k${i}=`).join('&'), 413],
    ['a name beyond measure', '/form', URLENCODED, `${'n'.repeat(65)}=1`, 413],
    ['text beyond measure on the page of a file', '/file', URLENCODED, `a=${'x'.repeat(70_000)}`, 413],
    ['parts without number', '/file', MULTIPART, field('a', '1').repeat(200) + END, 413],
    ['a file where none is asked', '/form', MULTIPART, `${fileHead}${'x'.repeat(70_000)}\r\n${END}`, 413],
    ['two files', '/file', MULTIPART, `${fileHead}a\r\n${fileHead}b\r\n${END}`, 413],
    ['U+0000 in a part', '/file', MULTIPART, field('a', '1\0') + END, 422],
    ['no boundary', '/file', 'multipart/form-data', field('a', '1') + END, 422],
    ['no end', '/file', MULTIPART, field('a', '1').slice(0, -10), 422],
  ])('of %s is refused before it is asked anything', async (_, url, type, payload, status) => {
    const before = seen.length;
    expect((await post(url, type, payload)).statusCode).toBe(status);
    expect(seen).toHaveLength(before);
  });

  it('that does not say how large it is is cut off where it is too large', async () => {
    let sent = 0;
    const endless = new Readable({
      read() {
        sent += 65_536;
        this.push(sent > 40_000_000 ? null : Buffer.alloc(65_536, 'x'));
      },
    });
    const answer = await post('/form', MULTIPART, endless);
    expect(answer.statusCode).toBe(413);
  });
});

describe('room for large bodies', () => {
  it('is held for as long as a request lasts, by client and over all', () => {
    const small = new UploadBudget({ all: 100, client: 60 });
    const [a, none, b] = [small.hold('a', 50), small.hold('a', 11), small.hold('b', 50)];
    expect(none).toBeNull();
    expect(small.hold('c', 1)).toBeNull();
    a?.();
    a?.();
    expect(small.hold('c', 50)).not.toBeNull();
    expect(small.hold('c', 1)).toBeNull();
    b?.();
    expect(small.hold('a', 50)).not.toBeNull();
  });

  it('is given back when the request is over, whatever became of it', async () => {
    const whole = Buffer.concat([Buffer.from(fileHead), Buffer.alloc(12_000_000), Buffer.from(`\r\n${END}`)]);
    for (let i = 0; i < 4; i++) {
      expect((await post('/file', MULTIPART, whole)).statusCode).toBe(200);
      expect((await post('/file', MULTIPART, field('a', '\0') + END)).statusCode).toBe(422);
    }
    const both = await Promise.all([post('/file', MULTIPART, whole), post('/file', MULTIPART, whole)]);
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([200, 429]);
    const elsewhere = await Promise.all(
      ['192.0.2.1', '192.0.2.2'].map((remoteAddress) =>
        app.inject({
          method: 'POST',
          url: '/file',
          remoteAddress,
          headers: { 'content-type': MULTIPART },
          payload: whole,
        }),
      ),
    );
    expect(elsewhere.map((answer) => answer.statusCode)).toEqual([200, 200]);
  });
});
