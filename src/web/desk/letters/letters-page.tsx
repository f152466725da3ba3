import { localDateAt } from '../../../domain/values/local-date.ts';
import { listLetters } from '../../../operations/desks/receipts/list-letters.ts';
import { printLetter } from '../../../operations/desks/receipts/print-letter.ts';
import { homeTimeZone } from '../../../operations/home-time-zone.ts';
import { formatsOf } from '../../kit/formats.ts';
import { Errors, Heading, Token } from '../../kit/parts.tsx';
import { rolesOf } from '../kit/desk-access.ts';
import { type DeskPage, staffOf } from '../kit/desk-visit.ts';

/** Receipts that callers asked for by letter: the post room opens each to print it. */
export const lettersPage: DeskPage = {
  path: '/desk/letters',
  roles: rolesOf('listLetters'),
  fields: { letter_unknown: null },
  async show(visit, form) {
    const { letters: t } = visit.t;
    const waiting = await listLetters(visit.op, staffOf(visit));
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={t.lead}>{t.title}</Heading>
          {waiting.length === 0 ? <p>{t.none}</p> : null}
          {waiting.length === 0 ? null : (
            <div class="scroll">
              <table class="list">
                <thead>
                  <tr>
                    <th scope="col">{t.asked}</th>
                    <th scope="col">{t.state}</th>
                    <th scope="col">{t.print}</th>
                  </tr>
                </thead>
                <tbody>
                  {waiting.map(({ letterId, askedAt, printedAt }) => (
                    <tr key={letterId}>
                      <td>{visit.formats.moment(askedAt)}</td>
                      <td>{printedAt === null ? t.waiting : t.printed(visit.formats.moment(printedAt))}</td>
                      <td>
                        <form method="post" action="/desk/letters">
                          <input type="hidden" name="letter" value={letterId} />
                          <Token visit={visit} />
                          <button class="button second" type="submit">
                            {t.print}
                          </button>
                        </form>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      ),
    };
  },
  async submit(visit) {
    const { op, portal } = visit;
    const letterId = visit.values['letter'] ?? '';
    const body = await printLetter(op, staffOf(visit), { letterId });
    const now = op.clock.now();
    const zone = homeTimeZone(op);
    const { language } = body;
    const job = {
      paper: 'receipt_letter',
      of: {
        ...body,
        operator: op.house.name[language] ?? op.house.name.en,
        portal: portal.publicUrl,
        hotline: op.house.hotline?.number ?? null,
        day: formatsOf(language, zone).date(localDateAt(now, zone)),
        createdAt: now,
      },
    } as const;
    const bytes = await visit.papers.draw(job, visit.client);
    return { kind: 'file', type: 'application/pdf', name: 'letter.pdf', inline: true, bytes };
  },
};
