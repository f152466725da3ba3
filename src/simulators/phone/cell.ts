/** Where a phone is: the one cell of a base station. */
export interface Cell {
  /** Mobile country code and network code (ITU-T E.212), e.g. `001` and `01`. */
  readonly mcc: string;
  readonly mnc: string;
  readonly locationArea: number;
  readonly routingArea: number;
  readonly cell: number;
}

/** The test network of E.212. */
export const TEST_CELL: Cell = { mcc: '001', mnc: '01', locationArea: 1, routingArea: 1, cell: 1 };

const u16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff);

/** Mobile country and network code in 3 octets; a network code of two digits is filled with F (TS 24.008 section 10.5.1.3). */
function plmn({ mcc, mnc }: Cell): Buffer {
  const digit = (text: string, at: number): number => (at < text.length ? Number(text[at]) : 0xf);
  return Buffer.of(
    (digit(mcc, 1) << 4) | digit(mcc, 0),
    (digit(mnc, 2) << 4) | digit(mcc, 2),
    (digit(mnc, 1) << 4) | digit(mnc, 0),
  );
}

/** Location area identification (TS 24.008 section 10.5.1.3). */
const locationAreaId = (cell: Cell): Buffer => Buffer.concat([plmn(cell), u16(cell.locationArea)]);

/** The location area of a phone that knows none: code FFFE is deleted (TS 23.003 section 4.1). */
export const noLocationArea = (cell: Cell): Buffer => Buffer.concat([plmn(cell), u16(0xfffe)]);

/** Routing area identification (TS 24.008 section 10.5.5.15). */
export const routingAreaId = (cell: Cell): Buffer =>
  Buffer.concat([locationAreaId(cell), Buffer.of(cell.routingArea)]);

/** Routing area and cell, as BSSGP writes a cell (TS 48.018 section 11.3.9). */
export const routingAreaCell = (cell: Cell): Buffer => Buffer.concat([routingAreaId(cell), u16(cell.cell)]);

/** Location area and cell: the cell global identification (TS 48.008 section 3.2.2.17). */
export const cellGlobalId = (cell: Cell): Buffer => Buffer.concat([locationAreaId(cell), u16(cell.cell)]);
