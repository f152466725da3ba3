import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readServingNodeFile } from '../../../src/config/serving-node-file.ts';
import { readSettings } from '../../../src/config/settings.ts';
import { PROBES } from '../../../src/connectors/index.ts';
import { createOsmoMsc, createOsmoSgsn } from '../../../src/connectors/osmo-node/node.ts';
import { servingNodesOf } from '../../../src/connectors/serving-nodes.ts';
import { parseImsi } from '../../../src/domain/values/imsi.ts';
import type { ServingNode } from '../../../src/ports/serving-node.ts';
import { msc, sgsn, startVtyNode, type VtyNode } from './vty-node.ts';

const IMSI = parseImsi('001010000000001');
const OTHER = parseImsi('001010000000002');

describe.each([
  {
    program: 'OsmoMSC',
    create: createOsmoMsc,
    domain: 'cs',
    other: 'ps',
    words: msc,
    ask: `show subscriber imsi ${IMSI}`,
  },
  {
    program: 'OsmoSGSN',
    create: createOsmoSgsn,
    domain: 'ps',
    other: 'cs',
    words: sgsn,
    ask: `show mm-context imsi ${IMSI}`,
  },
] as const)('$program', ({ program, create, domain, other, words, ask }) => {
  let vty: VtyNode;
  let node: ServingNode;
  const named = { domain, name: 'NODE-1' } as const;
  beforeAll(async () => {
    vty = await startVtyNode(program);
  });
  afterEach(async () => {
    await node?.close();
  });
  afterAll(() => vty?.close());
  const connect = (options: { readonly hostname?: string; readonly callTimeoutMs?: number } = {}) => {
    node = create({ host: vty.host, port: vty.port, ...options });
    return node;
  };

  test('says whether it has a subscriber, with the answer as received', async () => {
    vty.answer((command) => (command.endsWith(IMSI) ? words.present(IMSI) : words.absent(OTHER)));
    connect();
    const there = await node.ask(IMSI, named);
    expect(there.value).toEqual({ present: true });
    expect(there.answers).toMatchObject([
      { element: 'NODE-1', interface: 'vty', request: ask, meaning: 'present_at_node', node: named },
    ]);
    expect(Buffer.from(there.answers[0]!.answer).toString('latin1')).toContain(words.present(IMSI));
    const away = await node.ask(OTHER, named);
    expect(away.value).toEqual({ present: false });
    expect(away.answers).toMatchObject([{ meaning: 'absent_at_node', node: named }]);
  });

  test('many questions at once each get their own answer', async () => {
    vty.answer((command) => {
      const imsi = command.split(' ').at(-1)!;
      return Number(imsi) % 2 === 0 ? words.present(imsi) : words.absent(imsi);
    });
    connect();
    const all = Array.from({ length: 200 }, (_, n) => parseImsi(`00101${String(n).padStart(10, '0')}`));
    const replies = await Promise.all(all.map((imsi) => node.ask(imsi, named)));
    expect(replies.map(({ value }) => value.present)).toEqual(all.map((_, n) => n % 2 === 0));
  });

  test.each<[string, (prompt: string) => string | Buffer]>([
    ['about another subscriber that it has', () => words.present(OTHER)],
    ['about another subscriber that it has not', () => words.absent(OTHER)],
    ['that is empty', () => ''],
    ['that is an error', () => '% Unknown command.\r\n'],
    ['with a NUL', () => words.absent(IMSI).replace('for', 'f\0r')],
    ['with more behind it', () => `${words.absent(IMSI)}${words.present(OTHER)}`],
    ['both ways', () => `${words.absent(IMSI)}${words.present(IMSI)}`],
    ['of 10 MB', () => `${words.absent(IMSI)}${'x'.repeat(10_000_000)}\r\n`],
    [
      'with a prompt in the middle',
      (prompt) => Buffer.from(`${ask}\r\n${words.absent(IMSI)}${prompt}${words.present(IMSI)}${prompt}`),
    ],
    ['without its echo', (prompt) => Buffer.from(`${words.absent(IMSI)}${prompt}`)],
  ])('takes an answer %s for no answer', async (_name, output) => {
    vty.answer(() => output(`${program}> `));
    connect();
    await expect(node.ask(IMSI, named)).rejects.toMatchObject({
      name: 'ConnectorError',
      fault: 'unknown',
      detail: expect.stringMatching(/^(malformed_answer|connection_closed|ECONNRESET)$/),
    });
    vty.answer(() => words.absent(IMSI));
    expect((await node.ask(IMSI, named)).value).toEqual({ present: false });
  });

  test('is not asked about the domain that it does not serve, nor for what is no whole IMSI', async () => {
    vty.answer(() => words.absent(IMSI));
    connect();
    const before = vty.asked.length;
    await expect(node.ask(IMSI, { ...named, domain: other })).rejects.toMatchObject({
      detail: 'other_domain',
    });
    for (const text of ['12345', '0010100000000012', '00101\n1', ''])
      await expect(node.ask(text as typeof IMSI, named)).rejects.toMatchObject({
        detail: 'argument_not_allowed',
      });
    expect(vty.asked.length).toBe(before);
  });

  test('that calls itself otherwise than the table says is not believed', async () => {
    vty.answer(() => words.absent(IMSI));
    connect({ hostname: 'MSC-Shanghai' });
    await expect(node.ask(IMSI, named)).rejects.toMatchObject({ fault: 'unavailable', detail: 'other_host' });
    connect({ hostname: program });
    expect((await node.ask(IMSI, named)).value.present).toBe(false);
  });

  test('that wants a password says so', async () => {
    const locked = createServer((socket) => socket.end('\r\nUser Access Verification\r\n\r\nPassword: '));
    locked.listen(0, '127.0.0.1');
    await once(locked, 'listening');
    node = create({ host: '127.0.0.1', port: (locked.address() as AddressInfo).port });
    await expect(node.ask(IMSI, named)).rejects.toMatchObject({
      fault: 'unavailable',
      detail: 'password_wanted',
    });
    locked.close();
  });

  test('that stays silent, or is gone, is no answer', async () => {
    vty.answer(() => 'silent');
    connect({ callTimeoutMs: 100 });
    await expect(node.ask(IMSI, named)).rejects.toMatchObject({ fault: 'unknown', detail: 'timeout' });
    await node.close();
    const gone = await startVtyNode(program);
    await gone.close();
    node = create({ host: gone.host, port: gone.port });
    await expect(node.ask(IMSI, named)).rejects.toMatchObject({ fault: 'unavailable' });
  });

  test('is probed by handback doctor', async () => {
    const scheme = program === 'OsmoMSC' ? 'osmo-msc' : 'osmo-sgsn';
    const probe = PROBES.node[scheme]!;
    vty.answer((command) => words.absent(command.split(' ').at(-1)!));
    const url = new URL(`${scheme}://${vty.host}:${vty.port}`);
    expect(await probe(url, {} as never, 3_000)).toEqual([
      { channel: 'vty', address: url.host, fault: null },
    ]);
    vty.answer(() => '% Unknown command.\r\n');
    expect(await probe(url, {} as never, 3_000)).toMatchObject([{ fault: 'malformed_answer' }]);
  });
});

