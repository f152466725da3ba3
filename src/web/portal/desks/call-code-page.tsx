import { showPresenceCode } from '../../../operations/desks/hotline/codes/show-presence-code.ts';
import type { Page } from '../../kit/page.ts';
import { Heading, MainForm, Submit } from '../../kit/parts.tsx';

/** Four digits for somebody who is on the telephone with us: they are made only when asked for, and shown once. */
export const callCodePage: Page = {
  path: '/call-code',
  signedIn: true,
  async show(visit, form) {
    const { callCode: t } = visit.t;
    const code = form.values['code'];
    return {
      kind: 'page',
      title: t.title,
      back: '/lines',
      body: (
        <>
          <Heading lead={t.lead}>{t.title}</Heading>
          <p class="note warn">{t.warn}</p>
          {code === undefined ? null : (
            <section class="panel tight" role="status">
              <h2>{t.read}</h2>
              <p class="code" id="call-code">
                {code}
              </p>
              <p class="hint">{t.valid(Number(form.values['minutes']))}</p>
            </section>
          )}
          <MainForm visit={visit}>
            <Submit>{code === undefined ? t.show : t.again}</Submit>
          </MainForm>
        </>
      ),
    };
  },
  async submit(visit) {
    const { code, validMinutes } = await showPresenceCode(visit.op, visit.actor);
    return callCodePage.show!(visit, { values: { code, minutes: String(validMinutes) }, errors: [] });
  },
};
