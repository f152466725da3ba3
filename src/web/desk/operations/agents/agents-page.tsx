import {
  AGENT_SPANS,
  type AgentList,
  type AgentSpan,
  type ListedAgent,
  listAgents,
} from '../../../../operations/oversight/agents/list-agents.ts';
import { Heading, Tag } from '../../../kit/parts.tsx';
import { rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS } from '../sections.ts';

const HERE = `${OPERATIONS}/agents`;
const USUAL_SPAN: AgentSpan = 7;

/** Who did what for customers, those that stand out first. */
export const agentsPage: DeskPage = {
  path: HERE,
  roles: rolesOf('listAgents'),
  async show(visit) {
    const t = visit.t.agentDesk;
    const asked = visit.url.searchParams.get('days');
    const days = AGENT_SPANS.find((span) => String(span) === asked) ?? USUAL_SPAN;
    const found = await listAgents(visit.op, staffOf(visit), { days });
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="agents">
          <Heading lead={t.lead}>{t.title}</Heading>
          <Spans visit={visit} days={days} />
          {found.agents.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <>
              {found.agents.every(({ unusual }) => unusual.length === 0) ? <p>{t.quiet}</p> : null}
              <Agents visit={visit} agents={found.agents} />
              <p class="hint">{ruleIn(visit, found)}</p>
            </>
          )}
        </OperationsFrame>
      ),
    };
  },
};

function Spans({ visit, days }: { visit: DeskVisit; days: AgentSpan }) {
  const t = visit.t.agentDesk;
  return (
    <nav class="sections" aria-label={t.span}>
      <ul class="flat">
        {AGENT_SPANS.map((span) => (
          <li key={span}>
            <a href={`${HERE}?days=${span}`} aria-current={span === days ? 'page' : undefined}>
              {t.spans[span]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Agents({ visit, agents }: { visit: DeskVisit; agents: readonly ListedAgent[] }) {
  const t = visit.t.agentDesk;
  return (
    <DataTable
      label={t.title}
      columns={[
        t.agent,
        t.standsOut,
        t.endings,
        t.urgent,
        t.checks,
        t.lockouts,
        t.acts,
        t.outside,
        t.objected,
      ]}
    >
      {agents.map((one) => (
        <tr key={one.subject}>
          <th scope="row">{one.name}</th>
          <td>
            {one.unusual.map((what) => (
              <Tag key={what} tone="warn">
                {t.unusual[what]}
              </Tag>
            ))}
          </td>
          <td>{one.endings}</td>
          <td>{one.urgent}</td>
          <td>
            {one.right} / {one.wrong}
          </td>
          <td>{one.lockouts}</td>
          <td>{one.acts}</td>
          <td>{one.outside}</td>
          <td>{one.objected}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function ruleIn({ t }: DeskVisit, { rule }: AgentList): string {
  return t.agentDesk.rule({
    urgent: rule.urgentPercent,
    wrong: rule.wrongPercent,
    outside: rule.outsidePercent,
    ...{ atLeast: rule.atLeast, objections: rule.objections, from: rule.openFrom, to: rule.openTo },
  });
}
