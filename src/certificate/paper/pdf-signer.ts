import { createHash } from 'node:crypto';
import { SignPdf } from '@signpdf/signpdf';
import { Signer } from '@signpdf/utils';
import { signCms } from '../sign/cms.ts';
import type { CertificateSigner } from '../sign/signer.ts';

/** Bytes of room for the CMS signature; it takes some 1.7 kB with both certificates. */
export const SIGNATURE_ROOM = 4096;

class CmsSigner extends Signer {
  readonly #signer: CertificateSigner;

  constructor(signer: CertificateSigner) {
    super();
    this.#signer = signer;
  }

  override async sign(pdf: Buffer): Promise<Buffer> {
    return signCms(createHash('sha256').update(pdf).digest(), this.#signer);
  }
}

/**
 * Fills the signature that `renderUnsigned` left room for: PAdES B-B over the whole file (ETSI EN 319 142-1).
 * @throws Error if the PDF has no room for a signature.
 */
export async function signPdf(unsigned: Uint8Array, signer: CertificateSigner): Promise<Buffer> {
  const pdf = Buffer.from(unsigned.buffer, unsigned.byteOffset, unsigned.byteLength);
  return new SignPdf().sign(pdf, new CmsSigner(signer));
}

/**
 * An invisible signature field whose ByteRange and Contents are filled in later (ISO 32000-1 section 12.8.1). PAdES keeps
 * the claimed signing time here, in /M, and not in the signed attributes. Done by hand, because @signpdf/placeholder-pdfkit
 * brings an old pdfkit with it.
 */
export function makeRoomForSignature(doc: PDFKit.PDFDocument, signerName: string, now: Date): void {
  const inner = doc as unknown as PdfInternals;
  doc.switchToPage(0);
  const placeholder = '**********';
  const signature = inner.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, placeholder, placeholder, placeholder],
    Contents: new Uint8Array(SIGNATURE_ROOM),
    M: now,
    Name: new String(signerName),
  });
  signature.end();
  const widget = inner.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: new String('certificate-signature'),
    V: signature,
    Rect: [0, 0, 0, 0],
    F: 132, // print, locked
    P: inner.page.dictionary,
  });
  widget.end();
  inner.page.annotations.push(widget);
  doc.initForm();
  const form = inner._root.data.AcroForm.data;
  form.Fields.push(widget);
  form.SigFlags = 3; // signatures exist; change only by appending
  delete form.NeedAppearances; // a viewer that draws appearances anew would break the signature
}

/** The parts of pdfkit 0.20 beneath its typed surface that a signature field needs. */
interface PdfInternals {
  ref(data: Record<string, unknown>): { end(): void };
  readonly page: { readonly dictionary: unknown; readonly annotations: unknown[] };
  readonly _root: {
    readonly data: {
      readonly AcroForm: {
        readonly data: { Fields: unknown[]; SigFlags?: number; NeedAppearances?: boolean };
      };
    };
  };
}
