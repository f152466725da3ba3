import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INSTRUCTIONS } from '../../../src/uicc/session/read-only-card.ts';
import { type ReadSimOptions, readSim } from '../../../src/uicc/session/read-sim.ts';
import { SimFault } from '../../../src/uicc/session/sim-fault.ts';
import { VirtualUicc } from '../../../src/virtual-uicc/card.ts';
import { type CardContents, masterOf, pinOf, virtualUicc } from '../../../src/virtual-uicc/contents.ts';
import { type CardFile, type Folder, recordFile } from '../../../src/virtual-uicc/files.ts';
import { fullCard, watched } from './cards.ts';

const NOBODY: ReadSimOptions = { askPin: async () => null, lastTry: false };
const saying = (pin: string): ReadSimOptions => ({ askPin: async () => pin, lastTry: false });

const read = (contents: CardContents, options = NOBODY) =>
  readSim(watched(virtualUicc(contents)).transmit, options);

/** A card of which one file is another one. */
function changed(
  contents: CardContents,
  id: string,
  change: (file: CardFile) => CardFile | null,
): VirtualUicc {
  const within = (folder: Folder): Folder => ({
    ...folder,
    children: folder.children.flatMap((file) => {
      const next = file.id === id ? change(file) : file;
      return next === null ? [] : [next.kind === 'folder' ? within(next) : next];
    }),
  });
  return new VirtualUicc(contents.kind, within(masterOf(contents)), pinOf(contents));
}

const fault = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error) => (error instanceof SimFault ? { code: error.code, ...error.facts } : error),
  );

describe('reading a SIM', () => {
  it('gives phone book, messages and own numbers of a USIM', async () => {
    const sim = await read(fullCard('usim'));
    expect(sim).toMatchObject({
      kind: 'usim',
      iccid: '89860000000000000017',
      imsi: '001010000000017',
      broken: [],
    });
    expect(sim.ownNumbers).toEqual([{ name: '我的', number: '+8617000000001' }]);
    expect(
      sim.contacts.map(({ name, secondName, numbers, emails }) => [name, secondName, numbers, emails]),
    ).toEqual([
      ['Ann; Lee, Jr.', 'Ann', ['+8617000000002', '10086'], ['ann@example.org']],
      ['张伟', null, ['+8617000000003'], []],
      ['Жанна', null, ['*100#'], []],
      ['中丁', null, [], ['zhong_ding@example.org']],
      ['Conference', null, [`+8617000000004p${'1234567890'.repeat(4)}`], []],
    ]);
    expect(
      sim.messages.map(({ kind, status, address, time, text, parts }) => [
        kind,
        status,
        address,
        time,
        text,
        parts,
      ]),
    ).toEqual([
      ['received', 'unread', '10086', '2026-11-30T10:00:00+08:00', '您的验证码是 123456。', 1],
      ['received', 'read', 'Lakeside', '2026-11-29T09:30:00+05:45', 'A long text. '.repeat(30).trim(), 3],
      ['sent', 'sent', '+8617000000002', null, 'On my way', 1],
    ]);
  });

  it('gives those of a card of 2G, which knows class A0 alone', async () => {
    const sim = await read(fullCard('2g'));
    expect(sim).toMatchObject({
      kind: '2g',
      iccid: '89860000000000000017',
      imsi: '001010000000017',
      broken: [],
    });
    expect(sim.contacts.map(({ name, numbers }) => [name, numbers])).toEqual([
      ['Ann; Lee, Jr.', ['+8617000000002']],
      ['张伟', ['+8617000000003']],
      ['Жанна', ['*100#']],
      ['中丁', []],
      ['Conference', [`+8617000000004p${'1234567890'.repeat(4)}`]],
    ]);
    expect(sim.messages).toHaveLength(3);
    expect(sim.ownNumbers).toHaveLength(1);
  });

  it.each(['usim', '2g'] as const)('sends nothing to a %s that could change it', async (kind) => {
    const card = watched(virtualUicc(fullCard(kind, { pin: '1234' })));
    await readSim(card.transmit, saying('1234'));
    // SELECT, READ BINARY, READ RECORD, GET RESPONSE and VERIFY (ETSI TS 102 221 table 10.5), written out here.
    const allowed = [0xa4, 0xb0, 0xb2, 0xc0, 0x20];
    expect(Object.values(INSTRUCTIONS).toSorted()).toEqual(allowed.toSorted());
    expect(card.commands.map((apdu) => apdu[1]).filter((ins) => !allowed.includes(ins!))).toEqual([]);
    expect(card.commands.filter((apdu) => apdu[1] === 0x20 && apdu.length > 4)).toHaveLength(1);
  });

  it('takes EF_ADN of a USIM that has no phone book', async () => {
    const contents = fullCard('2g');
    const [, , telecom] = masterOf(contents).children;
    const usim = masterOf({ ...contents, kind: 'usim', contacts: [] });
    const card = new VirtualUicc(
      'usim',
      { ...usim, children: usim.children.map((one) => (one.id === '7F10' ? telecom! : one)) },
      pinOf(contents),
    );
    expect((await readSim(watched(card).transmit, NOBODY)).contacts).toHaveLength(5);
  });

  it('takes the phone book of the application too', async () => {
    const usim = masterOf(fullCard('usim'));
    const shared = usim.children.find(({ id }) => id === '7F10') as Folder;
    const own = masterOf(fullCard('usim', { contacts: [{ name: 'Own', number: '1' }] }));
    const book = (own.children.find(({ id }) => id === '7F10') as Folder).children;
    const children = usim.children.map((one) =>
      one.kind === 'folder' && one.aid !== undefined ? { ...one, children: [...one.children, ...book] } : one,
    );
    const card = new VirtualUicc('usim', { ...usim, children }, pinOf(fullCard('usim')));
    expect(shared.children).toHaveLength(1);
    expect((await readSim(watched(card).transmit, NOBODY)).contacts.map(({ name }) => name)).toEqual([
      'Ann; Lee, Jr.',
      '张伟',
      'Жанна',
      '中丁',
      'Conference',
      'Own',
    ]);
  });
});

