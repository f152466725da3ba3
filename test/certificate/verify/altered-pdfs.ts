import { deflateSync } from 'node:zlib';
import { ATTACHMENT_NAME } from '../../../src/certificate/verify/attached.ts';

/** A signed PDF as somebody without the key could leave it. */
export interface AlteredPdf {
  readonly how: string;
  readonly bytes: Buffer;
}

/** What the alterations start from. */
export interface Originals {
  readonly pdf: Buffer;
  /** Another certificate of the same operator, whose parts somebody could borrow. */
  readonly other: Buffer;
  /** A signature over the content of `pdf`, in DER, by a key that nobody trusts. */
  readonly strangersCms: Buffer;
}

/** Some 15,000 alterations, the same ones for the same file. */
export function* alteredPdfs(originals: Originals): Generator<AlteredPdf> {
  const { pdf } = originals;
  for (const [how, made] of [
    ['signature', signatureBytes(pdf)],
    ['byte', sampledBytes(pdf)],
    ['length', lengths(pdf)],
    ['range', byteRanges(pdf)],
    ['appended', appended(originals)],
    ['doubled', doubled(originals)],
    ['borrowed', borrowed(originals)],
    ['table', tables(pdf)],
    ['inserted', inserted(pdf)],
  ] as const)
    for (const [name, bytes] of made) if (!bytes.equals(pdf)) yield { how: `${how}: ${name}`, bytes };
}

type Made = Generator<readonly [name: string | number, bytes: Buffer]>;

interface Parts {
  /** Where `<` of the signature stands, and the byte after its `>`. */
  readonly first: number;
  readonly second: number;
  /** The array of the byte range with its brackets. */
  readonly rangeAt: number;
  readonly range: string;
}

function partsOf(pdf: Buffer): Parts {
  const text = pdf.toString('latin1');
  const found = /\/ByteRange (\[0 (\d+) (\d+) \d+\]) */.exec(text)!;
  return {
    first: Number(found[2]),
    second: Number(found[3]),
    rangeAt: found.index + '/ByteRange '.length,
    range: found[1]!,
  };
}

function withBytes(pdf: Buffer, at: number, bytes: Uint8Array | string): Buffer {
  const out = Buffer.from(pdf);
  out.set(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, at);
  return out;
}

const spliced = (pdf: Buffer, from: number, to: number, between: Uint8Array | string): Buffer =>
  Buffer.concat([
    pdf.subarray(0, from),
    typeof between === 'string' ? Buffer.from(between, 'latin1') : between,
    pdf.subarray(to),
  ]);

/** Every character of the signature, its brackets too, once as another digit and once as another spelling. */
function* signatureBytes(pdf: Buffer): Made {
  const { first, second } = partsOf(pdf);
  for (let at = first; at < second; at++) {
    const digit = Number.parseInt(String.fromCharCode(pdf[at]!), 16);
    yield [at, withBytes(pdf, at, Number.isNaN(digit) ? ' ' : ((digit + 1 + (at % 15)) % 16).toString(16))];
    if (digit > 9) yield [`${at} in capitals`, withBytes(pdf, at, digit.toString(16).toUpperCase())];
    if (at % 16 === 0) yield [`${at} as white space`, withBytes(pdf, at, '\n')];
  }
}

/** Bytes outside of the signature, some 2,500. */
function* sampledBytes(pdf: Buffer): Made {
  const { first, second } = partsOf(pdf);
  const step = Math.max(1, Math.floor((pdf.length - (second - first)) / 2_500));
  for (let at = 0; at < pdf.length; at += step)
    if (at < first || at >= second) yield [at, withBytes(pdf, at, Uint8Array.of(pdf[at]! ^ (1 << (at % 8))))];
}

function* lengths(pdf: Buffer): Made {
  for (let length = 0; length < pdf.length; length += Math.ceil(pdf.length / 400))
    yield [`cut to ${length}`, pdf.subarray(0, length)];
  for (let gone = 1; gone <= 64; gone++) {
    yield [`without the last ${gone}`, pdf.subarray(0, -gone)];
    yield [`without the first ${gone}`, pdf.subarray(gone)];
  }
}

