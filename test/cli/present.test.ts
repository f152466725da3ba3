import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Disclosable, disclosableIn } from '../../src/certificate/credential/choice.ts';
import { readCopy } from '../../src/certificate/verify/read-copy.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import {
  bytesOf,
  certificate,
  compactBytes,
  jsonBytes,
  newRing,
  OPERATOR,
  temporaryFolder,
} from '../certificate/fixtures.ts';
import { render } from '../certificate/paper/pdf-fixtures.ts';
import { inProcess } from '../support/in-process.ts';

// The command has the clock of this machine: what it verifies is of yesterday.
const NOW = new Date(Date.now() - 86_400_000);
const folder = temporaryFolder();
const ring = await newRing(OPERATOR, NOW);
const copy = await certificate(ring.signer(), undefined, NOW);

function saved(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
const trust = saved('trust.json', bytesOf(ring.publicKeys()));
const compact = saved('certificate.sdjwt', compactBytes(copy));
const json = saved('certificate.json', jsonBytes(copy));
const pdf = saved('certificate.pdf', await render(copy, ring.signer()));

const present = (...args: readonly string[]) =>
  inProcess({ url: '', dataFolder: join(folder, 'data') }, ['certificates', 'present', ...args]);
const verify = (path: string) =>
  inProcess({ url: '', dataFolder: join(folder, 'data') }, ['verify', path, '--trust', trust]);
const shownIn = async (text: string): Promise<readonly Disclosable[]> =>
  disclosableIn(await readCopy(Buffer.from(text), nodeVerifyCrypto));

describe('handback certificates present', () => {
  test.each([
    ['the compact form', compact],
    ['the JSON form', json],
    ['a PDF', pdf],
  ])('makes a copy of %s that shows what was picked, says so, and verifies', async (_, file) => {
    const { code, out, err } = await present(file, '--disclose', 'holder,number', '--trust', trust);
    expect(code).toBe(0);
    expect(await shownIn(out)).toEqual(['number', 'holder']);
    expect(err).toBe('The copy shows the number, the holder, and nothing else of the person.\n');
    expect(out).not.toContain('\n\n');
    expect((await verify(saved('copy.sdjwt', Buffer.from(out)))).code).toBe(0);
  });

  test('shows the number alone where nothing is said, all of it, or nothing', async () => {
    expect(await shownIn((await present(compact, '--trust', trust)).out)).toEqual(['number']);
    const all = await present(compact, '--all', '--trust', trust);
    expect(await shownIn(all.out)).toEqual(disclosableIn(copy));
    const none = await present(compact, '--none', '--trust', trust);
    expect(await shownIn(none.out)).toEqual([]);
    expect(none.err).toContain('The copy shows nothing of the person.');
  });

  test('writes a new file, in the form of its name, and never over another', async () => {
    const output = join(folder, 'shown.json');
    expect(await present(compact, '--output', output, '--trust', trust)).toMatchObject({ code: 0, out: '' });
    expect(JSON.parse(readFileSync(output, 'utf8')).header.disclosures).toHaveLength(1);
    expect((await verify(output)).code).toBe(0);
    const before = readFileSync(output);
    expect((await present(compact, '--all', '--output', output, '--trust', trust)).code).toBe(1);
    expect(readFileSync(output)).toEqual(before);
  });

  test('cannot show what the file it is given holds back', async () => {
    const { out } = await present(compact, '--trust', trust);
    const less = saved('less.sdjwt', Buffer.from(out));
    expect(await present(less, '--disclose', 'number,cards', '--trust', trust)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('no copy of it can show it: card numbers.'),
    });
    expect(await shownIn((await present(less, '--all', '--trust', trust)).out)).toEqual(['number']);
  });

  test('refuses words that are none, and all with some', async () => {
    const output = join(folder, 'never.sdjwt');
    for (const word of ['name', 'number,,holder', 'Number', '_sd', '*'])
      expect(await present(compact, '--disclose', word, '--output', output)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('number, holder, line, cards, devices, network, esim'),
      });
    expect((await present(compact, '--all', '--disclose', 'number')).code).toBe(2);
    expect((await present(compact, '--all', '--none')).code).toBe(2);
    expect(existsSync(output)).toBe(false);
  });

  test('makes a copy of one whose key it does not know, and says that it was not checked', async () => {
    const { code, out, err } = await present(compact);
    expect(code).toBe(0);
    expect(await shownIn(out)).toEqual(['number']);
    expect(err).toContain('was not checked');
  });

  test.each<[string, Uint8Array, string]>([
    [
      'a disclosure twice',
      compactBytes({ ...copy, disclosures: [...copy.disclosures, copy.disclosures[0]!] }),
      'ALTERED: what the copy discloses: a value is disclosed twice.',
    ],
    ['a claim that was changed', changed(compactBytes(copy)), 'ALTERED: the content or its signature'],
    ['a PDF with something after it', Buffer.concat([readFileSync(pdf), Buffer.from('x')]), 'ALTERED: '],
    ['another document', Buffer.from('%PDF-1.7 something else'), 'Not a certificate'],
    ['nothing', Buffer.alloc(0), 'it is empty'],
  ])('refuses %s', async (name, bytes, why) => {
    const file = saved(`${name}.bin`, bytes);
    expect(await present(file, '--trust', trust)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(why),
    });
  });
});

/** The same with one letter of the signed claims exchanged, so that they are JSON still. */
function changed(compact: Buffer): Buffer {
  const [head = '', body = '', ...rest] = compact.toString('latin1').split('.');
  const claims = Buffer.from(body, 'base64url').toString('utf8').replace('HB-2026-004217', 'HB-2026-004218');
  return Buffer.from([head, Buffer.from(claims).toString('base64url'), ...rest].join('.'));
}
