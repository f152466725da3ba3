import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '..', 'src');

/** What each folder may import, beside itself. Imports point down only. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'free-port.ts': [],
  asn1: [],
  domain: [],
  ports: ['domain'],
  messages: ['domain'],
  tlog: ['ports', 'domain'],
  config: ['tlog', 'store', 'ports', 'domain'],
  // The form of a certificate, which whoever keeps what it tells of must know; its paper is far above.
  'certificate/credential': ['certificate/sign', 'ports', 'domain'],
  'certificate/sign': ['asn1', 'ports', 'domain'],
  store: ['certificate/credential', 'ports', 'domain', 'messages'],
  workflow: ['certificate/credential', 'tlog', 'store', 'ports', 'domain', 'messages'],
  rsp: ['asn1', 'domain'],
  'virtual-euicc': ['rsp', 'asn1', 'domain'],
  uicc: [],
  'virtual-uicc': ['uicc', 'virtual-euicc', 'asn1'],
  certificate: ['tlog', 'rsp', 'asn1', 'ports', 'domain', 'messages'],
  papers: ['certificate', 'domain', 'messages'],
  connectors: ['rsp', 'asn1', 'tlog', 'store', 'ports', 'domain'],
  simulators: ['free-port.ts', 'connectors', 'virtual-euicc', 'rsp', 'asn1', 'tlog', 'ports', 'domain'],
  operations: ['certificate/credential', 'rsp', 'workflow', 'tlog', 'store', 'ports', 'domain', 'messages'],
  reports: ['uicc', 'papers', 'certificate', 'operations', 'domain', 'messages'],
  http: ['reports', 'certificate', 'operations', 'workflow', 'store', 'ports', 'domain', 'messages'],
  web: ['http', 'reports', 'papers', 'certificate', 'operations', 'ports', 'domain', 'messages'],
  run: [
    'free-port.ts',
    'config',
    'reports',
    'rsp',
    'web',
    'http',
    'certificate',
    'connectors',
    'operations',
    'workflow',
    'tlog',
    'store',
    'ports',
    'domain',
  ],
  demo: [
    'run',
    'config',
    'web',
    'simulators',
    'virtual-euicc',
    'rsp',
    'connectors',
    'operations',
    'store',
    'ports',
    'domain',
    'messages',
  ],
  cli: [
    'free-port.ts',
    'demo',
    'run',
    'reports',
    'papers',
    'config',
    'simulators',
    'uicc',
    'virtual-uicc',
    'virtual-euicc',
    'rsp',
    'certificate',
    'operations',
    'workflow',
    'tlog',
    'store',
    'ports',
    'domain',
    'messages',
  ],
  'main.ts': ['cli'],
  'tsx-loader.ts': [],
};

/**
 * What a subject may import on its own floor, beside itself and the files of the floor that belong to no subject.
 * `rules` and `values` are free to all. A new subject is one row.
 */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  values: [],
  rules: ['values'],
  people: ['values', 'rules'],
  operator: ['cases', 'values', 'rules'],
  log: ['values', 'rules'],
  lines: ['people', 'values', 'rules'],
  cases: ['certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  certificates: ['log', 'cases', 'esim', 'lines', 'people', 'values', 'rules'],
  esim: ['cases', 'certificates', 'lines', 'people', 'values', 'rules'],
  complaints: [
    'accounts',
    'special',
    'staff',
    'cases',
    'certificates',
    'esim',
    'lines',
    'people',
    'values',
    'rules',
  ],
  accounts: ['cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  campaigns: ['cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  special: ['cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  numbers: ['cases', 'lines', 'people', 'values', 'rules'],
  staff: [
    'numbers',
    'campaigns',
    'rulebooks',
    'special',
    'cases',
    'certificates',
    'esim',
    'lines',
    'people',
    'values',
    'rules',
  ],
  channels: ['cases', 'certificates', 'lines', 'people', 'operator', 'values', 'rules'],
  charges: ['cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  reconciliation: ['charges', 'cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  stores: ['lines', 'people', 'operator', 'values', 'rules'],
  guidance: ['stores', 'special', 'cases', 'lines', 'people', 'operator', 'values', 'rules'],
  texts: [
    'channels',
    'guidance',
    'special',
    'cases',
    'certificates',
    'esim',
    'lines',
    'people',
    'operator',
    'values',
    'rules',
  ],
  voice: [
    'channels',
    'guidance',
    'special',
    'cases',
    'certificates',
    'esim',
    'lines',
    'people',
    'operator',
    'values',
    'rules',
  ],
  cards: ['staff', 'special', 'cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  desks: [
    'voice',
    'channels',
    'stores',
    'guidance',
    'staff',
    'cards',
    'special',
    'cases',
    'certificates',
    'esim',
    'lines',
    'people',
    'values',
    'rules',
  ],
  erasure: ['log', 'special', 'cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  statistics: ['cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  rulebooks: ['cases', 'certificates', 'esim', 'lines', 'people', 'values', 'rules'],
  oversight: [
    'numbers',
    'reconciliation',
    'charges',
    'voice',
    'channels',
    'texts',
    'stores',
    'desks',
    'staff',
    'cards',
    'campaigns',
    'special',
    'cases',
    'certificates',
    'esim',
    'lines',
    'people',
    'values',
    'rules',
  ],
};

/** The folders that are divided by subject. */
const DIVIDED = ['domain', 'store', 'operations', 'http/routes', 'web/portal'];

/** More files than this in one folder, and it is divided by subject. Those excepted hold one kind of file and nothing else. */
const FILES_A_FOLDER = 20;
const MAY_BE_LARGE = /^(workflow\/stages|cli|messages\/[^/]+)$/;

/** A call of a member `query`, with or without type arguments, or `?.`. */
const SQL_CALL = /\.\s*query\s*(\?\.)?\s*(<|\()/;

/**
 * Files outside `store/` that speak SQL: an own billing system's tables, another system's views, and the demo's tables. The list may only shrink.
 */
const MAY_SPEAK_SQL = [
  'connectors/billing/embedded-ledger.ts',
  'connectors/customer-records/sql-views.ts',
  'demo/demo-tables.ts',
  'demo/seed-demo.ts',
];

/** The embedded ledger is a billing system that lives in our own database: the one connector that may use the store. */
const STORE_CONNECTORS = ['connectors/billing/embedded-ledger.ts'];

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'),
  );
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [
    ...text.matchAll(
      /^(?:import|export)[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

const filesIn = (folder: string): string[] => sourceFiles().filter((file) => file.startsWith(`${folder}/`));

/** What a file imports of our own, as paths below `src`. */
const targetsOf = (file: string): string[] =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(SRC, resolve(SRC, file, '..', name)))
    .filter((target) => !target.startsWith('..'));

/** Folders of a divided floor that lie below all its subjects. */
const BELONGS_TO_NONE = ['database', 'access'];

/** The subject of a file on a divided floor; null for files that belong to none. */
function subjectOf(floor: string, file: string): string | null {
  const [first, ...rest] = file.slice(floor.length + 1).split('/');
  return rest.length === 0 || BELONGS_TO_NONE.includes(first!) ? null : first!;
}

/** The one list that names all of its floor. */
const JOINS_ITS_FLOOR = ['web/portal/pages.ts'];

const top = (path: string): string => path.split('/')[0]!;

/** The folder of `MAY_IMPORT` to which a file belongs: the deepest. */
const floorOf = (path: string): string =>
  Object.keys(MAY_IMPORT).find((name) => name.includes('/') && path.startsWith(`${name}/`)) ?? top(path);

describe('the folders of src', () => {
  it('has a rule for every folder', () => {
    expect([...new Set(sourceFiles().map(top))].filter((name) => MAY_IMPORT[name] === undefined)).toEqual([]);
  });

  it('imports point down only', () => {
    const wrong = sourceFiles().flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => relative(SRC, resolve(SRC, file, '..', name)))
        .filter(
          (target) =>
            !target.startsWith('..') &&
            floorOf(target) !== floorOf(file) &&
            // A folder stands for all that is in it, also from within.
            ![floorOf(target), top(target)].some(
              (name) => name === floorOf(file) || MAY_IMPORT[floorOf(file)]?.includes(name),
            ),
        )
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets a subject import only those before it', () => {
    const wrong = DIVIDED.flatMap((floor) =>
      filesIn(floor).flatMap((file) => {
        const subject = subjectOf(floor, file);
        return targetsOf(file)
          .filter((target) => target.startsWith(`${floor}/`) && subjectOf(floor, target) !== subject)
          .filter((target) => {
            const wanted = subjectOf(floor, target);
            // What belongs to no subject lies below all of them.
            return wanted !== null && (subject === null || !SUBJECTS[subject]?.includes(wanted));
          })
          .filter(() => !JOINS_ITS_FLOOR.includes(file))
          .map((target) => `${file} -> ${target}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has a row for every subject', () => {
    const subjects = DIVIDED.flatMap((floor) => filesIn(floor).map((file) => subjectOf(floor, file)));
    expect([...new Set(subjects.filter((name) => name !== null && !(name in SUBJECTS)))]).toEqual([]);
  });

  it('has no circle of files', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      if (done.has(file)) return;
      for (const target of targetsOf(file)) walk(target, [...path, file]);
      done.add(file);
    };
    for (const file of sourceFiles()) walk(file, []);
    expect(circles).toEqual([]);
  });

  it('keeps folders small enough to be seen at once', () => {
    const counts = new Map<string, number>();
    for (const file of sourceFiles()) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([folder, n]) => n > FILES_A_FOLDER && !MAY_BE_LARGE.test(folder))).toEqual([]);
  });

  it('speaks SQL in the store only', () => {
    const speak = sourceFiles().filter(
      (file) => !file.startsWith('store/') && SQL_CALL.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(speak.sort()).toEqual(MAY_SPEAK_SQL);
  });

  it.each(['tx.query<T>(', 'pool.query({', 'client\n  .query(', 'db.query<{ n: number }>(', 'db.query?.('])(
    'finds SQL written as %j',
    (planted) => {
      expect(SQL_CALL.test(`await ${planted}'select 1')`)).toBe(true);
    },
  );

  it.each(['request.query.number', 'Querystring: Static<typeof Query>', 'spec.query ? a : b'])(
    'takes %j for no SQL',
    (innocent) => {
      expect(SQL_CALL.test(innocent)).toBe(false);
    },
  );

  it('writes open cases in one folder', () => {
    const writes = /\b(insert into|update|delete from)\s+termination\b/;
    const files = sourceFiles().filter(
      (file) => !file.startsWith('store/cases/') && writes.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(files).toEqual([]);
  });

  it('keeps pages and routes above the operations: they name neither the store nor what it needs', () => {
    const wrong = sourceFiles()
      .filter((file) => file.startsWith('web/') || file.startsWith('http/routes/'))
      .filter(
        (file) =>
          targetsOf(file).some((target) => target.startsWith('store/')) ||
          /\.(pool|rulebooks)\b/.test(readFileSync(join(SRC, file), 'utf8')),
      );
    expect(wrong).toEqual([]);
  });

  it('lets only the embedded ledger among the connectors use the database', () => {
    const wrong = sourceFiles().filter(
      (file) =>
        file.startsWith('connectors/') &&
        !STORE_CONNECTORS.includes(file) &&
        importsOf(file).some((name) => name.includes('/store/')),
    );
    expect(wrong).toEqual([]);
  });

  it('names drivers in one table: nobody else knows what speaks to a peer', () => {
    const wrong = sourceFiles().flatMap((file) =>
      targetsOf(file)
        .filter((target) => /^connectors\/[^/]+\/driver\.ts$/.test(target) && file !== 'connectors/index.ts')
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the core pure: no packages, no clock, no chance', () => {
    for (const file of sourceFiles().filter((name) => name.startsWith('domain/'))) {
      expect(
        importsOf(file).filter((name) => !name.startsWith('.')),
        file,
      ).toEqual([]);
      expect(readFileSync(join(SRC, file), 'utf8'), file).not.toMatch(
        /\bDate\.now\(|\bnew Date\(\)|Math\.random|process\.|performance\./,
      );
    }
  });

  it('verifies logs without Node: a browser does it too', () => {
    const node = filesIn('tlog').filter((file) => importsOf(file).some((name) => !name.startsWith('.')));
    // What keeps a log.
    expect(node).toEqual(['tlog/tree.ts']);
    const above = filesIn('tlog').filter((file) => targetsOf(file).includes('ports/node-verify-crypto.ts'));
    expect(above).toEqual([]);
    const leading = filesIn('tlog').filter((file) => targetsOf(file).includes('tlog/tree.ts'));
    expect(leading).toEqual(['tlog/monitor.ts']);
  });

  it('keeps files short enough to hold one thing', () => {
    const long = sourceFiles().filter(
      (file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 400,
    );
    expect(long).toEqual([]);
  });

  it('names files in kebab-case and for what they hold', () => {
    expect(
      sourceFiles()
        // The folders of languages are named by their tags (BCP 47).
        .map((file) => file.replace(/^messages\/[A-Za-z-]+\//, 'messages/'))
        .filter((file) => !/^[a-z0-9/.-]+$/.test(file) || /(^|\/)(utils?|helpers?|common)\b/.test(file)),
    ).toEqual([]);
  });
});
