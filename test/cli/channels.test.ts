import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { widthOf } from '../../src/cli/label-column.ts';
import { besideRunning } from '../../src/cli/with-base.ts';
import { readSettings } from '../../src/config/settings.ts';
import { checkText } from '../../src/operations/channels/check-text.ts';
import { channelParts } from '../../src/run/channel-parts.ts';
import { VISITOR } from '../support/actors.ts';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';

const instance = await testInstance();
const { operations: op } = instance;
const handback = (args: readonly string[], environment?: Readonly<Record<string, string>>) =>
  inProcess(instance, ['channels', ...args], environment);
const EXAMPLE = 'examples/channels.yaml';
const FILE = { HANDBACK_CHANNELS_FILE: EXAMPLE };

/** A file of this test. @returns its path */
function written(name: string, text: string): string {
  const path = join(instance.dataFolder, name);
  writeFileSync(path, text);
  return path;
}

describe('handback channels show', () => {
  it('lists whom one can reach by what: the settings, the own file, the public entries', async () => {
    const { code, out } = await handback(['show'], { ...FILE, HANDBACK_SMS_SENDER: '10690000' });
    expect(code).toBe(0);
    expect(out).toContain('Handback Demo Mobile (operator, cn)');
    expect(out).toMatch(/sender +10690000 +\d{4}-\d\d-\d\d {2}settings/);
    expect(out).toMatch(/account weibo +归一移动客服/);
    expect(out).toMatch(/number +10086 /);
    expect(out).toMatch(/old\.guiyi-archive\.example .*-> 2026-12-31/);
    const chinese = await handback(['show'], { ...FILE, LANG: 'zh_CN.UTF-8' });
    expect(chinese.out).toContain('中国移动 (carrier, cn)');
  });

  it('prints the same as JSON, twice the same', async () => {
    const { out } = await handback(['show', '--json'], FILE);
    const { owners } = JSON.parse(out) as {
      owners: readonly { id: string; channels: readonly { kind: string; value: string }[] }[];
    };
    const guiyi = owners.find(({ id }) => id === 'guiyi')!;
    expect(guiyi.channels).toContainEqual(expect.objectContaining({ kind: 'app', value: '归一掌厅' }));
    expect((await handback(['show', '--json'], FILE)).out).toBe(out);
  });

  it('refuses a file that is not there or is wrong, before anything is said of channels', async () => {
    const missing = await handback(['show'], {
      HANDBACK_CHANNELS_FILE: join(instance.dataFolder, 'none.yaml'),
    });
    expect(missing.code).not.toBe(0);
    expect(missing.out).toBe('');
    expect(missing.err).toContain('none.yaml');
  });
});

describe('beside the demo', () => {
  const demo = { databaseUrl: '', rulebookOverlay: null, demo: true, address: 'http://127.0.0.1:8151' };
  const settings = readSettings({});

  it('its operator and its channels are those of the demo, as its own page shows them', () => {
    const beside = besideRunning(settings, demo);
    expect(beside.publicUrl).toBe(demo.address);
    const own = channelParts(beside, demo.address).registry.owners.find(({ role }) => role === 'operator')!;
    expect(own.name.en).toBe('Guiyi Mobile');
    expect(own.channels).toContainEqual(expect.objectContaining({ value: 'guiyi.example' }));
  });

  it('what the environment says goes before; beside anything else nothing is changed', () => {
    vi.stubEnv('HANDBACK_OPERATOR_NAME', 'Other Mobile');
    const named = readSettings({
      HANDBACK_OPERATOR_NAME: 'Other Mobile',
      HANDBACK_URL: 'https://other.example',
    });
    expect(besideRunning(named, demo)).toEqual(named);
    vi.unstubAllEnvs();
    expect(besideRunning(settings, { ...demo, demo: false })).toBe(settings);
    expect(besideRunning(settings, null)).toBe(settings);
  });
});

describe('handback channels check', () => {
  it('says that a file is good, and what it holds', async () => {
    const { code, out } = await handback(['check', EXAMPLE]);
    expect(code).toBe(0);
    expect(out).toMatch(/^examples\/channels\.yaml: good\n/);
    expect(out).toContain('guiyi.example');
    // Chinese letters are two columns wide: what follows stands in one column all the same.
    const columns = out.split('\n').flatMap((line) => {
      const before = /^(.*?)2026-11-29/.exec(line)?.[1];
      return before === undefined ? [] : [widthOf(before)];
    });
    expect(new Set(columns).size).toBe(1);
  });

  it('names every problem with its line', async () => {
    const wrong = readFileSync(EXAMPLE, 'utf8')
      .replace('value: guiyi.example', 'value: https://guiyi.example/')
      .replace('role: operator', 'role: friend')
      .replace('checked: 2026-11-29', 'checked: yesterday');
    const { code, out, err } = await handback(['check', written('wrong.yaml', wrong)]);
    expect(code).toBe(1);
    expect(out).toBe('');
    const lines = [...err.matchAll(/wrong\.yaml:(\d+)/g)].map(([, line]) => Number(line));
    expect(new Set(lines).size).toBeGreaterThanOrEqual(2);
    const nothing = await handback(['check', join(instance.dataFolder, 'nowhere.yaml')]);
    expect(nothing.code).toBe(1);
    expect(nothing.err).not.toBe('');
    expect((await handback(['check'])).code).toBe(2);
  });
});