/** Ranges with gaps and overlaps, negative, huge, reversed, spelled otherwise, and two of them. */
function* byteRanges(pdf: Buffer): Made {
  const { first, second, range, rangeAt } = partsOf(pdf);
  const length = pdf.length - second;
  // Room is left after the array, so that most changes need no other offsets.
  const put = (text: string): Buffer => spliced(pdf, rangeAt, rangeAt + range.length, text);
  const inPlace = (text: string): Buffer =>
    withBytes(pdf, rangeAt, text.padEnd(range.length).slice(0, range.length + 12));
  const steps = [-100_000, -64, -2, -1, 0, 1, 2, 64, 100_000];
  for (const a of steps)
    for (const b of steps)
      for (const c of steps)
        yield [`${a} ${b} ${c}`, inPlace(`[0 ${first + a} ${second + b} ${length + c}]`)];
  const odd = [
    '[0 0 0 0]',
    `[0 ${pdf.length} ${pdf.length} 0]`,
    `[0 0 0 ${pdf.length}]`,
    `[${second} ${length} 0 ${first}]`,
    `[0 ${second} ${first} ${pdf.length - first}]`,
    `[1 ${first - 1} ${second} ${length}]`,
    `[-1 ${first} ${second} ${length}]`,
    `[0 -${first} ${second} ${length}]`,
    `[0 ${first}.0 ${second} ${length}]`,
    `[0 ${first} ${second} ${2 ** 31 + length}]`,
    `[0 ${first} ${second} ${2 ** 53}]`,
    `[0 99999999999999999999 ${second} ${length}]`,
    `[0 ${first} ${second}]`,
    `[0 ${first} ${second} ${length} 0 0]`,
    `[0 ${first} ${second} ${length}`,
    `[]`,
    `null`,
    `9 0 R`,
    `[0  ${first}  ${second}  ${length}]`,
    `[0\n${first}\n${second}\n${length}]`,
    `[00 ${first} ${second} ${length}]`,
    `[0 0${first} ${second} ${length}]`,
    `[ 0 ${first} ${second} ${length} ]`,
    `[+0 +${first} +${second} +${length}]`,
    `[0 ${first} ${second} ${length}]/ByteRange[0 ${first} ${second} ${length}]`,
    `[0 ${first} ${second} ${length}]%`,
  ];
  for (const text of odd) {
    yield [`${text} moved`, put(text)];
    yield [`${text} in place`, inPlace(text)];
  }
  for (const before of ['%/ByteRange [0 1 2 3]\n', `/ByteRange [0 ${first} ${second} ${length}]`])
    for (const at of [9, rangeAt - '/ByteRange '.length, second, pdf.length])
      yield [`another at ${at}`, spliced(pdf, at, at, before)];
  yield ['named otherwise', withBytes(pdf, rangeAt - 2, 'f')];
}

/** What a later hand adds behind the signature: that readers of PDF take the newest of everything. */
function* appended({ pdf, other, strangersCms }: Originals): Made {
  const { first, second, range } = partsOf(pdf);
  const old = Number(/startxref\s+(\d+)/.exec(pdf.toString('latin1'))?.[1]);
  const name = `(${ATTACHMENT_NAME})`;
  const bomb = deflateSync(Buffer.alloc(1_000_000)).toString('latin1');
  const objects = [
    '',
    '1 0 obj\n<</Type /Catalog>>\nendobj\n',
    `2 0 obj\n<</Names [${name} 9 0 R]>>\nendobj\n`,
    `2 0 obj\n<</Names [${name} 3 0 R ${name} 9 0 R]>>\nendobj\n`,
    `9 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n`,
    `4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n`,
    `4 0 obj\n<</Filter /FlateDecode /Length ${bomb.length}>>\nstream\n${bomb}\nendstream\nendobj\n`,
    `5 0 obj\n<</Type /Sig /ByteRange ${range} /Contents <${strangersCms.toString('hex')}>>>\nendobj\n`,
    `10 0 obj\n<</Type /Sig /ByteRange [0 ${first} ${second} ${pdf.length}] /Contents <00>>>\nendobj\n`,
    other.toString('latin1'),
    pdf.subarray(first, second).toString('latin1'),
  ];
  const joined = ['\n', '\r\n', '%\n', '\n%%EOF\n', '\0'];
  for (const [i, object] of objects.entries())
    for (const between of joined) {
      const body = `${between}${object}`;
      const at = pdf.length + body.length;
      const table = `xref\n0 1\n0000000000 65535 f \n2 1\n${String(pdf.length + between.length).padStart(10, '0')} 00000 n \n`;
      const trailers = [
        '',
        `${table}trailer\n<</Size 11 /Root 1 0 R /Prev ${old}>>\nstartxref\n${at}\n%%EOF`,
        `trailer\n<</Size 11 /Root 1 0 R>>\nstartxref\n${old}\n%%EOF`,
        `startxref\n${at}\n%%EOF\n`,
        `xref\n0 0\ntrailer\n<</Root 9 0 R /Prev ${old}>>\nstartxref\n${at}\n%%EOF`,
      ];
      for (const [n, trailer] of trailers.entries())
        yield [
          `object ${i}, ${JSON.stringify(between)}, trailer ${n}`,
          Buffer.concat([pdf, Buffer.from(body + trailer, 'latin1')]),
        ];
    }
  for (let length = 1; length <= 100; length++) {
    yield [`${length} spaces`, Buffer.concat([pdf, Buffer.alloc(length, ' ')])];
    yield [`${length} zeros`, Buffer.concat([pdf, Buffer.alloc(length)])];
  }
}

