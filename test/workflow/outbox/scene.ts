import { afterAll } from 'vitest';
import { createSmppSms, type SmppConfig } from '../../../src/connectors/smpp/driver.ts';
import type { NoticeKind } from '../../../src/domain/notices.ts';
import { type Msisdn, parseMsisdn } from '../../../src/domain/values/msisdn.ts';
import type { Sms } from '../../../src/ports/sms.ts';
import {
  type SmscSimulator,
  type Submit,
  type SubmitBehaviour,
  startSmscSimulator,
} from '../../../src/simulators/smpp/simulator.ts';
import { insertNotices } from '../../../src/store/outbox.ts';
import { findParty } from '../../../src/store/people/parties.ts';
import { type Ended, type Letters, type OutboxEvents, OutboxSender } from '../../../src/workflow/outbox.ts';
import type { Outage } from '../../../src/workflow/outlet.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

export const SUBMIT_FAILED = 0x45;
/** Two parts, in a text that GSM can write. */
export const LONG = 'Your line has ended. '.repeat(10);

/** What a sender told of its work. */
export interface Told {
  readonly outages: Outage[];
  readonly over: Outage[];
  readonly ended: Ended[];
  readonly faults: unknown[];
}

export interface Scene {
  readonly op: Awaited<ReturnType<typeof testInstance>>['operations'];
  readonly smsc: SmscSimulator;
  readonly partyId: string;
  /** What the message centre took, as `number part`. */
  readonly taken: string[];
  /** Every submit is answered so; those that are accepted are counted in `taken`. */
  answer(how: (submit: Submit) => SubmitBehaviour, more?: { readonly perSecond?: number }): void;
  /** Puts messages into the outbox, each to a number of its own. */
  put(kind: NoticeKind, count: number, text?: string, goodForMs?: number): Promise<readonly Msisdn[]>;
  /** @param also told beside what is kept in `told` */
  sender(
    peers?: { readonly sms?: Sms; readonly letters?: Letters },
    also?: OutboxEvents,
  ): {
    readonly sender: OutboxSender;
    readonly told: Told;
  };
  driver(config?: Partial<SmppConfig>): Sms;
  /** Time goes by, for the database and for the senders. */
  pass(ms: number): Promise<void>;
  rows(): Promise<readonly Row[]>;
}

export interface Row {
  readonly kind: string;
  readonly state: 'waiting' | 'sent' | 'given_up';
  readonly why: string | null;
  readonly failed: string | null;
  readonly attempts: number;
  readonly parts: string | null;
}

/** An outbox, a message centre, and senders between them. */
export async function outboxScene(): Promise<Scene> {
  const { operations: op, vault } = await testInstance();
  const { pool } = op;
  const [line] = await seedLines(pool, vault, 1);
  const { partyId } = line!;
  const smsc = await startSmscSimulator({ password: 'secret' });
  const open: Sms[] = [];
  const senders: OutboxSender[] = [];
  afterAll(async () => {
    for (const sender of senders) await sender.stop();
    for (const sms of open) await sms.close();
    await smsc.close();
  });
  const taken: string[] = [];
  let now = 0;
  let people = 0;
  const scene: Scene = {
    ...{ op, smsc, partyId, taken },
    answer: (how, more = {}) =>
      smsc.inject({
        ...more,
        submit(submit) {
          const answer = how(submit);
          if (answer === 'accept') taken.push(`${submit.to} ${submit.part}`);
          return answer;
        },
      }),
    async put(kind, count, text = 'Hello', goodForMs) {
      const { dataKey } = (await findParty(pool, vault, partyId))!;
      const numbers = Array.from({ length: count }, () =>
        parseMsisdn(`+8617${String(++people).padStart(9, '0')}`),
      );
      await insertNotices(
        pool,
        vault,
        numbers.map((msisdn) => ({
          ...{ caseId: null, partyId, dataKey, kind, to: { msisdn }, text },
          ...(goodForMs === undefined ? {} : { goodForMs }),
        })),
      );
      return numbers;
    },
    sender({ sms = scene.driver(), letters } = {}, also = {}) {
      const told: Told = { outages: [], over: [], ended: [], faults: [] };
      const events: OutboxEvents = {
        onOutage: (outage) => {
          told.outages.push(outage);
          also.onOutage?.(outage);
        },
        onOutageOver: (over) => {
          const { seconds: _, ...outage } = over;
          told.over.push(outage);
          also.onOutageOver?.(over);
        },
        onEnded: (ended) => {
          told.ended.push(...ended);
          also.onEnded?.(ended);
        },
        onFault: (error) => told.faults.push(error),
      };
      const sender = new OutboxSender({ pool, vault, sms, letters: letters ?? null }, events, {
        now: () => now,
      });
      senders.push(sender);
      return { sender, told };
    },
    driver(config = {}) {
      const { host, port } = smsc;
      const account = { systemId: 'handback', password: 'secret', source: '10010' };
      const sms = createSmppSms({ host, port, ...account, callTimeoutMs: 30_000, ...config });
      open.push(sms);
      return sms;
    },
    async pass(ms) {
      now += ms;
      await pool.query(
        `update outbox set due_at = due_at - $1 * interval '1 millisecond',
           deadline_at = deadline_at - $1 * interval '1 millisecond' where due_at is not null`,
        [ms],
      );
    },
    async rows() {
      const { rows } = await pool.query<Row>(
        `select kind, attempts, failed, given_up_for as why, parts_taken as parts,
           case when sent_at is not null then 'sent' when given_up_at is not null then 'given_up' else 'waiting' end as state
         from outbox order by message_id`,
      );
      return rows;
    },
  };
  return scene;
}

/** Lets time go by in steps, and the sender work at each. */
export async function work(
  scene: Scene,
  sender: OutboxSender,
  steps: number,
  stepMs: number,
): Promise<number> {
  let tries = 0;
  for (let i = 0; i < steps; i++) {
    tries += await sender.sendDue();
    await scene.pass(stepMs);
  }
  return tries;
}

/** The same until nothing waits any more. */
export async function workOff(scene: Scene, sender: OutboxSender, stepMs: number): Promise<void> {
  for (;;) {
    await sender.sendDue();
    if (!(await scene.rows()).some(({ state }) => state === 'waiting')) return;
    await scene.pass(stepMs);
  }
}
