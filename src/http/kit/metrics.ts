import Fastify, { type FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { countOpenCases } from '../../store/cases/cases.ts';
import type { Pool } from '../../store/database/database.ts';
import { countWaitingNotices } from '../../store/notices.ts';
import { countTexts } from '../../store/texts/inbound-texts.ts';
import type { Recorded } from '../../workflow/engine/record.ts';
import type { Ended } from '../../workflow/outbox.ts';

export interface Metrics {
  readonly registry: Registry;
  request(route: string, method: string, status: number, seconds: number): void;
  recorded(cases: readonly Recorded[]): void;
  /** Messages that were sent or given up. */
  messagesEnded(ended: readonly Ended[]): void;
  /** Whether this process finds the peer of a channel away. */
  channelAway(channel: string, away: boolean): void;
  fault(where: string): void;
}

export function openMetrics(pool: Pool): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'handback_http_request_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const stages = new Counter({
    name: 'handback_stage_commits_total',
    help: 'Outcomes recorded, by stage left and stage reached.',
    labelNames: ['from', 'to'],
    registers,
  });
  const batch = new Histogram({
    name: 'handback_commit_cases',
    help: 'Cases recorded in one transaction.',
    buckets: [1, 2, 5, 10, 50, 100, 250, 500],
    registers,
  });
  const faults = new Counter({
    name: 'handback_faults_total',
    help: 'Unexpected failures, by place.',
    labelNames: ['where'],
    registers,
  });
  new Gauge({
    name: 'handback_open_cases',
    help: 'Open cases, by stage and by what they wait for.',
    labelNames: ['stage', 'waiting_for'],
    registers,
    async collect() {
      this.reset();
      for (const { stage, waitingFor, n } of await countOpenCases(pool)) {
        this.set({ stage, waiting_for: waitingFor ?? '' }, n);
      }
    },
  });
  const messages = messageMetrics(pool, registers);
  return {
    registry,
    request: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    recorded(cases) {
      batch.observe(cases.length);
      const moves = cases.flatMap(({ walked, to }) =>
        walked.steps.map(({ stage }, n) => ({ from: stage, to: walked.steps[n + 1]?.stage ?? to })),
      );
      for (const [from, left] of Map.groupBy(moves, (move) => move.from)) {
        for (const [to, same] of Map.groupBy(left, (move) => move.to)) stages.inc({ from, to }, same.length);
      }
    },
    ...messages,
    fault: (where) => faults.inc({ where }),
  };
}

function messageMetrics(pool: Pool, registers: Registry[]): Pick<Metrics, 'messagesEnded' | 'channelAway'> {
  new Gauge({
    name: 'handback_messages_waiting',
    help: 'Messages that are neither sent nor given up, by channel.',
    labelNames: ['channel'],
    registers,
    async collect() {
      this.reset();
      for (const { channel, n } of await countWaitingNotices(pool)) this.set({ channel }, n);
    },
  });
  new Gauge({
    name: 'handback_messages_oldest_waiting_seconds',
    help: 'Age of the message that waits for the longest time, by channel.',
    labelNames: ['channel'],
    registers,
    async collect() {
      this.reset();
      for (const { channel, oldestSeconds } of await countWaitingNotices(pool))
        this.set({ channel }, oldestSeconds);
    },
  });
  new Gauge({
    name: 'handback_texts',
    help: 'Texts of phones of the last 24 hours, by what became of them.',
    labelNames: ['outcome'],
    registers,
    async collect() {
      this.reset();
      for (const { outcome, n } of await countTexts(pool)) this.set({ outcome }, n);
    },
  });
  const sent = new Counter({
    name: 'handback_messages_sent_total',
    help: 'Messages that their peer took, by kind and channel.',
    labelNames: ['kind', 'channel'],
    registers,
  });
  const givenUp = new Counter({
    name: 'handback_messages_given_up_total',
    help: 'Messages that were given up, by kind and reason.',
    labelNames: ['kind', 'reason'],
    registers,
  });
  const away = new Gauge({
    name: 'handback_messages_channel_away',
    help: '1 while the peer of a channel cannot be reached or refuses us.',
    labelNames: ['channel'],
    registers,
  });
  return {
    messagesEnded(ended) {
      for (const { kind, channel, givenUpFor } of ended) {
        if (givenUpFor === null) sent.inc({ kind, channel });
        else givenUp.inc({ kind, reason: givenUpFor });
      }
    },
    channelAway: (channel, is) => away.set({ channel }, is ? 1 : 0),
  };
}

/** A server of its own: what the pages are reached by must not show how the operator is doing. Not yet listening. */
export function metricsServer(metrics: Metrics): FastifyInstance {
  const app = Fastify({ logger: false, requestTimeout: 10_000 });
  app.get('/metrics', async (_request, reply) =>
    reply
      .type(metrics.registry.contentType)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .send(await metrics.registry.metrics()),
  );
  return app;
}
