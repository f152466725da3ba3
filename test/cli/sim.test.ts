import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeNewFolder } from '../../src/cli/sim-backup-files.ts';
import type { InsertableCard, InsertedCard } from '../../src/virtual-euicc/vpcd.ts';
import { type CardContents, virtualUicc } from '../../src/virtual-uicc/contents.ts';
import { commandLine, type Said } from '../support/command-line.ts';
import { PcscService, pcscPossible, READER } from '../support/pcsc.ts';
import { fullCard, observed } from '../uicc/session/cards.ts';

/** Debian's, with Debian's packages. */
const PYTHON = '/usr/bin/python3';
const VOBJECT = '/usr/lib/python3/dist-packages/vobject/__init__.py';

/** A terminal for a program (util-linux). */
const SCRIPT = '/usr/bin/script';

const folder = mkdtempSync(join(tmpdir(), 'handback-sim-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const out = (name: string): string => join(folder, name);

/** There is no database, and nobody who could start one. */
function handback(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Said> {
  return commandLine({ url: 'postgres://127.0.0.1:1/nothing', dataFolder: out('data') }, args, {
    environment,
  });
}

function pinFile(pin: string): string {
  const file = out(`pin-${pin}`);
  writeFileSync(file, `${pin}\n`, { mode: 0o600 });
  return file;
}

const possible = await pcscPossible();

describe.skipIf(!possible)('handback sim, over PC/SC (pcscd, vpcd)', () => {
  let service: PcscService;
  let inserted: InsertedCard | null = null;
  beforeAll(async () => {
    service = await PcscService.start();
  });
  afterAll(() => service?.stop());
  afterEach(async () => {
    if (inserted !== null) await service.takeOut(inserted);
    inserted = null;
  });
  async function insert(contents: CardContents): Promise<ReturnType<typeof virtualUicc>> {
    const card = virtualUicc(contents);
    inserted = await service.insert(card);
    return card;
  }

  it('names the readers', async () => {
    const empty = await handback(['sim', 'readers', '--json']);
    expect(JSON.parse(empty.out)).toContainEqual({ name: READER, hasCard: false });
    await insert(fullCard('usim'));
    const { out: told } = await handback(['sim', 'readers']);
    expect(told).toContain(`${READER}  has a card\n`);
  });

  it('copies a SIM behind its PIN into files that only their owner reads', async () => {
    const card = await insert(fullCard('usim', { pin: '4711' }));
    const target = out('usim');
    const said = await handback([
      'sim',
      'backup',
      '--reader',
      READER,
      '--pin-file',
      pinFile('4711'),
      '--out',
      target,
    ]);
    expect(said).toMatchObject({
      code: 0,
      out: `Contacts: 5. Messages: 3. Own numbers: 1. Written to ${target}.\n`,
    });
    expect(said.err).toContain('Reading 7F10/5F3A/4F3A: 1 of');
    expect(statSync(target).mode & 0o777).toBe(0o700);
    const files = readdirSync(target);
    expect(files.toSorted()).toEqual([
      'contacts.csv',
      'contacts.vcf',
      'messages.csv',
      'own-numbers.csv',
      'sim.json',
      'summary.txt',
    ]);
    for (const file of files) expect(statSync(join(target, file)).mode & 0o777, file).toBe(0o600);
    // The card was reset: it asks for its PIN again.
    expect(card.pin.satisfied).toBe(false);
    const rows = parse(readFileSync(join(target, 'messages.csv')), { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.map(({ kind, text }) => [kind, text])).toEqual([
      ['received', '您的验证码是 123456。'],
      ['received', 'A long text. '.repeat(30).trim()],
      ['sent', 'On my way'],
    ]);
    expect(JSON.parse(readFileSync(join(target, 'sim.json'), 'utf8'))).toMatchObject({
      iccid: '89860000000000000017',
      broken: [],
    });

    // It is there now, and stays as it is.
    const again = await handback(['sim', 'backup', '--pin-file', pinFile('4711'), '--out', target]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('is there already') });
  });

  it.skipIf(!existsSync(VOBJECT))('writes contacts that another program reads (vobject)', async () => {
    await insert(fullCard('usim'));
    expect((await handback(['sim', 'backup', '--out', out('vcard')])).code).toBe(0);
    const script = `
import json, sys, vobject
text = open(sys.argv[1], encoding='utf-8', newline='').read()
print(json.dumps([[c.version.value, c.fn.value, [t.value for t in c.contents.get('tel', [])],
  [e.value for e in c.contents.get('email', [])]] for c in vobject.readComponents(text)]))`;
    const { stdout } = await promisify(execFile)(PYTHON, ['-c', script, join(out('vcard'), 'contacts.vcf')]);
    expect(JSON.parse(stdout)).toEqual([
      ['4.0', 'Ann; Lee, Jr.', ['tel:+8617000000002', '10086'], ['ann@example.org']],
      ['4.0', '张伟', ['tel:+8617000000003'], []],
      ['4.0', 'Жанна', ['*100#'], []],
      ['4.0', '中丁', [], ['zhong_ding@example.org']],
      ['4.0', 'Conference', [`+8617000000004p${'1234567890'.repeat(4)}`], []],
    ]);
  });

  it('copies a card of 2G, and tells it as JSON', async () => {
    await insert(fullCard('2g'));
    const said = await handback(['sim', 'backup', '--out', out('2g'), '--json']);
    expect(JSON.parse(said.out)).toEqual({
      result: 'written',
      folder: out('2g'),
      contacts: 5,
      messages: 3,
      ownNumbers: 1,
      broken: [],
    });
  });

  it.each([
    ['is wrong', 3, '0000', [], 'pin_wrong', 2],
    ['is no PIN', 3, 'abcd', [], 'pin_malformed', 3],
    ['has one try left', 1, '4711', [], 'pin_last_try', 1],
    ['has none left', 0, '4711', ['--last-try'], 'puk_locked', 0],
  ] as const)(
    'says plainly that a PIN %s, and writes nothing',
    async (_, triesLeft, pin, flags, code, left) => {
      const card = await insert(fullCard('usim', { pin: '4711', triesLeft }));
      const target = out(code);
      const said = await handback([
        'sim',
        'backup',
        '--pin-file',
        pinFile(pin),
        '--out',
        target,
        '--json',
        ...flags,
      ]);
      expect(said).toMatchObject({ code: 1, out: '' });
      expect(JSON.parse(said.err.split('\n').at(-2)!)).toMatchObject({ code });
      expect(card.pin.state.triesLeft).toBe(left);
      expect(existsSync(target)).toBe(false);
    },
  );

  it('says who has the PUK of a locked card, in the language of the reader', async () => {
    await insert(fullCard('usim', { pin: '4711', triesLeft: 0 }));
    const args = ['sim', 'backup', '--out', out('puk')];
    expect((await handback(args)).err).toContain('Only its PUK opens it. The PUK is on the card carrier');
    expect((await handback(args, { LANG: 'zh_CN.UTF-8' })).err).toContain('PUK 码印在随 SIM 卡附带的卡板上');
  });

  it('asks for a PIN only where somebody sits', async () => {
    const card = await insert(fullCard('usim', { pin: '4711' }));
    const said = await handback(['sim', 'backup', '--out', out('nobody')]);
    expect(said).toMatchObject({
      code: 1,
      err: expect.stringContaining('Start this in a terminal, or give --pin-file.'),
    });
    expect(card.pin.state.triesLeft).toBe(3);
  });

  it.skipIf(!existsSync(SCRIPT))('asks at a terminal, and shows nothing of what is typed', async () => {
    const card = await insert(fullCard('usim', { pin: '4711' }));
    const target = out('typed');
    const command = `${process.execPath} --import ./src/tsx-loader.ts src/main.ts sim backup --out ${target}`;
    const terminal = spawn(SCRIPT, ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let shown = '';
    for await (const chunk of terminal.stdout.setEncoding('utf8')) {
      if (!shown.includes('tries left') && `${shown}${chunk}`.includes('tries left'))
        terminal.stdin.write('4799\u007f\u007f11\r');
      shown += chunk;
    }
    expect(shown).toContain('PIN of the SIM (3 tries left): ');
    const typed = shown.slice(shown.indexOf('left): ') + 'left): '.length, shown.indexOf('Reading'));
    expect(typed.trim()).toBe('');
    expect(shown).toContain(`Written to ${target}.`);
    expect(card.pin.state.triesLeft).toBe(3);
  });

  it('writes nothing of a card that is taken out while it is read', async () => {
    const card = virtualUicc(fullCard('usim'));
    let reads = 0;
    const pulled: InsertableCard = observed(card, (apdu) => {
      if (apdu[1] === 0xb2 && ++reads === 20) void inserted!.close();
    });
    inserted = await service.insert(pulled);
    const said = await handback(['sim', 'backup', '--out', out('pulled')]);
    expect(reads).toBeGreaterThanOrEqual(20);
    expect(said).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing was written: put it in and start again.'),
    });
    expect(readdirSync(folder).filter((name) => name.includes('pulled'))).toEqual([]);
    inserted = null;
  });

  it('says that no card is there, and which readers are', async () => {
    expect(await handback(['sim', 'backup', '--out', out('none')])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/No card is in the reader\.\nReaders: .*Handback Virtual Reader/),
    });
    expect(await handback(['sim', 'backup', '--reader', 'Another', '--out', out('none')])).toMatchObject({
      code: 1,
      err: expect.stringContaining('Name the reader with --reader.'),
    });
  });
});

