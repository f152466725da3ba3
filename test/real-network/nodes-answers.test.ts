import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOsmoHlr } from '../../src/connectors/osmo-hlr/driver.ts';
import type { Imsi } from '../../src/domain/values/imsi.ts';
import { realNetworkAbsent } from '../../src/simulators/osmo-core/absent.ts';
import { type RealNetwork, startRealNetwork } from '../../src/simulators/osmo-core/network.ts';
import { VtyConversation } from '../../src/simulators/osmo-core/vty-conversation.ts';
import type { Phone } from '../../src/simulators/phone/phone.ts';
import { waitFor } from '../support/wait-for.ts';

const absent = realNetworkAbsent();

/** What the serving nodes write at their terminals, byte for byte where a driver reads it. */
describe.skipIf(absent)(`what real serving nodes answer${absent ? ` (${absent})` : ''}`, () => {
  let network: RealNetwork;
  let sgsn: VtyConversation;
  let msc: VtyConversation;
  let subscribers = 0;

  beforeAll(async () => {
    network = await startRealNetwork();
    sgsn = await VtyConversation.open(network.sgsn.host, network.sgsn.ports.vty);
    msc = await VtyConversation.open(network.msc.host, network.msc.ports.vty);
  });
  afterAll(async () => {
    sgsn?.close();
    msc?.close();
    await network?.close();
  });

  async function newPhone(): Promise<{ phone: Phone; imsi: Imsi; number: string }> {
    const n = String(subscribers++).padStart(3, '0');
    const imsi = `001010000000${n}` as Imsi;
    const number = `447700900${n}`;
    await network.addSubscriber({ imsi, msisdn: number });
    return { phone: network.phone(imsi), imsi, number };
  }

  const context = (imsi: string): Promise<string> => sgsn.raw(`show mm-context imsi ${imsi}`);
  const subscriber = (imsi: string): Promise<string> => msc.raw(`show subscriber imsi ${imsi}`);
  const noContext = (imsi: string): string =>
    `show mm-context imsi ${imsi}\r\nNo MM context for IMSI ${imsi}\r\nOsmoSGSN> `;
  const noSubscriber = (imsi: string): string =>
    `show subscriber imsi ${imsi}\r\n% No subscriber found for imsi ${imsi}\r\nOsmoMSC> `;

  it('says that nobody is there', async () => {
    const imsi = '001010000000999';
    expect(await context(imsi)).toBe(noContext(imsi));
    expect(await subscriber(imsi)).toBe(noSubscriber(imsi));
  });

  it.each(['abc', '12', '00101000000000123'])(
    'says the same to %s, which is no IMSI: who asks must know that it asks for the right one',
    async (text) => {
      expect(await context(text)).toBe(noContext(text));
      expect(await subscriber(text)).toBe(noSubscriber(text));
    },
  );

  it('says what it does not understand', async () => {
    expect(await sgsn.ask('show nonsense')).toEqual(['% Unknown command.']);
    expect(await sgsn.ask('show mm-context imsi')).toEqual(['% Command incomplete.']);
    expect(await msc.ask('show nonsense')).toEqual(['% Unknown command.']);
    expect(await msc.ask('show subscriber imsi')).toEqual(['% Command incomplete.']);
  });

  it('shows who is attached, and wants no privileges for that', async () => {
    const { phone, imsi, number } = await newPhone();
    await phone.attach();
    const imei = phone.imei;
    await waitFor(async () => expect(await context(imsi)).toContain('GMM State: Registered.NORMAL'));
    const atSgsn = new RegExp(
      `^show mm-context imsi ${imsi}\r\nMM Context for IMSI ${imsi}, IMEI ${imei}, P-TMSI [0-9a-f]{8}\r\n` +
        `  MSISDN: ${number}, TLLI: [0-9a-f]{8} HLR: \r\n` +
        '  GMM State: Registered.NORMAL, Routeing Area: 001-01-1-1, Cell ID: 1\r\n' +
        '  MM State: Ready, RAN Type: GPRS/EDGE via Gb\r\n  SGSN MM Context Statistics:\r\n',
    );
    expect(await context(imsi)).toMatch(atSgsn);
    const atMsc = new RegExp(
      `^show subscriber imsi ${imsi}\r\n  Subscriber: \r\n    MSISDN: ${number}\r\n    LAC / cell ID: 1 / 1\r\n` +
        `    RAN type: GERAN-A\r\n    IMSI: ${imsi}\r\n    TMSI: [0-9A-F]{8}\r\n    Flags: \r\n`,
    );
    const shown = await subscriber(imsi);
    expect(shown).toMatch(atMsc);
    expect(shown).toContain('      Location conf. in HLR:          true\r\n');
    expect(shown).toContain('    Use count: 1 (attached)\r\n');

    for (const vty of [sgsn, msc]) expect(await vty.raw('enable')).toMatch(/^enable\r\nOsmo(SGSN|MSC)# $/);
    expect(await context(imsi)).toMatch(atSgsn);
    expect(await context(imsi)).toMatch(/\r\nOsmoSGSN# $/);
    expect(await subscriber(imsi)).toMatch(atMsc);
    expect(await subscriber(imsi)).toMatch(/\r\nOsmoMSC# $/);
    for (const vty of [sgsn, msc]) expect(await vty.raw('disable')).toMatch(/^disable\r\nOsmo(SGSN|MSC)> $/);
  });

  it('shows a phone that is in the middle of attaching as one that is there', async () => {
    const { phone, imsi } = await newPhone();
    phone.data.withhold('ATTACH COMPLETE');
    const data = phone.data.attach();
    await phone.log.received('ATTACH ACCEPT');
    expect(await context(imsi)).toContain('  GMM State: CommonProcedureInitiated, Routeing Area: 001-01-1-1');
    phone.data.release();
    await data;
    await waitFor(async () => expect(await context(imsi)).toContain('  GMM State: Registered.NORMAL'));

    phone.voice.withhold('TMSI REALLOCATION COMPLETE');
    const voice = phone.voice.attach();
    await phone.log.received('LOCATION UPDATING ACCEPT');
    expect(await subscriber(imsi)).toContain('    Use count: 1 (active-conn)\r\n');
    phone.voice.release();
    await voice;
    await waitFor(async () => expect(await subscriber(imsi)).toContain('    Use count: 1 (attached)\r\n'));
  });

  it('does not find a phone by its IMSI until the phone has said it', async () => {
    const { phone, imsi } = await newPhone();
    phone.data.withhold('IDENTITY RESPONSE');
    phone.voice.withhold('IDENTITY RESPONSE');
    const data = phone.data.attach({ as: 'foreign' });
    await phone.log.until(
      'IDENTITY REQUEST on Gb',
      (s) => s.interface === 'Gb' && s.direction === 'received',
    );
    expect(await context(imsi)).toBe(noContext(imsi));
    expect((await sgsn.ask('show mm-context all')).some((l) => l.startsWith('MM Context for IMSI , '))).toBe(
      true,
    );
    const voice = phone.voice.attach({ as: 'foreign' });
    await phone.log.until('IDENTITY REQUEST on A', (s) => s.interface === 'A' && s.direction === 'received');
    expect(await subscriber(imsi)).toBe(noSubscriber(imsi));
    phone.data.release();
    phone.voice.release();
    expect([await data, await voice]).toEqual([{ accepted: true }, { accepted: true }]);
  });

  it('shows a barred phone that tries again as one that is there, until it has refused it', async () => {
    const { phone, imsi } = await newPhone();
    const hlr = createOsmoHlr({ host: network.hlr.host });
    await hlr.bar(imsi);
    await hlr.close();
    const trying = phone.data.attach();
    await phone.log.received('IDENTITY REQUEST');
    await waitFor(async () => expect(await context(imsi)).toContain('  GMM State: CommonProcedureInitiated'));
    expect(await trying).toMatchObject({ accepted: false });
    expect(await context(imsi)).toBe(noContext(imsi));
  });

  it('says that nobody is there from the moment of a cancellation, before the phone has answered', async () => {
    const { phone, imsi } = await newPhone();
    await phone.attach();
    phone.data.withhold('DETACH ACCEPT');
    const hlr = createOsmoHlr({ host: network.hlr.host, callTimeoutMs: 1_000 });
    const cancelled = Promise.all([
      hlr.cancelLocation(imsi, { domain: 'ps', name: network.sgsn.name }),
      hlr.cancelLocation(imsi, { domain: 'cs', name: network.msc.name }),
    ]);
    await phone.data.detached();
    expect(await context(imsi)).toBe(noContext(imsi));
    phone.data.release();
    await cancelled;
    await hlr.close();
    expect(await context(imsi)).toBe(noContext(imsi));
    expect(await subscriber(imsi)).toBe(noSubscriber(imsi));
  });

  it("says that nobody is there after a phone's own goodbye", async () => {
    const { phone, imsi } = await newPhone();
    await phone.attach();
    await phone.data.detach();
    await phone.voice.detach();
    expect(await context(imsi)).toBe(noContext(imsi));
    expect(await subscriber(imsi)).toBe(noSubscriber(imsi));

    // It still purges the phone at the HLR, and would lose one that is back before that is answered.
    await waitFor(async () =>
      expect(await sgsn.ask('show subscriber cache')).not.toContain(`    IMSI: ${imsi}`),
    );
    await phone.attach();
    await phone.switchOff();
    await waitFor(async () => expect(await context(imsi)).toBe(noContext(imsi)));
    expect(await subscriber(imsi)).toBe(noSubscriber(imsi));
  });
});
