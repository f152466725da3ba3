import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseLocalDate } from '../../../src/domain/values/local-date.ts';
import { type Actor, ENGINE } from '../../../src/operations/access/actor.ts';
import {
  cancelAppointment,
  listAppointments,
  viewAppointment,
} from '../../../src/operations/stores/appointments.ts';
import { bookAppointment } from '../../../src/operations/stores/book-appointment.ts';
import { remindVisitors } from '../../../src/operations/stores/remind-visitors.ts';
import { viewSlots } from '../../../src/operations/stores/view-stores.ts';
import { signedInPerson, subscriberOf, VISITOR } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';
import { clockedAt, MONDAY, putStores, storeRow } from './store-scene.ts';

const instance = await testInstance();
const op = clockedAt(instance.operations, MONDAY);
const lines = await seedLines(op.pool, instance.vault, 4);
const [one, two] = lines.map((line) => subscriberOf(line));

/** Ten o'clock of the next day, in Shanghai. */
const TUESDAY_TEN = new Date('2026-12-01T02:00:00Z');
const book = (actor: Actor, asked: Partial<Parameters<typeof bookAppointment>[2]> = {}) =>
  bookAppointment(op, actor, {
    ...{ storeId: 'a', startsAt: TUESDAY_TEN, service: 'end_line', formKey: randomUUID() },
    ...{ client: randomUUID(), ...asked },
  });
const later = (minutes: number): Date => new Date(TUESDAY_TEN.getTime() + minutes * 60_000);
const told = async (): Promise<readonly string[]> => {
  const { rows } = await op.pool.query<{ kind: string }>('select kind from outbox order by message_id');
  return rows.map(({ kind }) => kind);
};

beforeEach(async () => {
  op.setTo(MONDAY);
  await op.pool.query('delete from appointment');
  await op.pool.query('delete from outbox');
  await putStores(op, storeRow('a'), storeRow('b', { places: '3' }));
});

