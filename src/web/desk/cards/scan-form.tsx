import type { ComponentChildren } from 'preact';
import type { Form } from '../../kit/page.ts';
import { MainForm, Submit } from '../../kit/parts.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';

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
  const [fault] = form.errors;
  const scanned = form.values['iccid'] ?? '';
  return (
    <div class="panel">
      <MainForm visit={visit}>
        <div class={fault === undefined ? 'field' : 'field wrong'}>
          <label for="iccid">{label}</label>
          <span class="hint" id="iccid-hint">
            {lead}
          </span>
          {fault === undefined ? null : (
            <span class="fault" id="iccid-fault" role="alert">
              {visit.t.cardDesk.refused(scanned.slice(0, 64))}
              {visit.t.punctuation.gap}
              {visit.t.punctuation.titled(fault.title, fault.detail)}
            </span>
          )}
          <input
            id="iccid"
            name="iccid"
            autocomplete="off"
            spellcheck={false}
            maxLength={64}
            autofocus
            required
            aria-describedby={fault === undefined ? 'iccid-hint' : 'iccid-hint iccid-fault'}
            aria-invalid={fault === undefined ? undefined : 'true'}
          />
        </div>
        {children}
        <Submit>{submit}</Submit>
        {said === null || fault !== undefined ? null : (
          <p class="note ok" role="status">
            {said}
          </p>
        )}
      </MainForm>
    </div>
  );
}
