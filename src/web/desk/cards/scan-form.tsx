import type { ComponentChildren } from 'preact';
import type { Form } from '../../kit/page.ts';
import { MainForm, Submit } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

/** What a page with a scan form needs: the parts of it that are marked `data-part` follow each scan. */
export const SCAN_ISLANDS: readonly string[] = ['desk-scans'];

/**
 * One input into which a scanner types, and Enter sends it. What was refused is said beside it and never taken along: the
 * cursor stays, so that the next scan goes where it belongs.
 */
export function ScanForm(props: {
  readonly visit: DeskVisit;
  readonly form: Form;
  /** What became of the scan before; null at the beginning. */
  readonly said: string | null;
  readonly label: string;
  readonly lead: string;
  readonly submit: string;
  readonly children?: ComponentChildren;
}) {
  const { visit, form, said, label, lead, submit, children } = props;
  const { cardDesk: t } = visit.t;
  const wrong = form.errors.length > 0;
  return (
    <div class="panel" data-scans>
      <MainForm visit={visit}>
        <div class="field">
          <label for="iccid">{label}</label>
          <span class="hint" id="iccid-hint">
            {lead}
          </span>
          <input
            id="iccid"
            name="iccid"
            autocomplete="off"
            spellcheck={false}
            maxLength={64}
            autofocus
            required
            aria-describedby="iccid-hint iccid-said"
            aria-invalid={wrong ? 'true' : undefined}
          />
          <p data-waiting hidden>
            {t.waiting} <strong>0</strong>
          </p>
        </div>
        <Said visit={visit} form={form} said={said} />
        {children}
        <Submit>{submit}</Submit>
      </MainForm>
    </div>
  );
}

/** What became of the last scan. */
function Said({ visit, form, said }: { visit: DeskVisit; form: Form; said: string | null }) {
  const [fault] = form.errors;
  const { cardDesk: t, punctuation } = visit.t;
  return (
    <div id="iccid-said" data-part="said">
      {fault !== undefined ? (
        <p class="note bad" role="alert">
          {t.refused((form.values['iccid'] ?? '').slice(0, 64))}
          {punctuation.gap}
          {punctuation.titled(fault.title, fault.detail)}
        </p>
      ) : said === null ? null : (
        <p class="note ok" role="status">
          {said}
        </p>
      )}
    </div>
  );
}
