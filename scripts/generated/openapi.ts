import { pino } from 'pino';
import { Registry } from 'prom-client';
import { buildServer, type ServerParts } from '../../src/http/server.ts';
import type { GeneratedFile } from './index.ts';

/** The contract, from the routes themselves: nothing is called, so nothing behind them is needed. */
export async function openapi(): Promise<GeneratedFile> {
  const app = await buildServer({
    log: pino({ level: 'silent' }),
    metrics: {
      registry: new Registry(),
      request: () => undefined,
      recorded: () => undefined,
      fault: () => undefined,
    },
    publicUrl: 'http://localhost',
  } as Partial<ServerParts> as ServerParts);
  await app.ready();
  const content = `${JSON.stringify(app.swagger(), null, 2)}\n`;
  await app.close();
  return { path: 'openapi/handback-v1.json', content };
}
