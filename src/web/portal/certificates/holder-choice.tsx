import { disclosableIn, ON_PAPER } from '../../../certificate/credential/choice.ts';
import type { CertificateCopy } from '../../../domain/certificates/certificate.ts';
import { Choices } from '../../kit/form-page.tsx';
import { Actions, LinkButton } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

interface ChoiceProps {
  readonly visit: Visit;
  /** With all that its holder could show. */
  readonly copy: CertificateCopy;
  /** Where the files are, without their ending. */
  readonly here: string;
}

/**
 * What the holder shows of a certificate, and as which file. A plain form that asks for the file: `disclose` comes once from the
 * kind of copy (`none` adds nothing to what is ticked, `all` is all), and once for each box that is ticked.
 */
export function HolderChoice({ visit, copy, here }: ChoiceProps) {
  const { certificate: text, disclosures } = visit.t;
  const kinds = disclosableIn(copy);
  if (kinds.length === 0)
    return (
      <Actions>
        <LinkButton href={`${here}.pdf?disclose=none`} download>
          {text.pdf}
        </LinkButton>
        <LinkButton href={`${here}.sdjwt?disclose=none`} second download>
          {text.sdJwt}
        </LinkButton>
        <LinkButton href={`${here}.json?disclose=none`} second download>
          {text.json}
        </LinkButton>
      </Actions>
    );
  return (
    <form method="get" action={`${here}.pdf`} class="panel stack disclose">
      <fieldset>
        <legend>{text.choose}</legend>
        <p class="hint">{text.always}</p>
        <Choices
          name="disclose"
          chosen="none"
          options={[
            { value: 'none', words: text.picked, hint: text.pickedHint },
            { value: 'all', words: text.whole, hint: text.wholeHint },
          ]}
        />
      </fieldset>
      <fieldset class="picks">
        <legend>{text.shows}</legend>
        <div class="choices">
          {kinds.map((kind) => (
            <label class="choice" key={kind}>
              <input type="checkbox" name="disclose" value={kind} checked={kind === ON_PAPER} />
              <span class="text">
                {disclosures.kinds[kind].name}
                <span class="hint">{disclosures.kinds[kind].hint}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <Actions>
        <button class="button" type="submit">
          {text.pdf}
        </button>
        <button class="button second" type="submit" formAction={`${here}.sdjwt`}>
          {text.sdJwt}
        </button>
        <button class="button second" type="submit" formAction={`${here}.json`}>
          {text.json}
        </button>
      </Actions>
    </form>
  );
}
