import { columnsReference } from '../../src/cli/import-columns.ts';
import type { GeneratedFile } from './index.ts';

export function importColumns(): GeneratedFile {
  return { path: 'docs/reference/import-columns.md', content: columnsReference() };
}
