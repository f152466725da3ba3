import type { HoldingBack } from '../../domain/people/retention.ts';

/** Why something is kept although its time may be over. */
export const holdingBack: Readonly<Record<HoldingBack, string>> = {
  legal_hold: '法律保留',
  standing_line: '仍有在用线路（机主、使用人或付费人）',
  held_line: '已销号线路上的限制',
  open_case: '正在办理的销户',
  open_request: '为他人提出的申请',
  open_dispute: '尚未处理的异议',
  open_approval: '等待第二人批准的操作',
  open_review: '欺诈核查',
  open_complaint: '等待答复的投诉',
  open_charge: '争议中的扣费',
};