describe('the table of serving nodes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'handback-nodes-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (text: string): string => {
    const path = join(folder, 'nodes.yaml');
    writeFileSync(path, text);
    return path;
  };

  test('finds a node by name or pattern and by its domain; the first row counts', async () => {
    const [one, two, three] = [
      createOsmoMsc({ host: '127.0.0.1' }),
      createOsmoSgsn({ host: '127.0.0.1' }),
      createOsmoSgsn({ host: '127.0.0.2' }),
    ];
    const nodes = servingNodesOf([
      { name: 'MSC-1', node: one },
      { name: 'SGSN-[1]', node: two },
      { name: '*SGSN*', node: three },
      { name: 'MSC-1', node: two },
    ]);
    expect(nodes.find({ domain: 'cs', name: 'MSC-1' })).toBe(one);
    expect(nodes.find({ domain: 'ps', name: 'MSC-1' })).toBe(two);
    expect(nodes.find({ domain: 'ps', name: 'SGSN-[1]' })).toBe(two);
    expect(nodes.find({ domain: 'ps', name: 'SGSN-1' })).toBe(three);
    expect(nodes.find({ domain: 'cs', name: 'SGSN-1' })).toBeNull();
    expect(nodes.find({ domain: 'cs', name: 'XMSC-1' })).toBeNull();
    await nodes.close();
  });

  test('is read from a file, which the settings name', () => {
    const path = file('nodes:\n  - name: MSC-1\n    url: osmo-msc://10.0.0.5:4254\n');
    expect(readSettings({ HANDBACK_SERVING_NODES: path }).servingNodes).toEqual([
      { name: 'MSC-1', url: new URL('osmo-msc://10.0.0.5:4254') },
    ]);
    expect(readSettings({}).servingNodes).toEqual([]);
  });

  test('has an example that can be read', () => {
    expect(readServingNodeFile('examples/serving-nodes.yaml')).toHaveLength(2);
  });

  test('is refused with every problem and its line', () => {
    const bad = file(
      'nodes:\n  - name: MSC 1\n    url: osmo-msc://h\n  - name: A\n    url: there\n  - name: B\n    url: osmo-msc://h\n    ports: 3\n  - name: B\n    url: osmo-msc://g\n',
    );
    const problems = (() => {
      try {
        readServingNodeFile(bad);
        return [];
      } catch (error) {
        return (error as { facts: { problems: string[] } }).facts.problems;
      }
    })();
    expect(problems.map((text) => text.replace(/^nodes\.yaml:/, ''))).toEqual([
      '2: nodes.name must be a name as the HLR gives it',
      '5: nodes.url is no address like SCHEME://HOST',
      '8: nodes.ports is not a key that is known here',
      '9: nodes.name names B twice for osmo-msc://',
    ]);
    expect(() => readServingNodeFile(join(folder, 'absent.yaml'))).toThrow('serving_nodes_invalid');
  });
});
