import { MOST_BLOCK_BYTES, readBlockFile } from '../../../../operations/channels/block-file.ts';
import {
  exportBlocks,
  type ImportedBlocks,
  importBlocks,
} from '../../../../operations/channels/channel-blocks.ts';
import { blockCsv } from '../../../../reports/block-csv.ts';
import { Answers } from '../../../kit/answers.ts';
import { begun, type Form, type PageAnswer } from '../../../kit/page.ts';
import { Errors, Field, Heading, LinkButton, MainForm, Submit } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { REPORT_ROLES, REPORTS } from './reports-page.tsx';

const HERE = `${REPORTS}/blocks`;
/** So many wrong rows are named. */
const MOST_NAMED = 20;

/** What is blocked: taken away as a file, added to by one. */
export const blocksPage: DeskPage = {
  path: HERE,
  roles: REPORT_ROLES,
  upload: MOST_BLOCK_BYTES,
  keepsNothing: true,
  fields: { import_file_invalid: 'file', payload_too_large: 'file', field_missing: 'source' },
  show: async (visit, form) => drawn(visit, form, null),
  async submit(visit) {
    const t = visit.t.scamCheck.desk.blocks;
    const answers = new Answers(visit);
    const source = answers.filled('source', t.sourceMissing);
    if (visit.upload === null) answers.refuse('file', t.fileMissing);
    if (answers.refused !== null || source === null) return answers.refused!;
    const done = await importBlocks(visit.op, staffOf(visit), {
      source,
      rows: readBlockFile(visit.upload!),
    });
    return drawn(visit, { values: {}, errors: [] }, done);
  },
};

export const blocksFile: DeskPage = {
  path: `${HERE}.csv`,
  roles: REPORT_ROLES,
  async show(visit) {
    return {
      kind: 'file',
      type: 'text/csv; charset=utf-8',
      name: 'blocked.csv',
      bytes: await begun(blockCsv(exportBlocks(visit.op, staffOf(visit)))),
    };
  },
};

function drawn(visit: DeskVisit, form: Form, done: ImportedBlocks | null): PageAnswer {
  const t = visit.t.scamCheck.desk.blocks;
  return {
    kind: 'page',
    title: t.title,
    back: REPORTS,
    form: true,
    body: (
      <OperationsFrame visit={visit} here="reports">
        <div class="narrow stack">
          <Errors visit={visit} form={form} />
          {done === null ? null : (
            <section class="note ok tight" role="status">
              <p>{t.done(done)}</p>
              {done.wrong.length === 0 ? null : (
                <p>{t.wrong(visit.t.punctuation.listed(done.wrong.slice(0, MOST_NAMED).map(String)))}</p>
              )}
            </section>
          )}
          <Heading lead={t.lead}>{t.title}</Heading>
          <LinkButton href={`${HERE}.csv`} second download>
            {t.download}
          </LinkButton>
          {hasRole(visit, ['fraud', 'supervisor']) ? (
            <section class="panel stack" aria-labelledby="upload">
              <h2 id="upload">{t.upload}</h2>
              <MainForm visit={visit} upload>
                <Field
                  visit={visit}
                  form={form}
                  name="source"
                  label={t.source}
                  hint={t.sourceHint}
                  maxLength={60}
                />
                <Field
                  visit={visit}
                  form={form}
                  name="file"
                  type="file"
                  accept=".csv,text/csv"
                  label={t.file}
                  hint={t.fileHint}
                />
                <Submit>{t.submit}</Submit>
              </MainForm>
            </section>
          ) : null}
        </div>
      </OperationsFrame>
    ),
  };
}
