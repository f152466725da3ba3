import { type CertificateCopy, operatorName } from '../../domain/certificates/certificate.ts';
import type { Logo } from '../../domain/operator/house.ts';
import type { Language } from '../../domain/values/language.ts';
import { type Messages, messages } from '../../messages/index.ts';
import { disclosableIn } from '../credential/choice.ts';
import { COMPACT_TYPE, compactOf } from '../credential/sd-jwt.ts';
import type { CertificateSigner } from '../sign/signer.ts';
import { ATTACHMENT_NAME, LOG_PROOF_NAME } from '../verify/attached.ts';
import { billAndIssuer } from './marks/bill-and-issuer.ts';
import { specimen } from './marks/specimen.ts';
import { bytesOf } from './pdf-bytes.ts';
import { cards } from './pdf-cards.ts';
import * as network from './pdf-network.ts';
import { profiles } from './pdf-profiles.ts';
import * as sections from './pdf-sections.ts';
import { languagesOfPaper, Sheet } from './pdf-sheet.ts';
import { makeRoomForSignature, signPdf } from './pdf-signer.ts';

export type { Masked } from './pdf-sections.ts';

export interface LayoutOptions {
  /** Where anyone can verify this certificate; also in the code. At most some 200 characters, or the code gets too fine to scan. */
  readonly verifyUrl: string;
  /** Which language comes first; the one that goes with it is always there too. */
  readonly language: Language;
  /** The operator's seal; default: none. */
  readonly seal?: Logo | null;
  /** It is of no real line, and says so across every page. */
  readonly specimen?: boolean;
  /** The claimed time of the PDF signature, and the time of its making. */
  readonly now: Date;
}

export interface PdfOptions extends LayoutOptions {
  readonly signer: CertificateSigner;
}

/**
 * The certificate on paper: A4, two languages side by side, with the copy attached as
 * `certificate.sdjwt`, signed to PAdES B-B. Takes some 30 ms of the thread: use `RenderPool` in a server.
 * @throws RangeError for a time zone that the runtime does not know.
 */
export async function renderPdf(
  copy: CertificateCopy,
  masked: sections.Masked,
  options: PdfOptions,
): Promise<Uint8Array> {
  return signPdf(await renderUnsigned(copy, masked, options, options.signer.issuer.name), options.signer);
}

/** The same with room for the signature instead of it: drawing can then be elsewhere than the key. */
export async function renderUnsigned(
  copy: CertificateCopy,
  masked: sections.Masked,
  options: LayoutOptions,
  signerName: string,
): Promise<Buffer> {
  const { claims } = copy;
  const words = languagesOfPaper(options.language).map((language) => messages(language).paper);
  const sheet = new Sheet(options.language, {
    title: [...words.map((paper) => paper[sections.titleOf(claims)]), claims.caseReference].join(' '),
    author: operatorName(claims),
    createdAt: options.now,
  });
  sections.head(sheet, claims, options.verifyUrl);
  sections.facts(sheet, claims, masked);
  sections.dates(sheet, claims);
  network.accesses(sheet, claims, masked.iccids ?? []);
  profiles(sheet, claims, masked.profiles ?? []);
  cards(sheet, claims, masked.cards ?? []);
  billAndIssuer(sheet, claims, options.seal ?? null);
  const shown = disclosableIn(copy);
  sections.howToVerify(sheet, copy, shown, options.verifyUrl);
  if (shown.includes('network')) network.evidence(sheet, copy, masked.iccids ?? []);
  sections.footers(sheet, copy);
  if (options.specimen) specimen(sheet);
  sheet.close();
  attach(sheet.doc, copy, words, options.now);
  makeRoomForSignature(sheet.doc, signerName, options.now);
  return bytesOf(sheet.doc);
}

/** The copy, from which the page was drawn, and that it is in the public log. */
function attach(
  doc: PDFKit.PDFDocument,
  copy: CertificateCopy,
  words: readonly Pick<Messages['paper'], 'attachment' | 'logAttachment'>[],
  now: Date,
): void {
  const dated = { creationDate: now, modifiedDate: now };
  // How it belongs to the page: ISO 32000-2 section 7.11.3.
  const source = { ...dated, name: ATTACHMENT_NAME, type: COMPACT_TYPE, relationship: 'Source' };
  const description = words.map(({ attachment }) => attachment).join(' / ');
  doc.file(Buffer.from(compactOf(copy)), { ...source, description });
  if (copy.logProof === null) return;
  const proof = { ...dated, name: LOG_PROOF_NAME, type: 'text/plain', relationship: 'Supplement' };
  const about = words.map(({ logAttachment }) => logAttachment).join(' / ');
  doc.file(Buffer.from(copy.logProof), { ...proof, description: about });
}
