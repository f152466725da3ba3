import { revocationReasonText } from '../../../../messages/revocation-text.ts';
import { LinkList, Rows, Tag } from '../../../kit/parts.tsx';
import { casePath } from '../case-words.tsx';
import { DataTable } from '../data-table.tsx';
import type { PartProps } from './case-summary.tsx';

/** The devices that hold a profile of the line, and what became of each. */
export function Devices({ visit, found, formats }: PartProps) {
  const { caseDesk, esim } = visit.t;
  const devices = found.devices?.devices ?? [];
  if (devices.length === 0) return null;
  return (
    <section class="tight" aria-labelledby="devices">
      <h2 id="devices">{caseDesk.page.devices}</h2>
      <Rows
        rows={devices.map((one) => ({
          label:
            one.eidEnd === null ? esim.profileEnding(one.iccid.slice(-4)) : esim.deviceEnding(one.eidEnd),
          value: esim.status[one.status],
          hint: one.resultAt === null ? undefined : formats.moment(one.resultAt),
        }))}
      />
    </section>
  );
}

export function Card({ visit, found, formats }: PartProps) {
  const t = visit.t.caseDesk.page;
  const { cards } = found.cards;
  if (cards.length === 0) return null;
  return (
    <section class="tight" aria-labelledby="card">
      <h2 id="card">{t.card}</h2>
      <Rows
        rows={cards.map((one) => ({
          label: t.cardEnding(one.iccidEnd),
          value: t.cardPlaces[one.place],
          hint: one.takenInAt === null ? undefined : formats.moment(one.takenInAt),
        }))}
      />
    </section>
  );
}

export function Certificate({ visit, found, formats }: PartProps) {
  const t = visit.t.caseDesk.page;
  const { certificate } = found;
  return (
    <section class="tight" aria-labelledby="certificate">
      <h2 id="certificate">{t.certificate}</h2>
      {certificate === null ? (
        <p>{t.noCertificate}</p>
      ) : (
        <>
          <p class="code">{certificate.certificateId}</p>
          <Rows
            rows={[
              { label: t.issued, value: formats.moment(certificate.issuedAt) },
              ...(certificate.revokedAt === null
                ? []
                : [
                    {
                      label: t.revoked,
                      value: formats.moment(certificate.revokedAt),
                      hint: revocationReasonText(visit.t, certificate.revokedReason ?? ''),
                    },
                  ]),
            ]}
          />
          <p>
            <a class="act" href={new URL(certificate.url).pathname}>
              {t.openCertificate}
            </a>
          </p>
        </>
      )}
      <LinkList
        links={[
          [
            `${casePath(found.record.reference)}/evidence.zip`,
            visit.t.evidencePack.link,
            visit.t.evidencePack.linkHint,
          ],
        ]}
      />
    </section>
  );
}

const NOTICE_TONES = {
  waiting: 'plain',
  sent: 'ok',
  delivered: 'ok',
  undeliverable: 'bad',
  given_up: 'bad',
} as const;

/** Messages about the case: never what they say, nor to whom. */
export function Notices({ visit, found, formats }: PartProps) {
  const t = visit.t.caseDesk.page;
  return (
    <section class="tight" aria-labelledby="notices">
      <h2 id="notices">{t.notices}</h2>
      {found.notices.length === 0 ? (
        <p>{t.noNotices}</p>
      ) : (
        <DataTable label={t.notices} columns={[t.kind, visit.t.caseDesk.status, t.at]}>
          {found.notices.map((one) => (
            <tr key={one.noticeId}>
              <th scope="row" class="code">
                {one.kind}
              </th>
              <td>
                <Tag tone={NOTICE_TONES[one.state]}>{t.noticeStates[one.state]}</Tag>
                {one.receipt === null ? null : <span class="hint below">{t.receipt(one.receipt)}</span>}
                {one.givenUpFor === null ? null : (
                  <span class="hint below">{t.givenUpFor[one.givenUpFor]}</span>
                )}
              </td>
              <td>{formats.moment(one.receiptAt ?? one.sentAt ?? one.givenUpAt ?? one.madeAt)}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </section>
  );
}
