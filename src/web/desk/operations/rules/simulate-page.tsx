import { parseLocalDate } from '../../../../domain/values/local-date.ts';
import {
  listSimulations,
  MOST_DECISIONS,
  startSimulation,
} from '../../../../operations/rulebooks/simulate.ts';
import { viewRulebook } from '../../../../operations/rulebooks/view-rulebooks.ts';
import { Answers } from '../../../kit/answers.ts';
import { DateField, typedDate } from '../../../kit/date-field.tsx';
import { go } from '../../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../../kit/parts.tsx';
import { rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { RULES, simulationPath, versionOf, versionPath } from './rule-parts.tsx';

const USUALLY = '10000';

/** Tries a version on past decisions. */
export const simulatePage: DeskPage = {
  path: `${RULES}/:jurisdiction/:version/simulate`,
  roles: rolesOf('simulateRulebook'),
  async show(visit, form) {
    const { simulate: t } = visit.t.ruleDesk;
    const { book } = await viewRulebook(visit.op, staffOf(visit), versionOf(visit));
    const values = { last: USUALLY, ...form.values };
    return {
      kind: 'page',
      title: t.title,
      back: versionPath(book),
      form: true,
      body: (
        <OperationsFrame visit={visit} here="rules">
          <Errors visit={visit} form={form} />
          <Heading lead={t.lead}>{t.title}</Heading>
          <p>{visit.t.ruleDesk.of(book.jurisdiction, book.version)}</p>
          <div class="narrow">
            <MainForm visit={visit}>
              <Field
                visit={visit}
                form={{ ...form, values }}
                name="last"
                label={t.last}
                hint={t.lastHint}
                inputmode="numeric"
                maxLength={7}
              />
              <DateField visit={visit} form={form} name="on" label={t.on} hint={t.onHint} optional />
              <Submit>{t.go}</Submit>
            </MainForm>
          </div>
          <Earlier visit={visit} simulations={await listSimulations(visit.op, staffOf(visit), book)} />
        </OperationsFrame>
      ),
    };
  },
  fields: { simulation_running: null, rulebook_unfit: 'on', date_invalid: 'on', request_invalid: 'last' },
  async submit(visit) {
    const { simulate: t } = visit.t.ruleDesk;
    const answers = new Answers(visit);
    const given = answers.filled('last', t.lastWrong).replace(/[\s,]/g, '');
    const last = /^\d{1,6}$/.test(given) ? Number(given) : 0;
    if (given !== '' && (last < 1 || last > MOST_DECISIONS)) answers.refuse('last', t.lastWrong);
    if (answers.refused !== null) return answers.refused;
    const on = typedDate(visit.values, 'on');
    const { simulationId } = await startSimulation(visit.op, staffOf(visit), {
      ...versionOf(visit),
      last,
      on: on === '' ? null : parseLocalDate(on),
    });
    return go(simulationPath(simulationId));
  },
};

function Earlier({
  visit,
  simulations,
}: {
  readonly visit: DeskVisit;
  readonly simulations: Awaited<ReturnType<typeof listSimulations>>;
}) {
  const { simulate: t } = visit.t.ruleDesk;
  if (simulations.length === 0) return null;
  return (
    <section class="tight" aria-labelledby="earlier">
      <h2 id="earlier">{t.earlier}</h2>
      <div class="scroll">
        <table class="list" aria-labelledby="earlier">
          <thead>
            <tr>
              {[t.at, t.by, t.size, t.ruledOn, visit.t.ruleDesk.state].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {simulations.map((one) => (
              <tr key={one.simulationId}>
                <th scope="row">
                  <a href={simulationPath(one.simulationId)}>{visit.formats.moment(one.askedAt)}</a>
                </th>
                <td>{one.askedBy}</td>
                <td>{one.last}</td>
                <td>{visit.formats.date(one.ruledOn)}</td>
                <td>{t.state[one.state]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
