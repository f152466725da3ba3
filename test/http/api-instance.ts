import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import type { Scope } from '../../src/domain/people/scope.ts';
import type { IdentityFactor } from '../../src/domain/rules/rulebook.ts';
import { type Metrics, openMetrics } from '../../src/http/kit/metrics.ts';
import type { VoicePlatforms } from '../../src/http/routes/voice/voice-routes.ts';
import { buildServer } from '../../src/http/server.ts';
import { certificateServiceOf } from '../../src/run/certificate-service.ts';
import { type CaseListener, listenToDatabase } from '../../src/store/case-events.ts';
import { makeApiToken } from '../../src/store/people/api-tokens.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { breach } from '../support/contract.ts';
import { type TestInstance, testInstance } from '../support/instance.ts';
import type { SeededLine } from '../support/seed.ts';

export interface ApiInstance extends TestInstance {
  readonly app: FastifyInstance;
  readonly metrics: Metrics;
  readonly events: CaseListener;
  /** What the server logged, a line each. */
  readonly logged: readonly string[];
  call(options: InjectOptions & { token?: string; key?: string }): Promise<LightMyRequestResponse>;
  signedIn(line: SeededLine, factors?: readonly IdentityFactor[]): Promise<string>;
  token(name: string, scopes: readonly Scope[]): Promise<string>;
}

/** The API over an instance of its own; every answer is checked against the written contract. */
export async function apiInstance(
  environment: NodeJS.ProcessEnv = {},
  voice: VoicePlatforms | null = null,
): Promise<ApiInstance> {
  const instance = await testInstance(undefined, environment);
  const { pool } = instance.operations;
  const metrics = openMetrics(pool);
  const logged: string[] = [];
  const certificates = certificateServiceOf(instance);
  const events = listenToDatabase(instance.url);
  const app = await buildServer({
    operations: instance.operations,
    certificates,
    events,
    metrics,
    log: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    publicUrl: 'http://handback.test',
    voice,
    rateLimitPerMinute: 100_000,
  });
  await app.ready();
  afterAll(async () => {
    await events.close();
    await app.close();
    await certificates.close();
  });
  return {
    ...instance,
    app,
    metrics,
    events,
    logged,
    async call({ token, key, ...options }) {
      const answer = await app.inject({
        ...options,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...options.headers,
        },
      });
      const wrong = breach(
        { method: options.method ?? 'GET', url: String(options.url) },
        {
          status: answer.statusCode,
          type: String(answer.headers['content-type'] ?? ''),
          body: answer.body,
        },
      );
      if (wrong !== null) throw new Error(wrong);
      return answer;
    },
    signedIn: (line, factors = ['sms_code', 'document_number']) =>
      openSession(pool, instance.vault, { partyId: line.partyId, lineId: line.lineId, factors }),
    token: async (name, scopes) => (await makeApiToken(pool, instance.vault, { name, scopes }))!,
  };
}
