import { releaseNumbers, viewBatch } from '../../../../operations/numbers/release-numbers.ts';
import { doOrAsk } from '../../../../operations/staff/approvals/do-or-ask.ts';
import { go } from '../../../kit/page.ts';
import { Errors, Heading, Rows, Token } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { numberText } from '../campaigns/campaign-parts.tsx';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { batchPath, NUMBERS } from './number-words.ts';

const SHOWN = 100;

/** Numbers that are released together, and the button that asks a second person. */
export const batchPage: DeskPage = {
  path: `${NUMBERS}/batches/:batch`,
  roles: rolesOf('listNumbers'),
  async show(visit, form) {
    const { t: words, formats } = visit;
    const t = words.numberDesk;
    const { batch, numbers } = await viewBatch(visit.op, staffOf(visit), { ...batchOf(visit), limit: SHOWN });
    const { kind, rangeHolder, proposedAt, releasedAt, kept, digest } = batch;
    const title = t.kinds[kind];
    return {
      kind: 'page',
      title,
      back: NUMBERS,
      body: (
        <OperationsFrame visit={visit} here="numbers">
          <Errors visit={visit} form={form} />
          <Heading>{title}</Heading>
          <div class="narrow stack">
            <Rows
              rows={[
                { label: t.numbers, value: numberText(visit, batch.numbers) },
                ...(rangeHolder === null ? [] : [{ label: t.rangeHolder, value: rangeHolder }]),
                { label: t.proposed, value: formats.moment(proposedAt) },
                {
                  label: words.desk.approval.facts.digest,
                  value: <span class="code">{digest.slice(0, 16)}</span>,
                },
                ...(releasedAt === null ? [] : [{ label: t.released, value: formats.moment(releasedAt) }]),
              ]}
            />
            {kept === 0 ? null : <p>{t.kept(kept)}</p>}
            {releasedAt === null && mayAsk(visit, 'releaseNumbers') ? (
              <form method="post" action={visit.url.pathname}>
                <Token visit={visit} />
                <input type="hidden" name="digest" value={digest} />
                <button class="button" type="submit">
                  {t.release}
                </button>
                <p class="hint">{t.releaseHint}</p>
              </form>
            ) : null}
          </div>
          <DataTable label={t.first(numbers.length)} columns={[t.number, t.state]}>
            {numbers.map(({ msisdn, outcome }) => (
              <tr key={msisdn}>
                <th scope="row">
                  <span class="code">{msisdn}</span>
                </th>
                <td>{outcome === null ? '' : t.outcomes[outcome]}</td>
              </tr>
            ))}
          </DataTable>
        </OperationsFrame>
      ),
    };
  },
  fields: { number_batch_released: null, approval_open: null, approval_outdated: null },
  async submit(visit) {
    const asked = { ...batchOf(visit), digest: visit.values['digest'] ?? '' };
    const staff = staffOf(visit);
    await doOrAsk(visit.op, staff, { act: 'release_numbers', with: asked }, () =>
      releaseNumbers(visit.op, staff, asked),
    );
    return go(batchPath(asked.batchId));
  },
};

const batchOf = ({ params }: DeskVisit) => ({ batchId: params['batch'] ?? '' });
