import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { noticeText } from '../../../messages/rule-values.ts';
import { viewLine } from '../../../operations/lines/view-line.ts';
import { formatsOf } from '../../kit/formats.ts';
import { go, type Page } from '../../kit/page.ts';
import { Actions, Clock, LinkButton, LinkList, Rows, Tag } from '../../kit/parts.tsx';
import { lineIdOf } from '../../kit/visit.ts';
import { isRemoved, ProfileList, RemovedProfiles } from './line-profiles.tsx';
import { disputeOf, STATUS_TONES } from './lines-page.tsx';

/** One line and its eSIM profiles; the message about a deleted eSIM leads here. */
export const lineDetails: Page = {
  path: '/lines/:lineId',
  async show(visit) {
    // Whoever comes from a message has not been here before: no session of theirs is over.
    if (visit.session === null) return go('/?notice=sign_in');
    const { op, t, actor } = visit;
    const { lineDetails: text, special } = t;
    const { line, openCase, profiles, timeZone, notice } = await viewLine(op, actor, {
      lineId: lineIdOf(visit),
    });
    const formats = formatsOf(visit.language, timeZone);
    const path = `/lines/${encodeURIComponent(line.lineId)}`;
    const number = line.msisdn === null ? t.lines.noNumber : maskMsisdn(line.msisdn);
    const stays = openCase === null && line.status !== 'ended';
    const asks = stays && profiles.some(isRemoved);
    return {
      kind: 'page',
      title: number,
      back: '/lines',
      body: (
        <>
          <div class="head-row">
            <h1>{number}</h1>
            <Tag tone={STATUS_TONES[line.status]}>{t.lines.status[line.status]}</Tag>
          </div>
          {asks ? (
            <section class="note info tight">
              <RemovedProfiles visit={visit} formats={formats} profiles={profiles} />
              <Actions two>
                <LinkButton href={`${path}/before`} second>
                  {t.lines.close}
                </LinkButton>
                <LinkButton href="#new-esim" second>
                  {text.askNew}
                </LinkButton>
              </Actions>
            </section>
          ) : null}
          <Rows
            rows={[
              { label: t.lines.plan, value: line.plan.name },
              { label: t.lines.fee, value: t.lines.perMonth(formats.money(line.plan.monthlyFee)) },
              ...(line.contract === null
                ? []
                : [{ label: text.contract, value: text.until(formats.date(line.contract.endsOn)) }]),
              ...(notice === null
                ? []
                : [
                    {
                      label: t.eligibility.checks.notice_period.title,
                      value: text.notice(noticeText(t, notice.length)),
                      hint: notice.lastDay === null ? undefined : text.noticeBy(formats.date(notice.lastDay)),
                    },
                  ]),
            ]}
          />
          <section class="stack near">
            <h2>{text.profiles}</h2>
            {profiles.length === 0 ? <p>{text.noProfiles}</p> : null}
            <ProfileList visit={visit} formats={formats} profiles={profiles} />
          </section>
          {line.status !== 'ended' ? (
            <section class="tight" id="new-esim" tabIndex={-1}>
              <h2>{text.newTitle}</h2>
              <p>{text.newText(visit.op.house.hotline?.number ?? null)}</p>
            </section>
          ) : null}
          {openCase !== null ? (
            <LinkButton href={`/cases/${openCase}`}>{t.lines.openCase}</LinkButton>
          ) : stays && !asks ? (
            <LinkButton href={`${path}/before`}>{t.lines.close}</LinkButton>
          ) : null}
          {line.status === 'ended' ? null : (
            <p>
              <a href={`${path}/lock`}>{t.protection.lock.link}</a>
            </p>
          )}
          {stays ? (
            <LinkList links={[[disputeOf(line.lineId), special.onLine.act, special.onLine.text]]} />
          ) : null}
          <Clock visit={visit} zone={formats.zone} />
        </>
      ),
    };
  },
};
