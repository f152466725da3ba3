// What the npm scripts run: `start` is the demo, the others are in scripts/.
import { join } from 'node:path';
import { installIfChanged, root, run } from './bootstrap.mjs';

const [task = '', ...args] = process.argv.slice(2);
installIfChanged();
process.chdir(root);
if (task === 'start') run(join(root, 'src', 'main.ts'), ['demo', ...args]);
else run(join(root, 'scripts', `${task}.ts`), args);
