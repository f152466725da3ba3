import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { testInstance } from '../support/instance.ts';

const instance = await testInstance();

it('stops in order although one Ctrl+C arrives several times', async () => {
  const child = spawn(process.execPath, ['--import', './src/tsx-loader.ts', 'src/main.ts', 'serve'], {
    env: {
      PATH: process.env['PATH'],
      HANDBACK_DATA: instance.dataFolder,
      DATABASE_URL: instance.url,
      HANDBACK_PORT: '0',
      HANDBACK_LOG: 'silent',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface({ input: child.stderr })) if (line.includes('serving')) break;
  // Two different ones: the same twice may arrive as one.
  child.kill('SIGINT');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
});