describe('an appointment', () => {
  it('is made, seen and cancelled by its link, and its time is free again', async () => {
    const link = await book(VISITOR);
    expect(link.reference).toMatch(/^AP-[0-9A-Z]{8}$/);
    expect(await viewAppointment(op, VISITOR, link)).toMatchObject({
      state: 'ahead',
      store: { storeId: 'a' },
    });
    await expect(book(VISITOR)).rejects.toMatchObject({ code: 'slot_taken' });
    expect((await cancelAppointment(op, VISITOR, link)).state).toBe('cancelled');
    // Twice is once.
    expect((await cancelAppointment(op, VISITOR, link)).state).toBe('cancelled');
    await book(VISITOR);
  });

  it.each([
    ['slot_unknown', { startsAt: later(1) }],
    // Sunday; the past; within the hour; in two months; not a time at all.
    ['slot_unknown', { startsAt: new Date('2026-12-06T02:00:00Z') }],
    ['slot_unknown', { startsAt: new Date('2026-11-27T02:00:00Z') }],
    ['slot_unknown', { startsAt: new Date('2026-11-30T01:00:00Z') }],
    ['slot_unknown', { startsAt: new Date('2027-02-01T02:00:00Z') }],
    ['store_unknown', { storeId: 'nowhere' }],
    ['store_unknown', { storeId: 'a\0' }],
    ['request_invalid', { service: 'card_return' as const }],
  ])('is refused with %s: %j', async (code, asked) => {
    await expect(book(VISITOR, asked)).rejects.toMatchObject({ code });
  });

  it('opens to nobody who guesses', async () => {
    const link = await book(VISITOR);
    for (const wrong of [
      { ...link, token: '0000000000000000' },
      { ...link, token: '' },
      { ...link, reference: 'AP-00000000' },
      { reference: '', token: '' },
    ]) {
      await expect(viewAppointment(op, VISITOR, wrong)).rejects.toMatchObject({
        code: 'appointment_unknown',
      });
      await expect(cancelAppointment(op, VISITOR, wrong)).rejects.toMatchObject({
        code: 'appointment_unknown',
      });
    }
    // As a person types it.
    await viewAppointment(op, VISITOR, {
      reference: link.reference.toLowerCase(),
      token: link.token.toLowerCase(),
    });
  });

  it('is one, however often its form is sent, and another person’s form is another', async () => {
    const formKey = randomUUID();
    const [first, again] = await Promise.all([book(one!, { formKey }), book(one!, { formKey })]);
    expect(again).toEqual(first);
    expect(await book(one!, { formKey })).toEqual(first);
    await expect(book(two!, { formKey })).rejects.toMatchObject({ code: 'slot_taken' });
  });

  it('goes to as many as there are places, whoever asks at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => book(VISITOR, { storeId: 'b' })));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const result of asked)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'slot_taken' });
    const [slot] = (await viewSlots(op, VISITOR, { storeId: 'b', day: parseLocalDate('2026-12-01') })).filter(
      ({ startsAt }) => startsAt.getTime() === TUESDAY_TEN.getTime(),
    );
    expect(slot!.free).toBe(0);
  });

  it('is bounded: three ahead for one person; of a client, behind which many may be, only what is made in a day', async () => {
    for (const n of [0, 1, 2]) await book(one!, { startsAt: later(30 * n) });
    await expect(book(one!, { startsAt: later(180) })).rejects.toMatchObject({
      code: 'appointments_exhausted',
    });
    await book(two!, { startsAt: later(180) });
    const bounded = { ...op, appointmentsPerClient: 5 };
    const fromHere = (n: number) =>
      bookAppointment(bounded, VISITOR, {
        ...{ storeId: 'b', startsAt: later(30 * n), service: 'end_line', formKey: randomUUID() },
        client: '192.0.2.7',
      });
    const links = [];
    for (const n of [0, 1, 2, 3, 4]) links.push(await fromHere(n));
    // What is cancelled was made.
    await cancelAppointment(op, VISITOR, links[0]!);
    await expect(fromHere(5)).rejects.toMatchObject({
      code: 'appointments_from_here',
      facts: { retryAt: '2026-12-01T00:30:00.000Z' },
    });
    op.setTo('2026-12-01T00:30:01Z');
    await fromHere(5);
  });

  it('is another where the same form asks for something else', async () => {
    const formKey = randomUUID();
    const first = await book(VISITOR, { formKey, client: '192.0.2.9' });
    const other = await book(VISITOR, { formKey, client: '192.0.2.9', startsAt: later(30) });
    expect(other.reference).not.toBe(first.reference);
  });

  it('is not cancelled once it has begun', async () => {
    const link = await book(VISITOR);
    op.setTo(TUESDAY_TEN.toISOString());
    await expect(cancelAppointment(op, VISITOR, link)).rejects.toMatchObject({ code: 'appointment_over' });
    expect((await viewAppointment(op, VISITOR, link)).state).toBe('over');
  });

  it('names nobody in its row or in the log, but by hashes and the operator’s own identities', async () => {
    await book(VISITOR, { client: '192.0.2.77' });
    const { rows } = await op.pool.query('select * from appointment');
    expect(JSON.stringify(rows)).not.toContain('192.0.2.77');
  });
});

describe('whoever signed in', () => {
  it('gets a message at once and a reminder a day before, each once, whoever sends them', async () => {
    await book(one!, { startsAt: new Date('2026-12-03T02:00:00Z') });
    expect(await told()).toEqual(['appointment_made']);
    expect(await remindVisitors(op, ENGINE)).toBe(0);
    op.setTo('2026-12-02T02:00:00Z');
    const reminded = await Promise.all([remindVisitors(op, ENGINE), remindVisitors(op, ENGINE)]);
    expect(reminded[0]! + reminded[1]!).toBe(1);
    expect(await remindVisitors(op, ENGINE)).toBe(0);
    expect(await told()).toEqual(['appointment_made', 'appointment_soon']);
  });

  it('is not reminded of what they made within the day, or cancelled, or what is over', async () => {
    op.setTo('2026-11-30T03:00:00Z');
    await book(one!);
    const cancelled = await book(two!, { startsAt: new Date('2026-12-03T02:00:00Z') });
    await cancelAppointment(op, VISITOR, cancelled);
    op.setTo('2026-11-30T20:00:00Z');
    expect(await remindVisitors(op, ENGINE)).toBe(0);
    op.setTo('2026-12-04T00:00:00Z');
    expect(await remindVisitors(op, ENGINE)).toBe(0);
  });

  it('is told at no number that has ended or is somebody else’s', async () => {
    const [, , third, fourth] = lines;
    await op.pool.query(`update line set status = 'ended' where line_id = $1`, [third!.lineId]);
    await book(subscriberOf(third!));
    await op.pool.query('update line set holder_id = $1 where line_id = $2', [
      lines[0]!.partyId,
      fourth!.lineId,
    ]);
    await book(subscriberOf(fourth!), { storeId: 'b' });
    const { rows } = await op.pool.query('select 1 from outbox where to_msisdn_enc is not null');
    expect(rows).toHaveLength(0);
  });
});

