import { HandbackError } from '../../../domain/errors.ts';
import { ruleSourceText } from '../../../messages/rule-sources.ts';
import { type KeptOfPerson, viewMyRecords } from '../../../operations/erasure/view-kept.ts';
import { formatsOf } from '../../kit/formats.ts';
import { go, type Page } from '../../kit/page.ts';
import { Heading, PlainList, Rows } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

/** What we hold of whoever signed in, why, and until when. */
export const recordsPage: Page = {
  path: '/records',
  signedIn: true,
  async show(visit) {
    const kept = await recordsOf(visit);
    // Whoever has the phone alone is asked for the document first.
    if (kept === null) return go('/records/document');
    const { kinds, page: text } = visit.t.privacy;
    const formats = formatsOf(visit.language, 'UTC');
    const { held, back, rule, years } = kept;
    const told = (['standing_line', 'open_dispute'] as const).filter((one) => back.includes(one));
    return {
      kind: 'page',
      title: text.title,
      back: '/lines',
      body: (
        <>
          <Heading lead={text.lead}>{text.title}</Heading>
          {held.length === 0 ? <p>{text.nothing}</p> : null}
          <Rows
            rows={held.map(({ kind, count, until }) => ({
              label: count === 1 ? kinds[kind] : text.several(kinds[kind], count),
              value:
                until === null
                  ? years === null
                    ? text.noDay
                    : text.open(years)
                  : `${text.until} ${formats.date(until)}`,
            }))}
          />
          <PlainList
            title={text.why}
            items={[
              ...told.map((one) => text.because[one]),
              ...(rule === null
                ? []
                : [text.rule(rule.id, rule.version, ruleSourceText(visit.t, rule.source).title)]),
              text.earlier,
              text.afterwards,
            ]}
          />
        </>
      ),
    };
  },
};

async function recordsOf({ op, actor }: Visit): Promise<KeptOfPerson | null> {
  try {
    return await viewMyRecords(op, actor);
  } catch (error) {
    if (error instanceof HandbackError && error.code === 'factor_needed') return null;
    throw error;
  }
}
