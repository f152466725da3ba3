import {
  type JurisdictionRulebooks,
  type KeptVersion,
  viewRulebooks,
} from '../../../../operations/rulebooks/view-rulebooks.ts';
import { Heading, Rows, Tag } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS_ROLES } from '../sections.ts';
import { byWhom, RULES, versionPath } from './rule-parts.tsx';

/** What is in force where and since when, and what is proposed. */
export const rulesPage: DeskPage = {
  path: RULES,
  roles: OPERATIONS_ROLES,
  async show(visit) {
    const t = visit.t.ruleDesk;
    const all = await viewRulebooks(visit.op, staffOf(visit));
    const proposed = all.flatMap((one) => one.proposed);
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="rules">
          <Heading lead={t.lead}>{t.title}</Heading>
          <section class="tight" aria-labelledby="proposed">
            <h2 id="proposed">{t.proposed}</h2>
            {proposed.length === 0 ? <p>{t.noProposals}</p> : <Proposals visit={visit} versions={proposed} />}
          </section>
          {all.map((one) => (
            <InForce key={one.jurisdiction} visit={visit} rulebooks={one} />
          ))}
        </OperationsFrame>
      ),
    };
  },
};

function Proposals({ visit, versions }: { visit: DeskVisit; versions: readonly KeptVersion[] }) {
  const { t, formats } = visit;
  const words = t.ruleDesk;
  return (
    <div class="scroll">
      <table class="list" aria-label={words.proposed}>
        <thead>
          <tr>
            <th scope="col">{words.version}</th>
            <th scope="col">{words.from}</th>
            <th scope="col">{words.seenAt}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((one) => (
            <tr key={versionPath(one)}>
              <th scope="row">
                <a href={versionPath(one)}>{words.name(one.jurisdiction, one.version)}</a>
              </th>
              <td>{formats.date(one.effectiveFrom)}</td>
              <td>
                {formats.moment(one.loadedAt)}
                {one.proposedBy === null ? null : <span class="hint below">{one.proposedBy}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function InForce({ visit, rulebooks }: { visit: DeskVisit; rulebooks: JurisdictionRulebooks }) {
  const { t, formats } = visit;
  const words = t.ruleDesk;
  const { jurisdiction, inForce, superseded, provinces, fileGone } = rulebooks;
  return (
    <section class="tight" aria-labelledby={`in-${jurisdiction}`}>
      <h2 id={`in-${jurisdiction}`}>
        <a href={versionPath(inForce)}>{words.name(jurisdiction, inForce.version)}</a>{' '}
        <Tag tone="ok">{words.states.in_force}</Tag>
      </h2>
      {fileGone ? <p class="note warn">{words.fileGone}</p> : null}
      <Rows
        rows={[
          {
            label: words.since,
            value: inForce.inForceSince === null ? '' : formats.moment(inForce.inForceSince),
            hint: byWhom(visit, inForce),
          },
          { label: words.from, value: formats.date(inForce.effectiveFrom) },
          {
            label: words.provinces,
            value: provinces.length === 0 ? words.noProvinces : t.punctuation.listedCodes(provinces),
          },
        ]}
      />
      {superseded.length === 0 ? null : (
        <details>
          <summary>{words.earlier}</summary>
          <ul class="plain-list">
            {superseded.map((one) => (
              <li key={one.version}>
                <a href={versionPath(one)}>{words.name(jurisdiction, one.version)}</a>
                {one.inForceSince === null ? null : (
                  <span class="hint below">
                    {one.supersededAt === null
                      ? words.effective(formats.moment(one.inForceSince))
                      : words.between(formats.moment(one.inForceSince), formats.moment(one.supersededAt))}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
