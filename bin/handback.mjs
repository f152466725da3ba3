#!/usr/bin/env node
// The command line.
import { join } from 'node:path';
import { installIfChanged, root, run } from './bootstrap.mjs';

installIfChanged();
run(join(root, 'src', 'main.ts'), process.argv.slice(2));
