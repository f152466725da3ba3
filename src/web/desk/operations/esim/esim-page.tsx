import {
  countZombies,
  ZOMBIE_GROUPINGS,
  type ZombieCount,
  type ZombieGrouping,
} from '../../../../operations/esim/count-zombies.ts';
import { listQuarantined } from '../../../../operations/esim/list-quarantined.ts';
import { type Zombie, zombies } from '../../../../operations/esim/zombies.ts';
import { zombieCsv } from '../../../../reports/zombie-csv.ts';
import { begun } from '../../../kit/page.ts';
import { Heading, LinkButton } from '../../../kit/parts.tsx';
import { rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS } from '../sections.ts';

export const ESIM = `${OPERATIONS}/esim`;
export const ESIM_ROLES = rolesOf('listQuarantined');
const MOST = 50;

type Quarantined = Awaited<ReturnType<typeof listQuarantined>>[number];

/** What may still be on a device of a line that ended, and what devices sent that proves nothing as yet. */
export const esimPage: DeskPage = {
  path: ESIM,
  roles: ESIM_ROLES,
  async show(visit) {
    const t = visit.t.esimDesk;
    const { op, url } = visit;
    const staff = staffOf(visit);
    const by = ZOMBIE_GROUPINGS.find((one) => one === url.searchParams.get('by')) ?? 'age';
    const after = url.searchParams.get('after');
    const waiting = await listQuarantined(op, staff, { after, limit: MOST + 1, audited: true });
    const counts = await countZombies(op, staff, { by });
    const oldest = (await zombies(op, staff, { atOnce: MOST }).next()).value ?? [];
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="esim">
          <Heading lead={t.lead}>{t.title}</Heading>
          <section class="tight" aria-labelledby="quarantine">
            <h2 id="quarantine">{t.quarantine}</h2>
            <Waiting visit={visit} rows={waiting.slice(0, MOST)} more={waiting.length > MOST} />
          </section>
          <section class="tight" aria-labelledby="ledger">
            <h2 id="ledger">{t.ledger}</h2>
            <p>{t.ledgerLead}</p>
            <Groupings visit={visit} by={by} />
            <Counts visit={visit} by={by} counts={counts} />
            {oldest.length === 0 ? null : <Oldest visit={visit} rows={oldest} />}
            <div class="narrow">
              <LinkButton href={`${ESIM}/ledger.csv`} second download>
                {t.csv}
              </LinkButton>
            </div>
          </section>
        </OperationsFrame>
      ),
    };
  },
};

/** The whole ledger, for the systems that hunt profiles down. */
export const ledgerFile: DeskPage = {
  path: `${ESIM}/ledger.csv`,
  roles: ESIM_ROLES,
  async show(visit) {
    return {
      kind: 'file',
      type: 'text/csv; charset=utf-8',
      name: 'zombie-profiles.csv',
      bytes: await begun(zombieCsv(zombies(visit.op, staffOf(visit)))),
    };
  },
};

function Waiting({ visit, rows, more }: { visit: DeskVisit; rows: readonly Quarantined[]; more: boolean }) {
  const t = visit.t.esimDesk;
  if (rows.length === 0) return <p>{t.nothingWaits}</p>;
  return (
    <>
      <DataTable label={t.quarantine} columns={[t.received, t.why, t.event, t.profile, t.device]}>
        {rows.map((one) => (
          <tr key={one.notificationId}>
            <th scope="row">
              <a href={`${ESIM}/${one.notificationId}`}>{visit.formats.moment(one.receivedAt)}</a>
            </th>
            <td>{reasonIn(visit, one.reason)}</td>
            <td>{one.event === null ? t.unknown : t.events[one.event]}</td>
            <td class="code">{one.iccid ?? t.unknown}</td>
            <td class="code">{lastOf(one.eid) ?? t.unknown}</td>
          </tr>
        ))}
      </DataTable>
      {more ? (
        <p>
          <a href={`${ESIM}?after=${rows.at(-1)!.notificationId}#quarantine`}>{t.more}</a>
        </p>
      ) : null}
    </>
  );
}

/** Why a notification proves nothing; a reason that came with a newer release by its code. */
export function reasonIn({ t }: DeskVisit, reason: string): string {
  return t.esimDesk.reasons[reason] ?? reason;
}

function Groupings({ visit, by }: { visit: DeskVisit; by: ZombieGrouping }) {
  const t = visit.t.esimDesk;
  return (
    <nav class="sections" aria-label={t.groupedBy}>
      <ul class="flat">
        {ZOMBIE_GROUPINGS.map((one) => (
          <li key={one}>
            <a href={`${ESIM}?by=${one}#ledger`} aria-current={one === by ? 'page' : undefined}>
              {t.groupings[one]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Counts({
  visit,
  by,
  counts,
}: {
  visit: DeskVisit;
  by: ZombieGrouping;
  counts: readonly ZombieCount[];
}) {
  const { esimDesk: t, zombieChart: words } = visit.t;
  const named = (group: string): string => {
    if (by === 'age') return words.days(group);
    return group === '' ? (by === 'maker' ? words.unknownMaker : words.noCampaign) : group;
  };
  if (counts.length === 0) return <p>{words.none}</p>;
  return (
    <DataTable
      label={words.titles[by]}
      columns={[
        t.groupings[by],
        words.results.unreachable,
        words.results.unproven,
        words.results.not_possible,
      ]}
    >
      {counts.map(({ group, counts: n }) => (
        <tr key={group}>
          <th scope="row">{named(group)}</th>
          <td>{n.unreachable}</td>
          <td>{n.unproven}</td>
          <td>{n.not_possible}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function Oldest({ visit, rows }: { visit: DeskVisit; rows: readonly Zombie[] }) {
  const { esimDesk: t, zombieChart: words } = visit.t;
  return (
    <details class="fold">
      <summary>{t.oldest(rows.length)}</summary>
      <DataTable label={t.oldest(rows.length)} columns={[t.profile, t.device, t.line, t.state, t.ended]}>
        {rows.map((one) => (
          <tr key={`${one.caseId} ${one.iccid}`}>
            <th scope="row" class="code">
              {one.iccid}
            </th>
            <td class="code">{lastOf(one.eid) ?? t.unknown}</td>
            <td class="code">{one.lineId}</td>
            <td>{words.results[one.result]}</td>
            <td>{visit.formats.moment(one.endedAt)}</td>
          </tr>
        ))}
      </DataTable>
    </details>
  );
}

/** The last digits, by which colleagues tell devices apart. */
const lastOf = (eid: string | null): string | null => (eid === null ? null : `…${eid.slice(-6)}`);
