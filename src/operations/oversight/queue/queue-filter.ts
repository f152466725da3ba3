import { STAGE_NAMES, type Stage } from '../../../domain/cases/termination.ts';
import { WAITING_FOR, type WaitingFor } from '../../../domain/cases/waiting.ts';
import { WORK_KINDS, type WorkKind } from '../../../domain/oversight/work.ts';
import type { QueuePlace } from '../../../store/oversight/queue.ts';

export const ASSIGNED = ['me', 'nobody', 'somebody'] as const;
export type Assigned = (typeof ASSIGNED)[number];
/** `any`: whatever it waits for. */
export const WAITS = [...WAITING_FOR, 'any'] as const;

/** What somebody wants to see of the queue, as its address says it. Null: not said. */
export interface QueueFilter {
  readonly kind: WorkKind | null;
  readonly waiting: WaitingFor | 'any' | null;
  readonly stage: Stage | null;
  readonly jurisdiction: string | null;
  readonly province: string | null;
  readonly assigned: Assigned | null;
  readonly overdue: boolean;
  readonly after: QueuePlace | null;
}

export const FILTER_NAMES = [
  'kind',
  'waiting',
  'stage',
  'jurisdiction',
  'province',
  'assigned',
  'overdue',
  'after',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/**
 * Reads the filter of an address. What is none is left out and named, so that a page can say so: an old or a mistyped address is no
 * fault, and never shows more than was asked for.
 */
export function readQueueFilter(given: ReadonlyMap<string, string>): {
  readonly filter: QueueFilter;
  readonly unknown: readonly FilterName[];
} {
  const unknown: FilterName[] = [];
  const read = <T>(name: FilterName, parse: (text: string) => T | null): T | null => {
    const text = given.get(name) ?? '';
    if (text === '') return null;
    const value = parse(text);
    if (value === null) unknown.push(name);
    return value;
  };
  const oneOf =
    <T extends string>(all: readonly T[]) =>
    (text: string): T | null =>
      all.find((one) => one === text) ?? null;
  return {
    filter: {
      kind: read('kind', oneOf(WORK_KINDS)),
      waiting: read('waiting', oneOf(WAITS)),
      stage: read('stage', oneOf(STAGE_NAMES)),
      jurisdiction: read('jurisdiction', (text) => (/^[a-z]{2}$/.test(text) ? text : null)),
      province: read('province', (text) => (/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(text) ? text : null)),
      assigned: read('assigned', oneOf(ASSIGNED)),
      overdue: read('overdue', (text) => (text === '1' ? true : null)) ?? false,
      after: read('after', placeIn),
    },
    unknown,
  };
}

/** The filter as an address says it; without what is not said. */
export function queueParameters(filter: Partial<QueueFilter>): URLSearchParams {
  const { overdue, after, ...words } = filter;
  const said = Object.entries({
    ...words,
    overdue: overdue ? '1' : null,
    after: after ? placeText(after) : null,
  });
  return new URLSearchParams(said.flatMap(([name, value]) => (value ? [[name, String(value)]] : [])));
}

const placeText = ({ sortAt, kind, item }: QueuePlace): string => `${sortAt.getTime()}.${kind}.${item}`;

function placeIn(text: string): QueuePlace | null {
  const [, at = '', name = '', item = ''] = /^(\d{1,14})\.([a-z]+)\.([0-9A-Za-z-]{1,60})$/.exec(text) ?? [];
  const kind = WORK_KINDS.find((one) => one === name);
  return kind === undefined ? null : { sortAt: new Date(Number(at)), kind, item };
}