describe('a card with something broken', () => {
  const record = (file: CardFile, at: number, bytes: Buffer): CardFile => {
    if (file.kind !== 'records') throw new Error('no records');
    return recordFile(
      file.id,
      file.recordLength,
      file.records.map((one, i) => (i === at ? bytes : one)),
    );
  };

  it('names a broken name with its bytes, and gives all else', async () => {
    const broken = Buffer.concat([
      Buffer.from('8200', 'hex'),
      Buffer.alloc(20, 0x41),
      Buffer.from('0281214300', 'hex'),
      Buffer.alloc(9, 0xff),
    ]);
    broken[1] = 0x30;
    const card = changed(fullCard('usim'), '4F3A', (file) => record(file, 1, broken));
    const sim = await readSim(watched(card).transmit, NOBODY);
    expect(sim.broken).toEqual([
      {
        file: '7F10/5F3A/4F3A',
        record: 2,
        problem: 'name_coding',
        hex: broken.toString('hex').toUpperCase(),
      },
    ]);
    expect(sim.contacts).toHaveLength(5);
    expect(sim.contacts[1]!.numbers).toEqual(['12']);
  });

  it('gives what there is where a file has length 0', async () => {
    for (const id of ['4F3A', '4F50', '4F17', '6F3C', '6F40', '4F4A']) {
      const card = changed(fullCard('usim'), id, () => recordFile(id, 0, []));
      const sim = await readSim(watched(card).transmit, NOBODY);
      expect(sim.iccid).toBe('89860000000000000017');
      expect(sim.contacts.length, id).toBe(id === '4F3A' ? 0 : 5);
      expect(sim.messages.length, id).toBe(id === '6F3C' ? 0 : 3);
    }
  });

  it('names what belongs to nobody', async () => {
    const card = changed(fullCard('usim'), '4F17', () => recordFile('4F17', 2, [Buffer.from('FF09', 'hex')]));
    const sim = await readSim(watched(card).transmit, NOBODY);
    expect(sim.contacts[0]).toMatchObject({ emails: [], numbers: ['+8617000000002'] });
    expect(sim.broken.map(({ file, record: at, problem }) => [file, at, problem])).toEqual([
      ['7F10/5F3A/4F3A', 1, 'link_broken'],
      ['7F10/5F3A/4F11', 1, 'link_broken'],
      ['7F10/5F3A/4F50', 1, 'link_broken'],
      ['7F10/5F3A/4F50', 2, 'link_broken'],
    ]);
  });

  it('names a reference to no phone book, and a file that is not there', async () => {
    const noNumbers = changed(fullCard('usim'), '4F30', () =>
      recordFile('4F30', 8, [Buffer.from('A804C3024F19', 'hex')]),
    );
    expect((await readSim(watched(noNumbers).transmit, NOBODY)).broken).toMatchObject([
      { file: '7F10/5F3A/4F30', record: 1, problem: 'file_description' },
    ]);
    const noEmails = changed(fullCard('usim'), '4F50', () => null);
    const sim = await readSim(watched(noEmails).transmit, NOBODY);
    expect(sim.contacts).toHaveLength(5);
    expect(sim.broken.map(({ record: at, problem }) => [at, problem])).toEqual([
      [1, 'link_broken'],
      [4, 'link_broken'],
    ]);
  });

  it('goes on after a record that the card does not give', async () => {
    const { transmit } = watched(virtualUicc(fullCard('usim')));
    let reads = 0;
    const sim = await readSim(async (apdu) => {
      // 6581: a memory problem.
      if (apdu[1] === 0xb2 && ++reads === 3) return Buffer.from('6581', 'hex');
      return transmit(apdu);
    }, NOBODY);
    expect(sim.broken.map(({ problem, hex }) => [problem, hex])).toEqual([['not_given', '6581']]);
    expect(sim.contacts).toHaveLength(5);
  });

  it('ends with the card, whatever that answers', async () => {
    const answers = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        answers,
        fc.constantFrom('9000', '6110', '6C05', '6A82', '9F0F', '6982'),
        async (bodies, statusWord) => {
          let n = 0;
          const transmit = async () => {
            n += 1;
            const body = bodies[n % bodies.length]!;
            return n % 3 === 0 ? Buffer.from(body) : Buffer.concat([body, Buffer.from(statusWord, 'hex')]);
          };
          const end = await fault(readSim(transmit, saying('1234')));
          if (end instanceof Error) throw end;
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is no SIM where it has neither application', async () => {
    expect(await fault(readSim(async () => Buffer.from('6A82', 'hex'), NOBODY))).toEqual({
      code: 'not_a_sim',
      detail: '6A82',
    });
  });

  it('is told apart from one that never ends', async () => {
    expect(await fault(readSim(async () => Buffer.from('6110', 'hex'), NOBODY))).toMatchObject({
      code: 'card_protocol',
    });
  });
});

describe.each(['usim', '2g'] as const)('the PIN of a %s', (kind) => {
  const locked = (more: Partial<CardContents> = {}) =>
    watched(virtualUicc(fullCard(kind, { pin: '4711', ...more })));
  const tries = ({ commands }: { commands: readonly Buffer[] }) =>
    commands.filter((apdu) => apdu[1] === 0x20 && apdu.length > 4).length;

  it('opens it, and is told how many tries are left', async () => {
    const card = locked({ triesLeft: 2 });
    let told: number | null = null;
    const sim = await readSim(card.transmit, {
      lastTry: false,
      askPin: async (left) => {
        told = left;
        return '4711';
      },
    });
    expect(told).toBe(2);
    expect(sim.contacts).toHaveLength(5);
  });

  it('is not asked for where none is set', async () => {
    const card = watched(virtualUicc(fullCard(kind)));
    await readSim(card.transmit, { lastTry: false, askPin: () => Promise.reject(new Error('asked')) });
    expect(tries(card)).toBe(0);
  });

  it('is tried once, and never again by itself', async () => {
    const card = locked();
    expect(await fault(readSim(card.transmit, saying('0000')))).toEqual({ code: 'pin_wrong', triesLeft: 2 });
    expect(tries(card)).toBe(1);
    expect(card.card.pin.state.triesLeft).toBe(2);
  });

  it.each(['', '123', '123456789', '12a4', '１２３４'])('costs no try where it is %j', async (pin) => {
    const card = locked();
    expect(await fault(readSim(card.transmit, saying(pin)))).toEqual({ code: 'pin_malformed', triesLeft: 3 });
    expect(card.card.pin.state.triesLeft).toBe(3);
  });

  it('is needed where nobody gives it', async () => {
    const card = locked();
    expect(await fault(readSim(card.transmit, NOBODY))).toEqual({ code: 'pin_needed', triesLeft: 3 });
    expect(tries(card)).toBe(0);
  });

  it('keeps its last try, unless told that it may be used', async () => {
    const card = locked({ triesLeft: 1 });
    expect(await fault(readSim(card.transmit, saying('4711')))).toEqual({ code: 'pin_last_try' });
    expect(tries(card)).toBe(0);
    expect((await readSim(card.transmit, { ...saying('4711'), lastTry: true })).contacts).toHaveLength(5);
  });

  it('is locked by a wrong last try, and stays so', async () => {
    const card = locked({ triesLeft: 1 });
    expect(await fault(readSim(card.transmit, { ...saying('0000'), lastTry: true }))).toEqual({
      code: 'puk_locked',
    });
    card.card.reset();
    expect(await fault(readSim(card.transmit, { ...saying('4711'), lastTry: true }))).toEqual({
      code: 'puk_locked',
    });
    expect(tries(card)).toBe(1);
  });
});

describe('a card that goes away', () => {
  it('gives nothing, in whatever moment', async () => {
    const whole = watched(virtualUicc(fullCard('usim')));
    await readSim(whole.transmit, NOBODY);
    for (let after = 0; after < whole.commands.length; after += 7) {
      const { transmit } = watched(virtualUicc(fullCard('usim')));
      let n = 0;
      const leaving = async (apdu: Buffer) => {
        if (n++ >= after) throw new SimFault('card_gone');
        return transmit(apdu);
      };
      expect(await fault(readSim(leaving, NOBODY))).toEqual({ code: 'card_gone' });
    }
  });
});
