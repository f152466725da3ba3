import { EARLIER_CLASSES, type EarlierClass, type RetentionClass } from '../../domain/people/retention.ts';
import type { Db } from '../database/database.ts';
import { ERASED_PARTY, FATES, type Fate } from './tables.ts';

/** What belongs to the people, by which their rows are found. */
interface Theirs {
  readonly people: readonly string[];
  readonly lines: readonly string[];
  readonly cases: readonly string[];
  readonly asked: readonly string[];
  readonly requests: readonly string[];
}

const TYPES = {
  people: 'text[]',
  lines: 'text[]',
  cases: 'uuid[]',
  asked: 'uuid[]',
  requests: 'uuid[]',
} as const satisfies Record<keyof Theirs, string>;
type Name = keyof Theirs;

/**
 * Destroys the keys of people and all that was kept of them, in one transaction: as `FATES` says, and nothing else. Their rows in `party`
 * must be locked, and stay as the mark that somebody was erased.
 */
export async function erasePeople(tx: Db, people: readonly string[]): Promise<void> {
  if (people.length === 0) return;
  await tx.query({
    name: 'somebody-erased',
    text: `insert into party (party_id, kind, erased_at) values ('${ERASED_PARTY}', 'natural', now()) on conflict do nothing`,
  });
  await carryOut(tx, await theirs(tx, people), () => true);
}

/** Deletes classes of data of people who are kept for longer otherwise. */
export async function eraseClasses(
  tx: Db,
  people: readonly string[],
  classes: readonly EarlierClass[],
): Promise<void> {
  if (people.length === 0) return;
  const asked: readonly RetentionClass[] = classes;
  await carryOut(tx, await theirs(tx, people), (of) => asked.includes(of), 'tie stays');
  await tx.query(
    `update party set erased_classes = array(
       select c from unnest($3::text[]) c where c = any(erased_classes) or c = any($2::text[])) where party_id = any($1::text[])`,
    [people, classes, EARLIER_CLASSES],
  );
}

async function theirs(tx: Db, people: readonly string[]): Promise<Theirs> {
  const { rows } = await tx.query<Omit<Theirs, 'people'>>({
    name: 'what-is-of-people',
    text: `select
        array(select line_id from line where holder_id = any($1::text[])) as lines,
        array(select case_id from termination_closed where holder_id = any($1::text[])
          union all select case_id from termination where holder_id = any($1::text[])) as cases,
        array(select request_id from special_request where requester_id = any($1::text[])) as requests,
        array(select l.case_id from special_request r join special_request_line l using (request_id)
          where r.requester_id = any($1::text[]) and l.case_id is not null) as asked`,
    values: [people],
  });
  return { people, ...rows[0]! };
}

async function carryOut(
  tx: Db,
  of: Theirs,
  wanted: (of: RetentionClass) => boolean,
  ties: 'tie goes' | 'tie stays' = 'tie goes',
): Promise<void> {
  for (const [table, fate] of Object.entries<Fate>(FATES)) {
    if (fate.fate === 'nobody' || fate.fate === 'short' || !wanted(fate.class)) continue;
    for (const [step, { text, names }] of statementsOf(table, fate, ties).entries()) {
      // Most people never asked for somebody else, or came to a counter.
      if (names.every((name) => of[name].length === 0)) continue;
      await tx.query({ name: `${ties} ${table} ${step}`, text, values: names.map((name) => of[name]) });
    }
  }
}

interface Statement {
  readonly text: string;
  readonly names: readonly Name[];
}

function statementsOf(
  table: string,
  fate: Extract<Fate, { readonly where: string }>,
  ties: 'tie goes' | 'tie stays',
): readonly Statement[] {
  if (fate.fate === 'goes') return [numbered(`delete from ${table} where ${fate.where}`)];
  return [fate, ...(fate.further ?? [])].map(({ set, where }) => {
    const written = Object.entries(set)
      .filter(([column]) => ties === 'tie goes' || column !== 'party_id')
      .map(([column, to]) => `${column} = ${to}`);
    return numbered(`update ${table} set ${written.join(', ')} where ${where}`);
  });
}

function numbered(text: string): Statement {
  const names: Name[] = [];
  const parameters = text.replace(/:(people|lines|cases|asked|requests)/g, (_, name: Name) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}::${TYPES[name]}`;
  });
  return { text: parameters, names };
}
