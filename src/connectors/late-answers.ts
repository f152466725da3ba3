/** What a question is about. Two that are about the same are answered by one answer. */
export interface About {
  /** The same text for the same question; null where an answer is good for its own question only. */
  readonly question: string | null;
  /** When it was asked, in milliseconds since the epoch. */
  readonly askedAt: number;
  /** Answers to what was asked before do not count. */
  readonly since: number;
}

/** How long an answer is still understood after nobody waits for it, and of how many questions. */
const LATE_MS = 60_000;
const MOST = 10_000;

/** How long one that came too late is kept for who asks the same: a subscriber of that name can come anew one day. */
const KEPT_MS = 600_000;

/** Questions for whose answer nobody waits any more. It may still come, and must then be known as the answer to this one. */
export class OverdueQuestions<Question> {
  readonly #forget: (question: Question) => void;
  #overdue: { readonly question: Question; readonly until: number }[] = [];

  /** @param forget is called for each question whose answer is too late even for this */
  constructor(forget: (question: Question) => void) {
    this.#forget = forget;
  }

  add(question: Question): void {
    const now = performance.now();
    this.#overdue.push({ question, until: now + LATE_MS });
    let over = Math.max(0, this.#overdue.length - MOST);
    while (over < this.#overdue.length && this.#overdue[over]!.until < now) over++;
    for (const { question: forgotten } of this.#overdue.splice(0, over)) this.#forget(forgotten);
  }

  clear(): void {
    this.#overdue = [];
  }
}

interface Late<Answer> {
  readonly answer: Answer;
  readonly askedAt: number;
  readonly until: number;
}

/** Answers that came after nobody waited for them, until somebody asks the same. */
export class LateAnswers<Answer> {
  readonly #answers = new Map<string, Late<Answer>>();

  keep(question: string, answer: Answer, askedAt: number): void {
    this.#answers.delete(question);
    this.#answers.set(question, { answer, askedAt, until: performance.now() + KEPT_MS });
    if (this.#answers.size > MOST) this.#answers.delete(this.#answers.keys().next().value!);
  }

  /** Good for one asking only, and only if it was asked late enough; null if there is none such. */
  take({ question, since }: About): Answer | null {
    if (question === null) return null;
    const late = this.#answers.get(question);
    this.#answers.delete(question);
    return late !== undefined && late.askedAt >= since && performance.now() < late.until ? late.answer : null;
  }
}
