import { describe, expect, test } from 'vitest';
import type { Imsi } from '../../../src/domain/values/imsi.ts';
import type { Hlr, HlrReply, NodeRef } from '../../../src/ports/hlr.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { Asked, CancelBehaviour, Domain, ServingNodeUnderTest } from './hlr-network.ts';

/** What the contract of `cancelLocation` needs of its suite; the HLR is running only inside the tests. */
export interface CancelSuite {
  readonly hlr: () => Hlr;
  readonly connect: (options?: { readonly callTimeoutMs?: number }) => Hlr;
  readonly node: (onCancel?: (asked: Asked) => CancelBehaviour) => Promise<ServingNodeUnderTest>;
  readonly subscriber: () => Promise<Imsi>;
  readonly nextImsi: () => Imsi;
  readonly meanings: (reply: HlrReply<unknown>) => string[];
  /** The node as the register names it, for its first domain where none is said. */
  readonly refOf: (node: ServingNodeUnderTest, domain?: Domain) => NodeRef;
  readonly domains: readonly Domain[];
}

/** The part of the HLR contract that says when a location counts as cancelled. */
export function describeCancelLocation({
  hlr,
  connect,
  node,
  subscriber,
  nextImsi,
  meanings,
  refOf,
  domains,
}: CancelSuite): void {
  const domain = domains[0]!;
  /** Over links that stand: what it asks then is sent at once, however busy the machine. */
  const connected = async (options?: { readonly callTimeoutMs?: number }): Promise<Hlr> => {
    const one = connect(options);
    const friend = await node();
    await waitFor(async () => {
      const reply = await one.cancelLocation(nextImsi(), refOf(friend));
      expect(reply.value.acknowledged).toBe(true);
    });
    return one;
  };
  const impatientHlr = (): Promise<Hlr> => connected({ callTimeoutMs: 250 });
  /** What a node was asked that did not answer; it can have read it after nobody waited any more. */
  const cancelAsked = (one: ServingNodeUnderTest): Promise<Asked> =>
    waitFor(() => {
      const asked = one.asked().find(({ what }) => what === 'cancel_location');
      if (asked === undefined) throw new Error('not asked yet');
      return asked;
    });
  describe('cancelLocation', () => {
    test("is confirmed by the node's own acknowledgement", async () => {
      const imsi = await subscriber();
      const vlr = await node();
      await vlr.attach(imsi, domain);
      const reply = await hlr().cancelLocation(imsi, refOf(vlr));
      expect(reply.value.acknowledged).toBe(true);
      expect(reply.answers).toMatchObject([{ element: vlr.name, meaning: 'location_cancelled' }]);
      expect(reply.answers[0]!.answer.length).toBeGreaterThan(0);
      expect(vlr.serves(imsi)).toBe(false);
      expect(vlr.asked().find(({ what }) => what === 'cancel_location')).toMatchObject({
        imsi,
        domain,
      });
    });

    test('reaches a node that was told of the bar first', async () => {
      const imsi = await subscriber();
      const sgsn = await node();
      await sgsn.attach(imsi, 'ps');
      await hlr().bar(imsi);
      const reply = await hlr().cancelLocation(imsi, refOf(sgsn, 'ps'));
      expect(reply.value.acknowledged).toBe(true);
      expect([...new Set(sgsn.asked().map(({ what }) => what))]).toEqual([
        'refuse_service',
        'cancel_location',
      ]);
    });

    test('is unconfirmed, with evidence, if the node is not connected', async () => {
      const reply = await hlr().cancelLocation(nextImsi(), { domain, name: 'NOBODY' });
      expect(reply.value.acknowledged).toBe(false);
      expect(meanings(reply)).toEqual(['node_unreachable']);
      expect(reply.answers[0]!.answer.length).toBeGreaterThan(0);
    });

    test('is unconfirmed, with evidence, if the node answers with an error', async () => {
      const vlr = await node(() => 'refuse');
      const reply = await hlr().cancelLocation(nextImsi(), refOf(vlr));
      expect(reply.value.acknowledged).toBe(false);
      expect(meanings(reply)).toEqual(['cancel_refused']);
    });

    test('is unconfirmed if the node stays silent; its late answer reaches nobody else', async () => {
      const impatient = await impatientHlr();
      const imsi = nextImsi();
      const deaf = await node(() => 'ignore');
      const reply = await impatient.cancelLocation(imsi, refOf(deaf));
      expect(reply.value.acknowledged).toBe(false);
      expect(meanings(reply)).toEqual(['node_silent']);
      expect(reply.answers[0]!.answer).toHaveLength(0);
      const asked = await cancelAsked(deaf);
      deaf.answerLate(asked, 'acknowledge');
      deaf.answerLate(asked, 'acknowledge', nextImsi());
      await waitFor(async () => {
        const other = await node();
        const next = await impatient.cancelLocation(nextImsi(), refOf(other));
        expect(next.value.acknowledged).toBe(true);
      });
      await impatient.close();
    });

    test('a late acknowledgement counts for whoever asks the same again, once', async () => {
      const impatient = await impatientHlr();
      const imsi = nextImsi();
      const slow = await node(() => 'ignore');
      const address = refOf(slow);
      const barredAt = new Date();
      expect((await impatient.cancelLocation(imsi, address)).value.acknowledged).toBe(false);
      const asked = await cancelAsked(slow);
      slow.answerLate(asked, 'acknowledge');
      const again = await waitFor(async () => {
        const reply = await impatient.cancelLocation(imsi, address, { since: barredAt });
        expect(reply.value.acknowledged).toBe(true);
        return reply;
      });
      expect(again.answers).toMatchObject([
        { element: slow.name, meaning: 'location_cancelled', node: address },
      ]);
      expect((await impatient.cancelLocation(imsi, address)).value.acknowledged).toBe(false);
      await impatient.close();
    });

    test('a late acknowledgement does not count for a later bar, another domain or another subscriber', async () => {
      const impatient = await impatientHlr();
      const imsi = nextImsi();
      const slow = await node(() => 'ignore');
      await impatient.cancelLocation(imsi, refOf(slow));
      slow.answerLate(await cancelAsked(slow), 'acknowledge');
      const barredAgainAt = new Date(Date.now() + 1);
      const others = domains.slice(1).map((other) => [imsi, other, undefined] as const);
      for (const [about, asked, since] of [
        ...others,
        [nextImsi(), domain, undefined],
        [imsi, domain, barredAgainAt],
      ] as const) {
        const reply = await impatient.cancelLocation(about, refOf(slow, asked), since ? { since } : {});
        expect(reply.value.acknowledged).toBe(false);
      }
      await impatient.close();
    });

    test('ends at once when nobody waits for the answer any more', async () => {
      const deaf = await node(() => 'ignore');
      const nobody = new AbortController();
      const reply = hlr().cancelLocation(nextImsi(), refOf(deaf), { signal: nobody.signal });
      await waitFor(() => expect(deaf.asked()).not.toEqual([]));
      nobody.abort();
      expect(await reply).toEqual({ value: { acknowledged: false }, answers: [] });
    });

    test('a doubled acknowledgement confirms once and disturbs no other call', async () => {
      const twice = await node(() => 'acknowledge_twice');
      const deaf = await node(() => 'refuse');
      const imsi = nextImsi();
      const first = await hlr().cancelLocation(imsi, refOf(twice));
      const second = await hlr().cancelLocation(imsi, refOf(deaf));
      expect([first.value.acknowledged, second.value.acknowledged]).toEqual([true, false]);
    });

    test.skipIf(domains.length === 1)('an answer for one domain does not confirm the other', async () => {
      const both = await node(({ domain }) => (domain === 'cs' ? 'acknowledge' : 'ignore'));
      const imsi = nextImsi();
      const ps = hlr().cancelLocation(imsi, refOf(both, 'ps'));
      const asked = await waitFor(() => {
        const request = both.asked().find(({ domain }) => domain === 'ps');
        if (!request) throw new Error('not asked yet');
        return request;
      });
      const cs = await hlr().cancelLocation(imsi, refOf(both, 'cs'));
      expect(cs.value.acknowledged).toBe(true);
      both.answerLate(asked, 'refuse');
      expect((await ps).value.acknowledged).toBe(false);
    });

    test('two workers at one HLR each get their own answers', async () => {
      const vlr = await node();
      const other = await connected();
      const imsi = nextImsi();
      const replies = await Promise.all([
        hlr().cancelLocation(imsi, refOf(vlr)),
        other.cancelLocation(imsi, refOf(vlr)),
      ]);
      expect(replies.map((reply) => reply.value.acknowledged)).toEqual([true, true]);
      await other.close();
    });

    test('a name that cannot be one is refused unsent', async () => {
      await expect(hlr().cancelLocation(nextImsi(), { domain, name: 'A\0B' })).rejects.toMatchObject({
        fault: 'refused',
        detail: 'argument_not_allowed',
      });
    });
  });
}