describe('a store that changes', () => {
  const states = (links: readonly Awaited<ReturnType<typeof book>>[]) =>
    Promise.all(links.map(async (link) => (await viewAppointment(op, VISITOR, link)).state));

  it.each([
    ['is gone', storeRow('other')],
    ['is shut then', storeRow('a', { hours: 'Mo 09:00-18:00' })],
    ['is shut on that day', storeRow('a', { hours: 'Mo-Fr 09:00-18:00; 2026 Dec 01 off' })],
    ['no longer does it', storeRow('a', { services: 'card_return' })],
    ['makes no appointments any more', storeRow('a', { places: '0' })],
  ])('ends the appointments that it cannot keep and tells of it: it %s', async (_, row) => {
    const link = await book(one!);
    expect(await putStores(op, row, storeRow('b'))).toMatchObject({ appointmentsEnded: 1 });
    expect(await states([link])).toEqual(['store_changed']);
    expect(await told()).toEqual(['appointment_made', 'appointment_off']);
    await expect(cancelAppointment(op, VISITOR, link)).rejects.toMatchObject({ code: 'appointment_over' });
  });

  it('keeps the first made where there are fewer places, and lets nobody in beside them', async () => {
    const links = [await book(one!, { storeId: 'b' }), await book(two!, { storeId: 'b' })];
    // Whoever came first leaves the first seat: the other one's is the second.
    await cancelAppointment(op, VISITOR, links[0]!);
    links.push(await book(VISITOR, { storeId: 'b' }));
    await putStores(op, storeRow('b', { places: '1' }));
    expect(await states(links)).toEqual(['cancelled', 'ahead', 'store_changed']);
    await expect(book(VISITOR, { storeId: 'b' })).rejects.toMatchObject({ code: 'slot_taken' });
  });

  it('counts appointments of another length that reach into a time', async () => {
    await book(VISITOR);
    await putStores(op, storeRow('a', { slot_minutes: '20' }), storeRow('b'));
    // From 10:00 to 10:30 somebody is there: 10:20 is taken, 10:40 is not.
    await expect(book(VISITOR, { startsAt: later(20) })).rejects.toMatchObject({ code: 'slot_taken' });
    await book(VISITOR, { startsAt: later(40) });
  });

  it('lets a booking and an import at once end in one of the two orders', async () => {
    const [booked] = await Promise.allSettled([book(one!), putStores(op, storeRow('b'))]);
    if (booked!.status === 'rejected') expect(booked.reason).toMatchObject({ code: 'store_unknown' });
    else expect(await states([booked!.value])).toEqual(['store_changed']);
  });
});

describe('the counter', () => {
  it('sees who comes to its own store today, and the look is audited', async () => {
    const clerk = await signedInPerson(op, 'clerk-a', ['clerk']);
    const at = (shop: string | null): Actor => ({ ...clerk, person: { ...clerk.person, shop } });
    await book(VISITOR);
    const cancelled = await book(VISITOR, { startsAt: later(30) });
    await cancelAppointment(op, VISITOR, cancelled);
    op.setTo('2026-12-01T00:30:00Z');
    const today = await listAppointments(op, at('a'));
    expect(today!.appointments.map(({ state }) => state)).toEqual(['ahead']);
    expect((await listAppointments(op, at('b')))!.appointments).toEqual([]);
    expect(await listAppointments(op, at(null))).toBeNull();
    expect(await listAppointments(op, at('nowhere'))).toBeNull();
    const { rows } = await op.pool.query(
      `select 1 from audit where action = 'viewed' and facts ->> 'what' = 'appointments'`,
    );
    // Where nobody comes there is nothing to see.
    expect(rows).toHaveLength(1);
  });
});