describe('handback channels sign and verify', () => {
  it('signs the registry, and reads it offline; a changed letter and another key are told', async () => {
    const signed = await handback(['sign'], FILE);
    expect(signed.code).toBe(0);
    const jws = signed.out.trim();
    const trust = instance.keyRing.publicKeys();
    const trusted = written('trust.json', JSON.stringify(trust));
    const good = await handback(['verify', written('channels.jws', jws), '--trust', trusted]);
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('guiyi.example') });
    const [head, body, signature] = jws.split('.');
    const changed = Buffer.from(
      Buffer.from(body!, 'base64url').toString().replace('guiyi.example', 'guiyi.exampel'),
    ).toString('base64url');
    const forged = written('forged.jws', [head, changed, signature].join('.'));
    const bad = await handback(['verify', forged, '--trust', trusted]);
    expect(bad.code).toBe(1);
    expect(bad.out).not.toContain('guiyi');
    const rubbish = await handback(['verify', written('rubbish.jws', 'nothing'), '--trust', trusted]);
    expect(rubbish.code).toBe(1);
    expect((await handback(['verify', forged])).code).toBe(2);
  });
});

describe('handback channels blocks', () => {
  const LIST =
    'kind,value,note\ndomain,evil-list.top,=cmd()\nnumber,+447000000001,\naccount,telegram/evil_one,\n';

  it('adds a list once, however often it comes, and decides by it', async () => {
    const path = written('police.csv', LIST);
    const first = await handback(['blocks', 'import', path, '--source', 'Police list']);
    expect(first).toMatchObject({ code: 0, out: '3 of 3 rows are new.\n' });
    const second = await handback(['blocks', 'import', path, '--source', 'Police list']);
    expect(second).toMatchObject({ code: 0, out: '0 of 3 rows are new.\n' });
    const { reasons } = await checkText(op, VISITOR, { text: 'https://evil-list.top/a', sender: null });
    expect(reasons[0]).toBe('blocked');
    const { rows } = await op.pool.query(
      `select facts->>'added' as added from audit where action = 'channel_blocks_added' order by audit_id`,
    );
    expect(rows).toEqual([{ added: '3' }, { added: '0' }]);
  });

  it('gives out what it took in, so that it can be taken in elsewhere; no cell is a formula', async () => {
    await handback(['blocks', 'import', written('again.csv', LIST), '--source', 'Police list']);
    const { code, out } = await handback(['blocks', 'export']);
    expect(code).toBe(0);
    expect(out).toContain('kind,value,note,source,added_at\r\n');
    expect(out).toMatch(/domain,evil-list\.top,[^\r\n]*Police list,\d{4}-/);
    for (const cell of out.split(/[,\r\n]+/)) expect(cell).not.toMatch(/^"?[=+@]/);
    const back = await handback(['blocks', 'import', written('back.csv', out), '--source', 'x', '--json']);
    expect(JSON.parse(back.out)).toEqual({ rows: 3, added: 0, wrong: [] });
  });

  it('names the rows that can be nothing, and leaves out what is official', async () => {
    const path = written(
      'mixed.csv',
      'kind,value\ndomain,new-evil.top\nthing,x\ndomain,not a domain\ndomain,10086.cn\n',
    );
    const told = await handback(['blocks', 'import', path, '--source', 'x']);
    expect(told.code).toBe(1);
    expect(told.out).toBe(
      '1 of 4 rows are new.\nLeft out, because they name nothing that can be blocked: rows 2, 3, 4\n',
    );
    const json = await handback(['blocks', 'import', path, '--source', 'x', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toEqual({ rows: 4, added: 0, wrong: [2, 3, 4] });
  });

  it('refuses what is no list, a file that is not there, and a list of nobody', async () => {
    for (const [name, text] of [
      ['empty.csv', ''],
      ['other.csv', 'a,b\n1,2\n'],
      ['quoted.csv', 'kind,value\n"domain,x\n'],
    ] as const) {
      const { code, err } = await handback(['blocks', 'import', written(name, text), '--source', 'x']);
      expect(code, name).toBe(1);
      expect(err, name).not.toBe('');
    }
    expect((await handback(['blocks', 'import', '/nowhere.csv', '--source', 'x'])).code).toBe(1);
    expect((await handback(['blocks', 'import', written('l.csv', LIST), '--source', ' '])).code).toBe(1);
    expect((await handback(['blocks', 'import', written('l.csv', LIST)])).code).toBe(2);
    expect((await handback(['blocks'])).code).not.toBe(0);
  });
});