function* doubled({ pdf, other }: Originals): Made {
  const { first, second } = partsOf(pdf);
  yield ['the file twice', Buffer.concat([pdf, pdf])];
  yield ['the other before it', Buffer.concat([other, pdf])];
  yield ['the other behind it', Buffer.concat([pdf, other])];
  yield ['itself between its halves', Buffer.concat([pdf.subarray(0, first), pdf, pdf.subarray(second)])];
  yield ['the other in its signature', spliced(pdf, first + 1, second - 1, other)];
  yield ['its signature twice', spliced(pdf, first, first, pdf.subarray(first, second))];
  for (const junk of ['%PDF-1.4\n', '%PDF-1.7\n%', '\n', ' ', '\ufeff', 'GIF89a'])
    yield [`${JSON.stringify(junk)} before it`, Buffer.concat([Buffer.from(junk), pdf])];
  for (let at = 16; at < pdf.length; at += Math.ceil(pdf.length / 60)) {
    yield [`twice up to ${at}`, Buffer.concat([pdf.subarray(0, at), pdf])];
    yield [`twice from ${at}`, Buffer.concat([pdf, pdf.subarray(at)])];
  }
}

/** Parts of another certificate, and signatures of others and in other forms. */
function* borrowed({ pdf, other, strangersCms }: Originals): Made {
  const mine = partsOf(pdf);
  const theirs = partsOf(other);
  const room = mine.second - mine.first - 2;
  const cmsHex = /^(?:[0-9a-f]{2})*?(?=(?:00)*$)/.exec(
    pdf.toString('latin1', mine.first + 1, mine.second - 1),
  )![0];
  const inRoom = (hex: string): Buffer =>
    withBytes(pdf, mine.first + 1, hex.slice(0, room).padEnd(room, '0'));
  yield [
    'signature of the other',
    spliced(pdf, mine.first, mine.second, other.subarray(theirs.first, theirs.second)),
  ];
  yield [
    'everything but the signature',
    spliced(other, theirs.first, theirs.second, pdf.subarray(mine.first, mine.second)),
  ];
  yield ["a stranger's signature", inRoom(strangersCms.toString('hex'))];
  yield ["a stranger's signature after ours", inRoom(cmsHex + strangersCms.toString('hex'))];
  yield ["a stranger's signature before ours", inRoom(strangersCms.toString('hex') + cmsHex)];
  yield ['no signature', inRoom('')];
  yield ['signature twice', inRoom(cmsHex + cmsHex)];
  yield ['in capitals', inRoom(cmsHex.toUpperCase())];
  yield ['of indefinite length', inRoom(`3080${cmsHex.slice(8)}0000`)];
  yield ['with a byte behind it', inRoom(`${cmsHex}01`)];
  for (let at = 0; at + 2 < cmsHex.length; at += 26) {
    yield [`a byte less at ${at}`, inRoom(cmsHex.slice(0, at) + cmsHex.slice(at + 2))];
    yield [`a byte more at ${at}`, inRoom(`${cmsHex.slice(0, at)}00${cmsHex.slice(at)}`)];
  }
  const streamOf = (file: Buffer) => {
    const at = file.indexOf('stream\n') + 'stream\n'.length;
    return { at, end: file.indexOf('\nendstream', at) };
  };
  const [own, foreign] = [streamOf(pdf), streamOf(other)];
  yield ['attachment of the other', spliced(pdf, own.at, own.end, other.subarray(foreign.at, foreign.end))];
  const size = Math.min(own.end - own.at, foreign.end - foreign.at);
  yield [
    'attachment of the other, as long',
    withBytes(pdf, own.at, other.subarray(foreign.at, foreign.at + size)),
  ];
  for (let at = own.at; at < own.end; at += Math.ceil((own.end - own.at) / 200))
    yield [`attachment cut at ${at}`, spliced(pdf, at, own.end, '')];
}

/** Every digit of the cross-reference table and of what leads to it. */
function* tables(pdf: Buffer): Made {
  const start = pdf.lastIndexOf('xref\n0 ');
  for (let at = start; at < pdf.length; at++) {
    const byte = pdf[at]!;
    const digit = byte >= 0x30 && byte <= 0x39;
    yield [at, withBytes(pdf, at, digit ? String((byte - 0x30 + 1 + (at % 9)) % 10) : '0')];
    yield [`without ${at}`, spliced(pdf, at, at + 1, '')];
  }
}

function* inserted(pdf: Buffer): Made {
  const { first, second } = partsOf(pdf);
  const step = Math.ceil(pdf.length / 400);
  for (let at = 0; at < pdf.length; at += step) {
    yield [`at ${at}`, spliced(pdf, at, at, ' ')];
    yield [`away at ${at}`, spliced(pdf, at, at + 1, '')];
    // As long as before, so that no offset tells of it.
    yield [`moved at ${at}`, Buffer.concat([pdf.subarray(0, at), pdf.subarray(at + 1), Buffer.of(0x20)])];
  }
  for (const at of [first, first + 1, second - 1, second])
    for (const text of [' ', '00', '<', '>', '%\n'])
      yield [`${JSON.stringify(text)} at ${at}`, spliced(pdf, at, at, text)];
}
