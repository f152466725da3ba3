import { go, type Page } from '../../kit/page.ts';
import { Clock, Heading, LinkButton, PlainList, Rows } from '../../kit/parts.tsx';
import { keptDeclaration } from './declaration-receipt.ts';

/** The receipt: with its time, at once, and the same whether or not we have such a number. */
export const declareReceipt: Page = {
  path: '/declare/receipt',
  async show(visit) {
    const made = keptDeclaration(visit);
    if (made === null) return go('/receipt');
    const { declare: text } = visit.t;
    const { formats } = visit;
    return {
      kind: 'page',
      title: text.receiptTitle,
      back: null,
      body: (
        <>
          <Heading lead={text.receiptLead}>{text.receiptTitle}</Heading>
          <section class="note info">
            <dl>
              <dt class="hint">{text.reference}</dt>
              <dd class="code secret">{made.reference}</dd>
              <dt class="hint">{text.secret}</dt>
              <dd class="code secret">{made.secret}</dd>
            </dl>
          </section>
          <Rows
            rows={[
              { label: text.receivedAt, value: formats.exact(made.receivedAt) },
              { label: text.expiresAt, value: formats.exact(made.expiresAt) },
            ]}
          />
          <PlainList title={text.next} items={text.nextSteps} />
          <LinkButton href="/">{text.signIn}</LinkButton>
          <Clock visit={visit} />
        </>
      ),
    };
  },
};
