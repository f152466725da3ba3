import type { NameTables } from './names/name-tables.ts';
import type { ChannelRegistry } from './registry.ts';
import type { ScamWords } from './words.ts';

/** What the scam check compares with. */
export interface ChannelParts {
  readonly registry: ChannelRegistry;
  readonly words: ScamWords;
  readonly tables: NameTables;
}
