interface Kept {
  readonly pdf: Promise<Uint8Array>;
  readonly until: number;
  /** 0 while it is being drawn. */
  bytes: number;
}

export interface PdfCacheOptions {
  readonly maxBytes: number;
  /** How long a drawing is given again. */
  readonly keepMs: number;
}

/** Some two hundred certificates. */
const DEFAULTS: PdfCacheOptions = { maxBytes: 32 * 1024 * 1024, keepMs: 600_000 };

/**
 * Papers that were drawn a moment ago, so that one asked for again and again is drawn once; those who ask while it is being
 * drawn wait for the same drawing. A failure is not kept. The ones not asked for longest give way.
 */
export class PdfCache {
  readonly #options: PdfCacheOptions;
  readonly #now: () => number;
  /** The one asked for last at the end. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(options: Partial<PdfCacheOptions> = {}, now: () => number = () => performance.now()) {
    this.#options = { ...DEFAULTS, ...options };
    this.#now = now;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @param key names all that the paper depends on */
  get(key: string, draw: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = this.#kept.get(key);
    if (known !== undefined && known.until > this.#now()) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.pdf;
    }
    if (known !== undefined) this.#forget(key, known);
    const kept: Kept = { pdf: draw(), until: this.#now() + this.#options.keepMs, bytes: 0 };
    this.#kept.set(key, kept);
    kept.pdf.then(
      (pdf) => this.#drawn(key, kept, pdf.length),
      () => this.#forget(key, kept),
    );
    return kept.pdf;
  }

  #drawn(key: string, kept: Kept, bytes: number): void {
    if (this.#kept.get(key) !== kept) return;
    kept.bytes = bytes;
    this.#bytes += bytes;
    for (const [oldest, one] of this.#kept) {
      if (this.#bytes <= this.#options.maxBytes) break;
      if (one.bytes > 0) this.#forget(oldest, one);
    }
  }

  #forget(key: string, kept: Kept): void {
    if (this.#kept.get(key) !== kept) return;
    this.#kept.delete(key);
    this.#bytes -= kept.bytes;
  }
}
