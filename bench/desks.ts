import { randomUUID } from 'node:crypto';
import { chromium } from 'playwright-core';
import { oidcIssuer } from '../src/connectors/oidc/issuer.ts';
import { demoPassport } from '../src/demo/fictional.ts';
import { attend } from '../src/operations/desks/attend.ts';
import { documentIndex } from '../src/store/people/parties.ts';
import { openStaffSession } from '../src/store/staff/sessions.ts';
import { personNamed } from '../test/support/actors.ts';
import { seedLines } from '../test/support/seed.ts';
import { STAFF_RULES } from '../test/web/desk/desk-instance.ts';
import { type BenchServer, benchInstance, percentile } from './bench-instance.ts';
import { servePortal } from './bench-portal.ts';
import { campaignOf, startCampaignWorker } from './desk-campaign.ts';
import type { Figure } from './figure.ts';
import { CHROMIUM, firstLoad, type Load } from './first-load.ts';
import { median } from './median.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const RUNS = 5;
const SESSIONS = 200;
const ACTS_A_SECOND = 50;

const passportOf = (lineId: string): string => demoPassport(Number(lineId.slice(1)), 'FR').number;

interface Seat {
  readonly cookie: string;
  readonly staff: Parameters<typeof attend>[1];
}

/**
 * 200 people at live pages of one server who answer 50 questions a second together, alone and while a campaign runs, and how long a
 * first load takes at each desk.
 */
export async function desks(
  server: BenchServer,
  seconds: number,
  campaignLines: number,
): Promise<readonly Figure[]> {
  const url = await server.database('desks');
  const instance = await benchInstance(url, new SimulatedHlr());
  const issuer = oidcIssuer({
    issuer: new URL('http://127.0.0.1:1'),
    clientId: 'bench',
    clientSecret: 'bench',
  });
  const op = { ...instance.base.operations, staff: { issuer, rules: STAFF_RULES } };
  const pages = await servePortal(instance, url, op);
  const { origin } = pages;
  const seat = async (name: string, role: SeatRole): Promise<Seat> => {
    const { subject, authenticatedAt } = personNamed(name);
    const { token, sessionId } = await openStaffSession(op.pool, op.vault, {
      ...{ subject, name, roles: [role], shop: null, authenticatedAt, strong: true },
      ...{ issuer: 'https://issuer.test', sid: randomUUID(), idToken: 'none', absoluteMinutes: 480 },
    });
    const person = { ...personNamed(name, [role]), subject, sessionId };
    return {
      cookie: token,
      staff: { kind: 'staff', name, scopes: [], channel: 'online', person },
    };
  };
  const lines = await seedLines(op.pool, op.vault, 3 * ACTS_A_SECOND * seconds + 2);
  // A wrong number is counted wherever it is given, so everybody with one document would wait for each other.
  await op.pool.query(
    'update party set document_bidx = b from unnest($1::text[], $2::bytea[]) as o(a, b) where party_id = a',
    [
      lines.map(({ partyId }) => partyId),
      lines.map(({ lineId }) => documentIndex(op.vault, passportOf(lineId))),
    ],
  );
  const loads = await firstLoads(origin, seat, op, lines.slice(0, 2));
  const half = 2 + ACTS_A_SECOND * seconds;
  const alone = await busyHour(origin, seat, op, lines.slice(2, half), { followed: false });
  const third = half + ACTS_A_SECOND * seconds;
  const acts = await busyHour(origin, seat, op, lines.slice(half, third), { followed: true });
  const stopWorker = await startCampaignWorker(url, instance.dataFolder);
  const beside = await besideCampaign(origin, seat, op, lines.slice(third), campaignLines);
  await stopWorker();
  await pages.close();
  await instance.close();
  return [...loads, ...alone, ...acts, ...beside];
}

