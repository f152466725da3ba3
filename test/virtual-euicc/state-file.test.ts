import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newEuicc } from '../../src/simulators/pki/new-euicc.ts';
import { VirtualEuicc } from '../../src/virtual-euicc/euicc.ts';
import { readState, writeState } from '../../src/virtual-euicc/state-file.ts';
import { ADDRESS, cardOf, LAKESIDE, profile, testCard } from './cards.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handback-euicc-'));
  file = join(folder, 'card.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an eUICC in a file', () => {
  it('keeps profiles, notifications and sequence numbers from one process to the next', async () => {
    const told = { install: [ADDRESS], delete: [ADDRESS] };
    const first = testCard([profile({ notificationAddresses: told })], {}, (state) =>
      writeState(file, state),
    );
    await (await first.lpa()).delete(LAKESIDE);

    const again = cardOf(new VirtualEuicc(readState(file), (state) => writeState(file, state)));
    expect(again.euicc.state).toEqual(first.euicc.state);
    const lpa = await again.lpa();
    expect(await lpa.profiles()).toEqual([]);
    expect((await lpa.notifications()).map(({ seqNumber, event }) => [seqNumber, event])).toEqual([
      [1, 'install'],
      [2, 'delete'],
    ]);
    await lpa.remove(2);
    again.euicc.install(profile());
    await lpa.delete(LAKESIDE);
    expect(readState(file).notifications.map(({ seqNumber }) => seqNumber)).toEqual([1, 3]);
  });

  it('is whole at all times, readable by its owner only, and leaves nothing beside it', () => {
    writeState(file, newEuicc());
    writeState(file, { ...newEuicc(), rootDsAddress: 'other.example.com' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readState(file).rootDsAddress).toBe('other.example.com');
    expect(readdirSync(folder)).toEqual(['card.json']);
  });

  it('does not do what it cannot keep: the command fails, and nothing has changed', async () => {
    let full = false;
    const { euicc, lpa: open } = testCard([profile()], {}, () => {
      if (full) throw new Error('no space left');
    });
    const lpa = await open();
    const before = euicc.state;
    full = true;
    await expect(lpa.delete(LAKESIDE)).rejects.toThrow('no space left');
    expect(euicc.state).toBe(before);
    full = false;
    expect(await lpa.delete(LAKESIDE)).toBe('ok');
  });

  it('takes the draft away and keeps the old state where writing fails', () => {
    writeState(file, newEuicc());
    const before = readFileSync(file);
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(() => writeState(file, circle as never)).toThrow();
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['card.json']);
  });

  it('says so where the file is something else', () => {
    writeFileSync(file, '{"eid":"1"}');
    expect(() => readState(file)).toThrow('is not a virtual eUICC');
    writeFileSync(file, 'null');
    expect(() => readState(file)).toThrow('is not a virtual eUICC');
    writeFileSync(file, '{');
    expect(() => readState(file)).toThrow('is not JSON');
    expect(() => readState(join(folder, 'none.json'))).toThrow('ENOENT');
  });
});
