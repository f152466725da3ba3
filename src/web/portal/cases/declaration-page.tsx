import { viewDeclaration } from '../../../operations/cases/declarations/view-declaration.ts';
import { go, type Page } from '../../kit/page.ts';
import { Clock, Heading, LinkButton, Rows } from '../../kit/parts.tsx';
import { receiptHolder } from '../../kit/visit.ts';
import { openedDeclaration } from './declaration-receipt.ts';

/** What became of a declaration that came through the public form. */
export const declarationState: Page = {
  path: '/receipt/declaration',
  async show(visit) {
    const given = openedDeclaration(visit);
    if (given === null) return go('/?notice=receipt_over');
    const { receipt: text, declare } = visit.t;
    const { formats } = visit;
    const found = await viewDeclaration(visit.op, receiptHolder(given));
    return {
      kind: 'page',
      title: text.stateTitle,
      back: '/receipt',
      body: (
        <>
          <Heading lead={text.states[found.state]}>{text.stateTitle}</Heading>
          <Rows
            rows={[
              { label: text.received, value: formats.exact(found.receivedAt) },
              { label: text.expires, value: formats.exact(found.expiresAt) },
            ]}
          />
          {found.state === 'waits_for_proof' ? <LinkButton href="/">{declare.signIn}</LinkButton> : null}
          <Clock visit={visit} />
        </>
      ),
    };
  },
};
