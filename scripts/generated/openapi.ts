import { pino } from 'pino';
import { Registry } from 'prom-client';
import { contractOf } from '../../src/http/kit/contract.ts';
import { buildServer, type ServerParts } from '../../src/http/server.ts';
import type { GeneratedFile } from './index.ts';
import { typesOf } from './openapi-types.ts';

/** The contract and its types, from the routes themselves: nothing is called, so nothing behind them is needed. */
export async function openapi(): Promise<readonly GeneratedFile[]> {
  const app = await buildServer({
    log: pino({ level: 'silent' }),
    metrics: {
      registry: new Registry(),
      request: () => undefined,
      recorded: () => undefined,
      messagesEnded: () => undefined,
      channelAway: () => undefined,
      fault: () => undefined,
    },
    publicUrl: 'http://localhost',
  } as Partial<ServerParts> as ServerParts);
  await app.ready();
  const contract = contractOf(app);
  await app.close();
  return [
    { path: 'openapi/handback-v1.json', content: `${written(contract, '')}\n` },
    { path: 'openapi/handback-v1.d.ts', content: typesOf(contract) },
  ];
}

const WIDTH = 110;

/** JSON as a person reads it: what fits on a line stands on one, and lists of words fill their lines. */
function written(value: unknown, indent: string): string {
  const line = JSON.stringify(value, null, 1).replace(/\n */g, ' ');
  if (typeof value !== 'object' || value === null || indent.length + line.length < WIDTH) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => written(item, inner));
    const words = value.every((item) => typeof item === 'string');
    return `[\n${(words ? filled(items, inner) : items).map((item) => inner + item).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${written(item, inner)}`,
  );
  return `{\n${members.map((member) => inner + member).join(',\n')}\n${indent}}`;
}

function filled(items: readonly string[], indent: string): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const longer = `${lines.at(-1)}, ${item}`;
    if (lines.length > 0 && indent.length + longer.length < WIDTH) lines[lines.length - 1] = longer;
    else lines.push(item);
  }
  return lines;
}