type SeatRole = 'agent' | 'clerk' | 'supervisor' | 'auditor';
type Sitting = (name: string, role: SeatRole) => Promise<Seat>;
type Op = Parameters<typeof attend>[0];
type Lines = Awaited<ReturnType<typeof seedLines>>;

async function firstLoads(origin: string, seat: Sitting, op: Op, [a, b]: Lines): Promise<readonly Figure[]> {
  const agent = await seat('agent', 'agent');
  const clerk = await seat('clerk', 'clerk');
  const supervisor = await seat('supervisor', 'supervisor');
  const call = await attend(op, agent.staff, { channel: 'hotline', why: 'call', number: a!.msisdn });
  const visit = await attend(op, clerk.staff, { channel: 'store', why: 'visit', number: b!.msisdn });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM });
  const figures: Figure[] = [];
  const wide = { width: 1280, height: 800 };
  for (const [name, path, who, viewport] of [
    ['home', '/desk', supervisor, wide],
    ['hotline, a call', `/desk/hotline/${call.attendanceId}`, agent, wide],
    [
      'counter, documents',
      `/desk/counter/${visit.attendanceId}/documents`,
      clerk,
      { width: 1024, height: 768 },
    ],
  ] as const) {
    const loads: Load[] = [];
    const shown = { cookie: { name: 'hb_desk', value: who.cookie }, viewport, live: true };
    for (let run = 0; run < RUNS; run++) loads.push(await firstLoad(browser, `${origin}${path}`, shown));
    figures.push(
      {
        ...{ name: `desks, ${name}, largest contentful paint`, unit: 'ms', target: '<= 1500' },
        value: median(loads.map(({ paint }) => paint)),
        note: `4x CPU, 1.6 Mbit/s, 150 ms, median of ${RUNS}`,
      },
      {
        ...{
          name: `desks, ${name}, scripts`,
          unit: 'kB gzip',
          target: name === 'home' ? '<= 40' : name.startsWith('hotline') ? '<= 40' : '<= 60',
        },
        value: loads.at(-1)!.script / 1024,
      },
    );
  }
  await browser.close();
  return figures;
}

/** The same acts while 200 pages follow a campaign that runs, and what both cost the campaign. */
async function besideCampaign(
  origin: string,
  seat: Sitting,
  op: Op,
  lines: Lines,
  count: number,
): Promise<readonly Figure[]> {
  const undisturbed = await campaignOf(op, 'bench, alone', count, 0);
  await undisturbed.begin();
  const alone = await undisturbed.rate();
  const watched = await campaignOf(op, 'bench, watched', count, 1);
  const viewers = await Promise.all(
    Array.from({ length: SESSIONS }, (_, n) => seat(`auditor${n}`, 'auditor')),
  );
  let inTime = 0;
  const acts = await busyHour(origin, seat, op, lines, {
    followed: false,
    beside: {
      name: `beside a campaign of ${count}`,
      path: `/desk/operations/campaigns/${watched.campaignId}/events`,
      viewers,
      begin: () => watched.begin(),
      ended: async () => {
        inTime = await watched.done();
      },
    },
  });
  const whole = await watched.rate();
  // The acts may be over before the campaign is: then only what it did beside them counts.
  const beside = inTime < count ? inTime / (lines.length / ACTS_A_SECOND) : whole;
  return [
    ...acts,
    {
      ...{
        name: 'desks, the rate of a campaign beside them / alone',
        value: beside / alone,
        target: '>= 0.9',
      },
      note: `${beside.toFixed(0)} and ${alone.toFixed(0)} lines/s; ${inTime} of ${count} while acts were sent; worker in a process of its own, load and server in one, PostgreSQL beside them`,
    },
  ];
}

/** Pages that follow something else than calls, and what begins with the acts. */
interface Beside {
  readonly name: string;
  readonly path: string;
  readonly viewers: readonly Seat[];
  begin(): Promise<void>;
  ended(): Promise<void>;
}

