import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LocalProfileAssistant } from '../../src/virtual-euicc/lpa.ts';
import { ADDRESS, LAKESIDE, profile, testCard } from './cards.ts';
import { receiver } from './receiver.ts';

const told = { enable: [ADDRESS], disable: [ADDRESS], delete: [ADDRESS] };

describe('delivery of notifications', () => {
  it('sends what lpac sends, and takes off the card what was taken', async () => {
    const { endpoint, received } = await receiver(ADDRESS, [204]);
    const lpa = await testCard().lpa();
    await lpa.delete(LAKESIDE);
    const pending = await lpa.retrieve(1);
    const deliveries = await lpa.deliverAll({ resolve: () => endpoint });
    expect(deliveries).toEqual([
      {
        notification: { seqNumber: 1, event: 'delete', address: ADDRESS, iccid: LAKESIDE },
        outcome: 'delivered',
      },
    ]);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: 'POST',
      url: '/gsma/rsp2/es9plus/handleNotification',
      headers: {
        host: ADDRESS,
        'user-agent': 'gsma-rsp-lpad',
        'x-admin-protocol': 'gsma/rsp/v2.2.2',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ pendingNotification: pending.toString('base64') }),
    });
    expect(await lpa.notifications()).toEqual([]);
  });

  it('keeps what was not taken with 2xx, and sends the same bytes again', async () => {
    const { endpoint, received } = await receiver(ADDRESS, [204, 500, 200, 201]);
    const lpa = await testCard([profile({ notificationAddresses: told })]).lpa();
    await lpa.enable(LAKESIDE);
    await lpa.disable(LAKESIDE);
    await lpa.delete(LAKESIDE);
    const first = await lpa.deliverAll({ resolve: () => endpoint });
    expect(first.map(({ outcome }) => outcome)).toEqual(['delivered', { status: 500 }, 'delivered']);
    const second = await lpa.deliverAll({ resolve: () => endpoint });
    expect(second.map(({ notification, outcome }) => [notification.seqNumber, outcome])).toEqual([
      [2, 'delivered'],
    ]);
    expect(received[3]!.body).toBe(received[1]!.body);
    expect(await lpa.deliverAll({ resolve: () => endpoint })).toEqual([]);
  });

  it.each([
    ['of another name', { name: 'other.example.com', trusted: true }, 'does not match certificate'],
    ['that chains to nothing trusted', { name: ADDRESS, trusted: false }, /unable to verify|issuer/],
  ])('gives nothing to a server with a certificate %s', async (_, { name, trusted }, reason) => {
    const { endpoint, received } = await receiver(name, []);
    const { ca, ...elsewhere } = endpoint;
    const lpa = await testCard().lpa();
    await lpa.delete(LAKESIDE);
    const [delivery] = await lpa.deliverAll({ resolve: () => (trusted ? endpoint : elsewhere) });
    expect((delivery!.outcome as { error: Error }).error.message).toMatch(reason);
    expect(received).toEqual([]);
    expect(await lpa.notifications()).toHaveLength(1);
  });

  it('goes to each address, where the resolver says it is', async () => {
    const here = await receiver(ADDRESS, []);
    const there = await receiver('audit.example.net', []);
    const lpa = await testCard([
      profile({ notificationAddresses: { delete: [ADDRESS, 'audit.example.net'] } }),
    ]).lpa();
    await lpa.delete(LAKESIDE);
    await lpa.deliverAll({ resolve: (address) => (address === ADDRESS ? here : there).endpoint });
    expect(here.received).toHaveLength(1);
    expect(there.received.map(({ headers }) => headers['host'])).toEqual(['audit.example.net']);
  });

  it('gives up on a server that does not answer in time', async () => {
    const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const lpa = await testCard().lpa();
    await lpa.delete(LAKESIDE);
    const [delivery] = await lpa.deliverAll({ resolve: () => ({ host: '127.0.0.1', port }), timeoutMs: 1 });
    expect(delivery?.outcome).toMatchObject({ error: { message: 'no answer within 1 ms' } });
    expect(await lpa.notifications()).toHaveLength(1);
    silent.close();
  });
});

describe('a channel of the assistant', () => {
  it('is given back', async () => {
    const card = testCard();
    for (let i = 0; i < 5; i++) {
      const lpa = await card.lpa();
      expect(await lpa.eid()).toBe(card.euicc.state.eid);
      await lpa.close();
    }
  });

  it('is content with a card that has something to tell the phone (91xx)', async () => {
    const { card } = testCard();
    const lpa = await LocalProfileAssistant.open(async (apdu) => {
      const response = card.transmit(apdu);
      const sw1 = response.length - 2;
      if (response[sw1] === 0x90) response.writeUInt16BE(0x910f, sw1);
      return response;
    });
    expect(await lpa.delete(LAKESIDE)).toBe('ok');
  });

  it('is refused where none is left', async () => {
    const card = testCard();
    for (let i = 0; i < 3; i++) await card.lpa();
    await expect(card.lpa()).rejects.toThrow('the card answered 6A81');
  });
});
