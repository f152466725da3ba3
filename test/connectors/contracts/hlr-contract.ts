import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Imsi, parseImsi } from '../../../src/domain/values/imsi.ts';
import { parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import type { Hlr, HlrReply, HlrSubscriber, NodeRef } from '../../../src/ports/hlr.ts';
import { describeCancelLocation } from './hlr-contract-cancel.ts';
import {
  type Asked,
  type CancelBehaviour,
  type Domain,
  GSM,
  type HlrNetwork,
  type HlrTraits,
  type ServingNodeUnderTest,
} from './hlr-network.ts';

/** What every driver of the `Hlr` port must do, with a peer of its own. `absent` skips it and says why. */
export function describeHlrContract(
  name: string,
  setup: () => Promise<HlrNetwork>,
  absent?: string,
  traits: HlrTraits = GSM,
): void {
  const domain = traits.domains[0]!;
  describe.skipIf(absent !== undefined)(`HLR contract: ${name}${absent ? ` (${absent})` : ''}`, () => {
    let peer: HlrNetwork;
    let hlr: Hlr;
    let serial = 0;
    const nodes: ServingNodeUnderTest[] = [];
    const nextImsi = (): Imsi => parseImsi(`00101${String(++serial).padStart(10, '0')}`);
    const node = async (onCancel?: (asked: Asked) => CancelBehaviour): Promise<ServingNodeUnderTest> => {
      const one = await peer.servingNode(`NODE-${++serial}`, onCancel);
      nodes.push(one);
      return one;
    };
    const subscriber = async (msisdn?: string): Promise<Imsi> => {
      const imsi = nextImsi();
      await peer.createSubscriber(imsi, msisdn);
      return imsi;
    };
    const found = async (imsi: Imsi): Promise<HlrSubscriber> => {
      const { value } = await hlr.lookup(imsi);
      if (!value) throw new Error('subscriber expected');
      return value;
    };
    const meanings = (reply: HlrReply<unknown>): string[] => reply.answers.map((answer) => answer.meaning);
    /** What was done, without having looked first, and whatever number of nodes was told. */
    const deeds = (reply: HlrReply<unknown>): string[] =>
      traits.looksUpAndTells
        ? [...new Set(meanings(reply).filter((meaning) => meaning !== 'subscriber_found'))]
        : meanings(reply);
    const refOf = (one: ServingNodeUnderTest, of: Domain = domain): NodeRef => ({
      domain: of,
      name: one.name,
      ...(one.realm !== undefined && { realm: one.realm }),
    });
    const text = (reply: HlrReply<unknown>): string =>
      reply.answers.map((answer) => Buffer.from(answer.answer).toString('latin1')).join('\n');

    beforeAll(async () => {
      peer = await setup();
      hlr = peer.connect();
    });
    afterEach(async () => {
      await Promise.all(nodes.splice(0).map((one) => one.close()));
    });
    afterAll(async () => {
      await hlr?.close();
      await peer?.stop();
    });

    describe('lookup', () => {
      test('tells number, domains and serving nodes, with the answer as received', async () => {
        const imsi = await subscriber('8617001230001');
        const attached: NodeRef[] = [];
        for (const one of traits.domains) {
          const serving = await node();
          expect(await serving.attach(imsi, one)).toBe(true);
          attached.push(refOf(serving, one));
        }
        const reply = await hlr.lookup(imsi);
        expect(reply.value).toEqual({
          imsi,
          msisdn: '+8617001230001',
          csEnabled: true,
          psEnabled: true,
          servingNodes: attached,
        });
        expect(meanings(reply)).toEqual(['subscriber_found']);
        expect(text(reply)).toContain(imsi);
        expect(reply.answers[0]?.element).toBe(hlr.element);
      });

      test('answers null for an IMSI that is not there', async () => {
        const reply = await hlr.lookup(nextImsi());
        expect(reply.value).toBeNull();
        expect(meanings(reply)).toEqual(['subscriber_absent']);
      });

      test('has no MSISDN for a data-only line', async () => {
        expect((await found(await subscriber())).msisdn).toBeNull();
      });

      test('still lists a node that purged the subscriber once and serves it again', async () => {
        const imsi = await subscriber();
        const vlr = await node();
        await vlr.attach(imsi, domain);
        expect(await vlr.purge(imsi)).toBe(true);
        await vlr.attach(imsi, domain);
        expect((await found(imsi)).servingNodes).toEqual([refOf(vlr)]);
      });
    });

    describe('lookupByNumber', () => {
      test('finds whoever has the number, and nobody else', async () => {
        const imsi = await subscriber('8617001230077');
        const reply = await hlr.lookupByNumber(parseMsisdn('+8617001230077'));
        expect(reply.value).toMatchObject({ imsi, msisdn: '+8617001230077' });
        expect(meanings(reply)).toEqual(['subscriber_found']);
        const nobody = await hlr.lookupByNumber(parseMsisdn('+8617001230078'));
        expect(nobody.value).toBeNull();
        expect(meanings(nobody)).toEqual(['subscriber_absent']);
      });
    });

    describe('bar and unbar', () => {
      test('a barred subscriber cannot attach, in any domain', async () => {
        const imsi = await subscriber();
        const serving = await node();
        const reply = await hlr.bar(imsi);
        expect(deeds(reply)).toEqual(['access_refused']);
        expect(text(reply)).toContain(imsi);
        for (const one of traits.domains) expect(await serving.attach(imsi, one)).toBe(false);
        expect(await found(imsi)).toMatchObject({ csEnabled: false, psEnabled: false });
      });

      test('barring twice is barring once', async () => {
        const imsi = await subscriber();
        await hlr.bar(imsi);
        expect(deeds(await hlr.bar(imsi))).toEqual(['access_refused']);
      });

      test('an absent subscriber cannot be barred, and the refusal keeps the answer', async () => {
        await expect(hlr.bar(nextImsi())).rejects.toMatchObject({
          name: 'ConnectorError',
          fault: 'refused',
          detail: 'subscriber_absent',
          answers: [{ meaning: 'subscriber_absent' }],
        });
      });

      test.each(traits.accessModes)(
        'unbar gives back what was saved: cs %s, ps %s',
        async (csEnabled, psEnabled) => {
          const imsi = await subscriber();
          const saved = { ...(await found(imsi)), csEnabled, psEnabled };
          await hlr.bar(imsi);
          await hlr.unbar(saved);
          await hlr.unbar(saved);
          expect(await found(imsi)).toMatchObject({ csEnabled, psEnabled });
        },
      );

      test('after bar and cancel, unbar lets the phone attach again', async () => {
        const imsi = await subscriber();
        const vlr = await node();
        await vlr.attach(imsi, domain);
        const saved = await found(imsi);
        await hlr.bar(imsi);
        await hlr.cancelLocation(imsi, saved.servingNodes[0]!);
        expect(await vlr.attach(imsi, domain)).toBe(false);
        expect(deeds(await hlr.unbar(saved))).toEqual(['access_restored']);
        expect(await vlr.attach(imsi, domain)).toBe(true);
      });
    });

    describeCancelLocation({
      hlr: () => hlr,
      connect: (options) => peer.connect(options),
      node,
      subscriber,
      nextImsi,
      meanings,
      refOf,
      domains: traits.domains,
    });

    describe('remove', () => {
      test('removes keys and subscriber, and asks again', async () => {
        const imsi = await subscriber();
        const reply = await hlr.remove(imsi);
        expect(reply.value.existed).toBe(true);
        expect([...new Set(deeds(reply))]).toEqual(traits.removal);
        expect((await hlr.lookup(imsi)).value).toBeNull();
      });

      test('of a subscriber that is gone says so', async () => {
        const imsi = await subscriber();
        await hlr.remove(imsi);
        const reply = await hlr.remove(imsi);
        expect(reply.value.existed).toBe(false);
        expect(new Set(meanings(reply))).toEqual(new Set(['subscriber_absent']));
      });
    });

    test('hundreds of lines at once are each ended with their own evidence', async () => {
      const vlr = await node();
      const imsis = await Promise.all(Array.from({ length: 300 }, () => subscriber()));
      const ended = await Promise.all(
        imsis.map(async (imsi) => {
          const before = await hlr.lookup(imsi);
          const barred = await hlr.bar(imsi);
          const cancelled = await hlr.cancelLocation(imsi, refOf(vlr));
          const removed = await hlr.remove(imsi);
          return {
            ok: before.value?.imsi === imsi && cancelled.value.acknowledged && removed.value.existed,
            own: [before, barred, removed].every((reply) =>
              reply.answers.every((answer) => answer.request.includes(imsi) && peer.isAbout(answer, imsi)),
            ),
          };
        }),
      );
      expect(ended.filter((line) => line.ok && line.own)).toHaveLength(300);
    });

    test('an IMSI that is not digits is sent to nobody', async () => {
      const hostile = '1\nsubscriber imsi 1 delete' as Imsi;
      for (const call of [hlr.bar(hostile), hlr.remove(hostile), hlr.lookup(hostile)])
        await expect(call).rejects.toMatchObject({ fault: 'refused', detail: 'argument_not_allowed' });
    });

    test('after close every call is unavailable', async () => {
      const closed = peer.connect();
      await closed.lookup(nextImsi());
      await closed.close();
      await expect(closed.lookup(nextImsi())).rejects.toMatchObject({
        fault: 'unavailable',
        detail: 'closed',
      });
    });
  });
}
