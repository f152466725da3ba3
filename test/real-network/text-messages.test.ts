import { once } from 'node:events';
import smpp, { type Pdu } from 'smpp';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSmppSms } from '../../src/connectors/smpp/driver.ts';
import type { Msisdn } from '../../src/domain/values/msisdn.ts';
import { realNetworkAbsent } from '../../src/simulators/osmo-core/absent.ts';
import { type RealNetwork, startRealNetwork } from '../../src/simulators/osmo-core/network.ts';
import type { Phone } from '../../src/simulators/phone/phone.ts';

const absent = realNetworkAbsent();

describe.skipIf(absent)(`texts through a real message centre${absent ? ` (${absent})` : ''}`, () => {
  const imsi = '001010000000001';
  const number = '+447700900001' as Msisdn;
  let network: RealNetwork;
  let phone: Phone;

  beforeAll(async () => {
    network = await startRealNetwork();
    await network.addSubscriber({ imsi, msisdn: number });
    phone = network.phone(imsi);
    expect(await phone.voice.attach()).toEqual({ accepted: true });
  });
  afterAll(() => network?.close());

  const address = () => ({
    host: network.msc.host,
    port: network.msc.ports.smpp,
    systemId: network.msc.smpp.systemId,
    password: network.msc.smpp.password,
  });

  it.each([
    ['in letters of GSM', 'Your line is closed. Reference HB-1 {[€]}'],
    ['in Chinese', '您的号码已销户，编号 HB-1'],
    ['long, in letters of GSM', 'Your line is closed. '.repeat(12)],
    ['long, in Chinese', '您的号码已销户，编号 HB-1。'.repeat(9)],
  ])('brings ours to the phone: %s', async (_, text) => {
    const sms = createSmppSms({ ...address(), source: '5151' });
    onTestFinished(() => sms.close());
    await sms.send({ to: number, text, reference: 'HB-1' });
    expect(await phone.voice.texts.next()).toEqual({ from: '5151', text });
  });

  it.each(['CANCEL', '注销'])("brings the phone's to us: %s", async (text) => {
    const { host, port, systemId, password } = address();
    const session = smpp.connect({ host, port });
    onTestFinished(() => session.destroy());
    session.on('error', () => {});
    await once(session, 'connect');
    const bound = new Promise<Pdu>((resolve) => {
      session.bind_transceiver({ system_id: systemId, password, interface_version: 0x34 }, resolve);
    });
    expect((await bound).command_status).toBe(0);
    const delivered = once(session, 'deliver_sm') as Promise<[Pdu]>;
    const sent = phone.voice.sendText('5151', text);
    const [pdu] = await delivered;
    session.send(pdu.response());
    expect(await sent).toEqual({ accepted: true });
    expect(pdu).toMatchObject({ source_addr: number.slice(1), destination_addr: '5151' });
    expect(pdu.short_message).toMatchObject({ message: text });
  });
});
