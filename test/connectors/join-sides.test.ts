import { describe, expect, test } from 'vitest';
import { type DetachingSide, joinSides, type Service } from '../../src/connectors/join-sides.ts';
import { parseImsi } from '../../src/domain/values/imsi.ts';
import { ConnectorError } from '../../src/ports/connector-error.ts';
import type { AnswerMeaning, NetworkAnswer, NodeRef } from '../../src/ports/hlr.ts';
import { MemoryNetwork } from './memory-network.ts';

const IMSI = parseImsi('001010000000001');

/** A register in memory with a node in each domain, and a detaching side that does what `tell` says. */
async function joined(tell: (node: NodeRef, service: Service) => AnswerMeaning | Error) {
  const network = new MemoryNetwork();
  await network.createSubscriber(IMSI);
  for (const domain of ['cs', 'ps'] as const)
    await (await network.servingNode(`NODE-${domain}`)).attach(IMSI, domain);
  const register = network.connect();
  const told: [string, Service][] = [];
  const closed: string[] = [];
  const note = (meaning: AnswerMeaning, node: NodeRef): NetworkAnswer => ({
    element: node.name,
    interface: 'test',
    request: '',
    answer: new Uint8Array(),
    meaning,
    node,
    at: new Date(),
  });
  const detaching: DetachingSide = {
    element: 'nodes',
    callTimeoutMs: 700,
    cancelLocation: async (_imsi, node) => ({
      value: { acknowledged: true },
      answers: [note('location_cancelled', node)],
    }),
    tellService: async (_imsi, node, service) => {
      told.push([node.name, service]);
      const outcome = tell(node, service);
      if (outcome instanceof Error) throw outcome;
      return { value: undefined, answers: [note(outcome, node)] };
    },
    close: async () => void closed.push('nodes'),
  };
  return { network, register, hlr: joinSides(register, detaching), detaching, told, closed };
}

describe('a register and a side that reaches the nodes', () => {
  test('are one: each does its part', async () => {
    const { hlr, network, closed } = await joined(() => 'access_refused');
    expect((await hlr.lookup(IMSI)).value).toMatchObject({ imsi: IMSI });
    const reply = await hlr.cancelLocation(IMSI, { domain: 'ps', name: 'NODE-ps' });
    expect(reply.answers).toMatchObject([{ element: 'NODE-ps', interface: 'test' }]);
    expect((await hlr.remove(IMSI)).value.existed).toBe(true);
    expect(network.subscribers.size).toBe(0);
    await hlr.close();
    expect(closed).toEqual(['nodes']);
    await expect(hlr.lookup(IMSI)).rejects.toMatchObject({ detail: 'closed' });
  });

  test('take as long for one call as the longest of them: change, look up, tell', async () => {
    const { hlr, register } = await joined(() => 'access_refused');
    expect(hlr.callTimeoutMs).toBe(2 * register.callTimeoutMs + 700);
    expect(hlr.element).toBe(register.element);
  });

  test('bar at the register, then tell every packet-switched node that serves, and keep what it says', async () => {
    const { hlr, told, network } = await joined(() => 'access_refused');
    const saved = (await hlr.lookup(IMSI)).value!;
    const barred = await hlr.bar(IMSI);
    expect(network.subscribers.get(IMSI)).toMatchObject({ psEnabled: false });
    expect(barred.answers.map(({ element, meaning }) => [element, meaning])).toEqual([
      ['memory', 'access_refused'],
      ['memory', 'subscriber_found'],
      ['NODE-ps', 'access_refused'],
    ]);
    await hlr.unbar(saved);
    await hlr.unbar({ ...saved, csEnabled: false, psEnabled: false });
    expect(told).toEqual([
      ['NODE-ps', 'refused'],
      ['NODE-ps', 'granted'],
      ['NODE-ps', 'refused'],
    ]);
  });

  test.each([
    ['an error of the node', () => 'cancel_refused' as const, ['cancel_refused']],
    ['silence', () => 'node_silent' as const, ['node_silent']],
    ['a link that is away', () => new ConnectorError('s6a', 'unavailable', 'ECONNREFUSED'), []],
  ])('bar all the same at %s', async (_name, tell, last) => {
    const { hlr, network } = await joined(tell);
    const { answers } = await hlr.bar(IMSI);
    expect(answers.map(({ meaning }) => meaning)).toEqual(['access_refused', 'subscriber_found', ...last]);
    expect(network.subscribers.get(IMSI)).toMatchObject({ psEnabled: false });
  });

  test('tell nobody of a bar that failed', async () => {
    const { hlr, told } = await joined(() => 'access_refused');
    await expect(hlr.bar(parseImsi('001010000000002'))).rejects.toMatchObject({
      detail: 'subscriber_absent',
    });
    expect(told).toEqual([]);
  });

  test('do without a side that cannot tell', async () => {
    const { register, detaching } = await joined(() => 'access_refused');
    const { tellService: _, ...silent } = detaching;
    const { answers } = await joinSides(register, silent).bar(IMSI);
    expect(answers.map(({ meaning }) => meaning)).toEqual(['access_refused']);
  });

  test('do not swallow a fault of the program', async () => {
    const { hlr } = await joined(() => new TypeError('a bug'));
    await expect(hlr.bar(IMSI)).rejects.toThrow('a bug');
  });
});
