import { SIGNATURE_ROOM, signPdf } from '../../../src/certificate/paper/pdf-signer.ts';
import type { CertificateSigner } from '../../../src/certificate/sign/signer.ts';
import { ATTACHMENT_NAME } from '../../../src/certificate/verify/attached.ts';

/** What of a plain PDF is to be other than in a sound one. */
export interface PlainPdf {
  /** The attached bytes, as they stand in the file. */
  readonly attached: Buffer;
  /** Of the stream: by default its length and nothing else. */
  readonly streamDictionary?: string;
  /** What stands in the name tree of attachments. */
  readonly nameTree?: string;
  readonly fileSpec?: string;
  readonly catalog?: string;
  /** Object bodies after those that every file has; the first is object 6. */
  readonly more?: readonly string[];
  /** Changes the cross-reference table and all that follows. */
  readonly tail?: (tail: string) => string;
}

/** A PDF without pages and of the shape that ours have, signed: some ten kilobytes, so that thousands can be tried. */
export async function plainPdf(made: PlainPdf, signer: CertificateSigner): Promise<Buffer> {
  const name = `(${ATTACHMENT_NAME})`;
  const latin1 = (bytes: Buffer): string => bytes.toString('latin1');
  const objects = [
    made.catalog ??
      '<</Type /Catalog /Names <</EmbeddedFiles 2 0 R>> /AcroForm <</Fields [5 0 R] /SigFlags 3>>>>',
    made.nameTree ?? `<</Names [${name} 3 0 R]>>`,
    made.fileSpec ?? `<</Type /Filespec /F ${name} /UF ${name} /EF <</F 4 0 R /UF 4 0 R>>>>`,
    `${made.streamDictionary ?? `<</Length ${made.attached.length}>>`}\nstream\n${latin1(made.attached)}\nendstream`,
    '<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached' +
      ` /ByteRange [0 /********** /********** /**********] /Contents <${'0'.repeat(2 * SIGNATURE_ROOM)}>>>`,
    ...(made.more ?? []),
  ];
  let text = '%PDF-1.7\n';
  const entries = objects.map((body, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join('')}`;
  const tail = `${table}trailer\n<</Size ${objects.length + 1} /Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`;
  return signPdf(Buffer.from(text + (made.tail ?? ((same) => same))(tail), 'latin1'), signer);
}
