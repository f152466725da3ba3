import type { Work } from '../../store/cases/work.ts';

/** The cases that this process holds a lease of. */
export class HeldCases {
  readonly #byId = new Map<string, Work>();
  #onRelease: () => void = () => undefined;
  #whenEmpty: (() => void)[] = [];

  get size(): number {
    return this.#byId.size;
  }

  onRelease(listener: () => void): void {
    this.#onRelease = listener;
  }

  take(work: Work): void {
    this.#byId.set(work.caseId, work);
  }

  /** False for a case that was let go of meanwhile, or claimed anew. */
  has(work: Work): boolean {
    return this.#byId.get(work.caseId) === work;
  }

  release(work: Work): void {
    if (this.has(work)) this.#byId.delete(work.caseId);
    if (this.#byId.size === 0) for (const resolve of this.#whenEmpty.splice(0)) resolve();
    this.#onRelease();
  }

  async empty(): Promise<void> {
    if (this.#byId.size > 0) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  /** Cases whose lease is over, e.g. because a call never answered: another claim may take them. */
  overdue(now: number): readonly Work[] {
    return [...this.#byId.values()].filter((work) => now > work.leaseEnds);
  }
}
