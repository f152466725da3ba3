import type { Messages } from '../shape.ts';

/** What the commands about old cards print. */
export const cardCommands: Messages['cardCommands'] = {
  takenIn: (iccidEnd, reference) => `卡 …${iccidEnd} 已收回：${reference}。`,
  setAside: (iccidEnd) => `卡 …${iccidEnd} 已另行存放，待转寄或退还。`,
  luhnInvalid: '校验码不符，请与卡面核对。',
  missing: (iccidEnd) => `卡 …${iccidEnd} 已登记为缺失。`,
  removed: (iccidEnd) => `卡 …${iccidEnd} 已从在库记录中移出。`,
  noCard: '该号码只有 eSIM，无卡可交。',
  noneLoose: '没有未装袋的卡。',
  noBags: '没有袋。',
  noBatches: '没有批次。',
  more: (command) => `还有更多：${command}`,
  done: {
    seal: (bag) => `${bag} 号袋已封。`,
    hand_over: (bag) => `${bag} 号袋已交出，由另一人接收。`,
    take_over: (bag) => `${bag} 号袋已接收。`,
  },
  inBatch: (bag, batch) => `${bag} 号袋已归入批次 ${batch}。`,
  batchHandedOver: (batch) => `批次 ${batch} 已交销毁方；请在当地扫描后关闭。`,
  scanned: (count) => `该批次已记录 ${count} 次扫描。`,
  closed: (batch, cards) => `批次 ${batch} 已关闭：共 ${cards} 张，全部相符。`,
  notClosed: (differences) => `未关闭：有 ${differences} 处不符。`,
  destroyed: (cards) => `${cards} 张卡已销毁；新证明由后台陆续出具。`,
  differences: {
    seal: '封签号不同。',
    count: (books, found) => `清点 ${found} 张，记录为 ${books} 张。`,
    missing: (iccid, bag) => `${iccid}  缺失，应在 ${bag} 号袋`,
    extra: (iccid) => `${iccid}  本公司的卡，但不在任何袋中`,
    scanned_twice: (iccid, found) => `${iccid}  扫描了 ${found} 次`,
    other_bag: (iccid, books) => `${iccid}  应在 ${books} 号袋`,
    other_operator: (iccid) => `${iccid}  不是本公司的卡`,
    unreadable: (scanned) => `${scanned}  不是卡号`,
  },
  consent: {
    remove: (iccidEnd) => `将卡 …${iccidEnd} 从在库记录中移出？`,
    destroy: (batch) => `登记批次 ${batch} 已销毁？其中每张卡都将出具载明此事的新证明。`,
  },
};