/** Each act is the answer to a question, sent as the page's form sends it; with `followed`, the page that follows is fetched too. */
async function busyHour(
  origin: string,
  seat: Sitting,
  op: Op,
  lines: Lines,
  { followed, beside }: { readonly followed: boolean; readonly beside?: Beside },
): Promise<readonly Figure[]> {
  const seats = await Promise.all(
    Array.from({ length: SESSIONS }, (_, n) => seat(`agent${n} ${followed} ${beside?.name ?? ''}`, 'agent')),
  );
  const streams = new AbortController();
  const open: Promise<unknown>[] = [];
  for (const { cookie } of beside?.viewers ?? seats) {
    const answer = await fetch(`${origin}${beside?.path ?? '/desk/hotline/events'}`, {
      headers: { cookie: `hb_desk=${cookie}` },
      signal: streams.signal,
    });
    if (!answer.ok) throw new Error(`no stream: ${answer.status}`);
    open.push(drained(answer));
  }
  // The pages from which the acts are sent were fetched before: each is the page that followed the act before it.
  const calls: { readonly path: string; readonly cookie: string; readonly body: URLSearchParams }[] = [];
  for (const [n, line] of lines.entries()) {
    const who = seats[n % SESSIONS]!;
    const asked = { channel: 'hotline', why: 'call', number: line.msisdn } as const;
    const { attendanceId } = await attend(op, who.staff, asked);
    const path = `${origin}/desk/hotline/${attendanceId}`;
    const cookie = `hb_desk=${who.cookie}; hb_lang=en`;
    const page = await fetch(path, { headers: { cookie } });
    const token = /name="token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const given = page.headers.getSetCookie().map((made) => made.split(';')[0]!);
    const said = { question: 'document_number', cannot: '', given: passportOf(line.lineId) };
    const body = new URLSearchParams({ token, act: 'answer', ...said });
    calls.push({ path, body, cookie: [cookie, ...given].join('; ') });
  }
  const acts: number[] = [];
  const pages: number[] = [];
  await beside?.begin();
  const begin = performance.now();
  await Promise.all(
    calls.map(async ({ path, cookie, body }, n) => {
      await until(begin + (n * 1_000) / ACTS_A_SECOND);
      const started = performance.now();
      const answer = await fetch(path, { method: 'POST', redirect: 'manual', headers: { cookie }, body });
      acts.push(performance.now() - started);
      const to = answer.headers.get('location') ?? '';
      if (!to.includes('answer=passed')) throw new Error(`not taken: ${answer.status} ${to}`);
      if (!followed) return;
      const before = performance.now();
      await (await fetch(new URL(to, path), { headers: { cookie } })).text();
      pages.push(performance.now() - before);
    }),
  );
  const took = (performance.now() - begin) / 1_000;
  await beside?.ended();
  streams.abort();
  await Promise.allSettled(open);
  const rate = acts.length / took;
  return [
    {
      ...{
        name: followed
          ? `desks, an act followed by its page, p99 of ${acts.length}`
          : `desks, an act${beside === undefined ? '' : ` ${beside.name}`}, p99 of ${acts.length}`,
        value: percentile(acts, 0.99),
        unit: 'ms',
        target: '<= 150',
      },
      note: `p50 ${percentile(acts, 0.5).toFixed(0)} ms; ${SESSIONS} live pages, ${rate.toFixed(0)} acts/s, load and server in one process`,
    },
    ...(followed
      ? [
          {
            ...{
              name: 'desks, the page after an act / the act, p50',
              value: percentile(pages, 0.5) / percentile(acts, 0.5),
            },
            note: `${percentile(pages, 0.5).toFixed(0)} ms; p99 ${percentile(pages, 0.99).toFixed(0)} ms`,
          },
        ]
      : []),
  ];
}

async function drained(answer: Response): Promise<void> {
  const reader = answer.body!.getReader();
  while (!(await reader.read()).done);
}

const until = (at: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
