// What the npm scripts run: installs what is missing, then starts the task on a Node that is new enough.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installIfChanged, node, root } from './bootstrap.mjs';

const [task = '', ...args] = process.argv.slice(2);
installIfChanged();

const program =
  task === 'start'
    ? [join(root, 'bin', 'handback.mjs'), 'demo', ...args]
    : [join(root, 'scripts', `${task}.ts`), ...args];
const flags = ['--disable-warning=ExperimentalWarning', '--import', join(root, 'src', 'tsx-loader.ts')];
const child = spawn(node(), task === 'start' ? program : [...flags, ...program], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${join(node(), '..')}:${process.env.PATH}` },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
