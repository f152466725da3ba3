import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOsmoHlr } from '../../src/connectors/osmo-hlr/driver.ts';
import type { Imsi } from '../../src/domain/values/imsi.ts';
import type { Hlr } from '../../src/ports/hlr.ts';
import { realNetworkAbsent } from '../../src/simulators/osmo-core/absent.ts';
import { type RealNetwork, startRealNetwork } from '../../src/simulators/osmo-core/network.ts';
import type { Phone } from '../../src/simulators/phone/phone.ts';
import { waitFor } from '../support/wait-for.ts';

const absent = realNetworkAbsent();

describe.skipIf(absent)(`phones on a real network${absent ? ` (${absent})` : ''}`, () => {
  let network: RealNetwork;
  let hlr: Hlr;
  let subscribers = 0;

  beforeAll(async () => {
    network = await startRealNetwork();
    // Short, because no serving node's acknowledgement ever comes back, and the tests do not want to wait for it.
    hlr = createOsmoHlr({ host: network.hlr.host, callTimeoutMs: 2_000 });
  });
  afterAll(async () => {
    await hlr?.close();
    await network?.close();
  });

  async function newPhone(): Promise<{ phone: Phone; imsi: Imsi; number: string }> {
    const n = String(subscribers++).padStart(3, '0');
    const imsi = `001010000000${n}` as Imsi;
    const number = `447700900${n}`;
    await network.addSubscriber({ imsi, msisdn: number });
    return { phone: network.phone(imsi), imsi, number };
  }

  async function attached(): Promise<{ phone: Phone; imsi: Imsi; number: string }> {
    const one = await newPhone();
    expect(await one.phone.attach()).toEqual({ data: { accepted: true }, voice: { accepted: true } });
    return one;
  }

  /** Neither node is told of a cancellation's fate by the other side, so this says what they know themselves. */
  const known = async (imsi: Imsi): Promise<{ sgsn: boolean; msc: boolean }> => ({
    sgsn: (await network.says('sgsn', imsi))[0]!.startsWith(`MM Context for IMSI ${imsi},`),
    msc: (await network.says('msc', imsi)).includes(`    IMSI: ${imsi}`),
  });

  it('attaches, and the HLR names the serving nodes', async () => {
    const { phone, imsi, number } = await attached();
    expect((await hlr.lookup(imsi)).value).toMatchObject({
      msisdn: `+${number}`,
      servingNodes: [
        { domain: 'cs', name: network.msc.name },
        { domain: 'ps', name: network.sgsn.name },
      ],
    });
    expect(await known(imsi)).toEqual({ sgsn: true, msc: true });
    expect(phone.log.entries.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['ATTACH ACCEPT', 'LOCATION UPDATING ACCEPT']),
    );
  });

  it('asks a phone that comes with a foreign name who it is', async () => {
    const { phone, imsi } = await newPhone();
    expect(await phone.data.attach({ as: 'foreign' })).toEqual({ accepted: true });
    expect(await phone.voice.attach({ as: 'foreign' })).toEqual({ accepted: true });
    expect(
      phone.log.entries.filter((s) => s.message === 'IDENTITY REQUEST' && s.detail === 'IMSI'),
    ).toHaveLength(2);
    expect(await known(imsi)).toEqual({ sgsn: true, msc: true });
  });

  it('is refused with a cause where the HLR does not know the card', async () => {
    const stranger = network.phone('001010999999999');
    expect(await stranger.voice.attach()).toEqual({
      accepted: false,
      cause: 2,
      reason: 'IMSI unknown in HLR',
    });
    expect(await stranger.data.attach()).toMatchObject({ accepted: false });
  });

  it('is detached by a cancellation, which the phone sees and the HLR never hears', async () => {
    const { phone, imsi } = await attached();
    const cancelled = hlr.cancelLocation(imsi, { domain: 'ps', name: network.sgsn.name });
    expect(await phone.data.detached()).toMatchObject({ cause: 10 });
    expect(phone.data.attached).toBe(false);
    expect((await cancelled).value).toEqual({ acknowledged: false });
    expect(await known(imsi)).toEqual({ sgsn: false, msc: true });

    const alsoVoice = await hlr.cancelLocation(imsi, { domain: 'cs', name: network.msc.name });
    expect(alsoVoice.value).toEqual({ acknowledged: false });
    expect(await known(imsi)).toEqual({ sgsn: false, msc: false });
  });

  it('gets nothing any more once barred and cancelled, and everything again once the bar is lifted', async () => {
    const { phone, imsi } = await attached();
    const saved = (await hlr.lookup(imsi)).value!;
    await hlr.bar(imsi);
    // The bar alone detaches nobody.
    expect(await known(imsi)).toEqual({ sgsn: true, msc: true });
    await Promise.all(saved.servingNodes.map((node) => hlr.cancelLocation(imsi, node)));
    await phone.data.detached();

    expect(await phone.voice.call('5151')).toMatchObject({ accepted: false, cause: 4 });
    expect(await phone.voice.sendText('5151', 'hello')).toMatchObject({ accepted: false, cause: 4 });
    expect(await phone.voice.attach()).toMatchObject({ accepted: false, cause: 11 });
    // OsmoSGSN 1.9 waits for its own time-out though the HLR refused at once, and calls that a network failure.
    expect(await phone.data.attach()).toMatchObject({ accepted: false, cause: 17 });
    expect(await known(imsi)).toEqual({ sgsn: false, msc: false });

    await hlr.unbar(saved);
    expect(await phone.attach()).toEqual({ data: { accepted: true }, voice: { accepted: true } });
    expect(await phone.voice.call('5151')).toMatchObject({ accepted: true });
  });

  it('keeps a phone out that is in the middle of attaching when its line ends', async () => {
    const { phone, imsi } = await newPhone();
    phone.data.withhold('IDENTITY RESPONSE');
    phone.voice.withhold('IDENTITY RESPONSE');
    const data = phone.data.attach({ as: 'foreign' });
    const voice = phone.voice.attach({ as: 'foreign' });
    for (const one of ['Gb', 'A'] as const)
      await phone.log.until('IDENTITY REQUEST', (s) => s.interface === one && s.direction === 'received');
    await hlr.bar(imsi);
    await Promise.all([
      hlr.cancelLocation(imsi, { domain: 'ps', name: network.sgsn.name }),
      hlr.cancelLocation(imsi, { domain: 'cs', name: network.msc.name }),
    ]);
    // The nodes do not know yet whose phone that is, so they say that it is not there; and so it stays.
    expect(await known(imsi)).toEqual({ sgsn: false, msc: false });
    phone.data.release();
    phone.voice.release();
    expect(await voice).toMatchObject({ accepted: false });
    expect(await data).toMatchObject({ accepted: false });
    expect(await known(imsi)).toEqual({ sgsn: false, msc: false });
  });

  it('detaches a phone as soon as its node can act again', async () => {
    const { phone, imsi } = await attached();
    network.sgsn.freeze();
    try {
      await hlr.bar(imsi);
      const cancelled = await hlr.cancelLocation(imsi, { domain: 'ps', name: network.sgsn.name });
      expect(cancelled.value).toEqual({ acknowledged: false });
      expect(phone.data.attached).toBe(true);
    } finally {
      network.sgsn.thaw();
    }
    await phone.data.detached();
    expect(await known(imsi)).toEqual({ sgsn: false, msc: true });
  });

  it('leaves other phones alone', async () => {
    const ended = await attached();
    const stays = await attached();
    await hlr.bar(ended.imsi);
    const nodes = (await hlr.lookup(ended.imsi)).value!.servingNodes;
    await Promise.all(nodes.map((node) => hlr.cancelLocation(ended.imsi, node)));
    await ended.phone.data.detached();
    expect(await known(stays.imsi)).toEqual({ sgsn: true, msc: true });
    expect(stays.phone.log.entries.some(({ message }) => message === 'DETACH REQUEST')).toBe(false);
    expect(await stays.phone.voice.call('5151')).toMatchObject({ accepted: true });
  });

  it('rings and gets texts while it is on, and neither after its end', async () => {
    const caller = await attached();
    const { phone, imsi, number } = await attached();
    // It has no voice, so it is busy to all; that its caller hears so means that it was reached.
    expect(await caller.phone.voice.call(number)).toMatchObject({ ended: { reason: 'user busy' } });
    for (const text of ['hello {you}', '注销']) {
      expect(await caller.phone.voice.sendText(number, text)).toEqual({ accepted: true });
      expect(await phone.voice.texts.next()).toEqual({ from: caller.number, text });
    }
    const pagings = phone.log.entries.filter(({ message }) => message === 'PAGING REQUEST').length;

    await hlr.bar(imsi);
    await hlr.cancelLocation(imsi, { domain: 'cs', name: network.msc.name });
    expect(await caller.phone.voice.call(number)).toMatchObject({ ended: { cause: 18 } });
    expect(await caller.phone.voice.sendText(number, 'still there?')).toMatchObject({ accepted: false });
    expect(phone.log.entries.filter(({ message }) => message === 'PAGING REQUEST')).toHaveLength(pagings);
  });

  it('says goodbye when it is switched off', async () => {
    const { phone, imsi } = await attached();
    await phone.switchOff();
    // Nobody answers that, so there is nothing else to wait for.
    await waitFor(async () => expect(await known(imsi)).toEqual({ sgsn: false, msc: false }));
  });

  it('attaches sixty phones at once, on one link of each kind', async () => {
    const many = await Promise.all(Array.from({ length: 60 }, newPhone));
    const outcomes = await Promise.all(many.map(({ phone }) => phone.attach()));
    expect(outcomes.filter(({ data, voice }) => !data.accepted || !voice.accepted)).toEqual([]);
    // One after the other: a terminal's queue of callers is short.
    for (const { imsi } of many) expect(await known(imsi)).toEqual({ sgsn: true, msc: true });
  });

  it('finds a node that was restarted empty, and attaches again', async () => {
    const { phone, imsi } = await attached();
    await network.restart('sgsn');
    await network.restart('msc');
    expect(await known(imsi)).toEqual({ sgsn: false, msc: false });
    // The phone was told nothing; the HLR still names the nodes.
    expect(phone.data.attached).toBe(true);
    expect((await hlr.lookup(imsi)).value?.servingNodes).toHaveLength(2);
    expect(await phone.voice.call('5151')).toMatchObject({ accepted: false, cause: 4 });
    expect(await phone.attach()).toEqual({ data: { accepted: true }, voice: { accepted: true } });
    expect(await known(imsi)).toEqual({ sgsn: true, msc: true });
  });
});
