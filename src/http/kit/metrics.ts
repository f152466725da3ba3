import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Pool } from '../../store/database/database.ts';
import type { Committed } from '../../workflow/engine/commit.ts';

export interface Metrics {
  readonly registry: Registry;
  request(route: string, method: string, status: number, seconds: number): void;
  committed(cases: readonly Committed[]): void;
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
      const { rows } = await pool.query<{ stage: string; waiting_for: string; n: number }>(
        `select stage, coalesce(waiting_for, '') as waiting_for, count(*)::int as n from termination group by 1, 2`,
      );
      for (const row of rows) this.set({ stage: row.stage, waiting_for: row.waiting_for }, row.n);
    },
  });
  new Gauge({
    name: 'handback_outbox_due',
    help: 'Messages that wait to be sent.',
    registers,
    async collect() {
      const { rows } = await pool.query<{ n: number }>(
        'select count(*)::int as n from outbox where due_at is not null',
      );
      this.set(rows[0]?.n ?? 0);
    },
  });
  return {
    registry,
    request: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    committed(cases) {
      batch.observe(new Set(cases.map(({ work }) => work)).size);
      for (const [from, moved] of Map.groupBy(cases, (step) => step.from)) {
        for (const [to, steps] of Map.groupBy(moved, (step) => step.to))
          stages.inc({ from, to }, steps.length);
      }
    },
    fault: (where) => faults.inc({ where }),
  };
}

export function metricsRoute(app: FastifyInstance, metrics: Metrics): void {
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