describe('handback sim', () => {
  it('says so where the service for card readers does not run', async () => {
    // The client of PC/SC takes the address of the service from here.
    const said = await handback(['sim', 'readers'], { PCSCLITE_CSOCK_NAME: out('nowhere') });
    expect(said.code).toBe(1);
    expect(said.err).toMatch(
      /^handback: (The service that knows the card readers does not run|What speaks to card readers)/,
    );
  });
});

describe('the folder of a backup', () => {
  it('is written whole or not at all', () => {
    expect(() => writeNewFolder(out('half'), { 'a.txt': 'a', 'no/such.txt': 'b' })).toThrow('ENOENT');
    expect(readdirSync(folder).filter((name) => name.includes('half'))).toEqual([]);
  });

  it('never takes the place of what is there, file or folder', () => {
    writeFileSync(out('file'), 'mine');
    expect(writeNewFolder(out('file'), { 'a.txt': 'a' })).toBe(false);
    expect(readFileSync(out('file'), 'utf8')).toBe('mine');
    expect(writeNewFolder(out('new/deep'), { 'a.txt': 'a' })).toBe(true);
    expect(writeNewFolder(out('new/deep'), { 'a.txt': 'b' })).toBe(false);
    expect(readFileSync(out('new/deep/a.txt'), 'utf8')).toBe('a');
  });
});
