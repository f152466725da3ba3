import type { Messages } from '../shape.ts';

export const protection: Messages['protection'] = {
  risks: {
    sim_changed: '近期换过卡',
    contact_changed: '近期更改过联系方式',
    new_device: '有新设备',
    started_by_agent: '由工作人员代为发起',
    many_by_agent: '该工作人员发起较多',
  },
  longer: (because) => `为保护您的权益，时间较平常长：${because}。`,
  lock: {
    link: '给此号码加销号锁',
    title: '销号锁',
    lead: '加锁期间，任何人登录都不能注销此号码。解锁需要等待，并会通知您的全部联系方式。',
    set: '加锁',
    locked: '已加销号锁',
    lockedLead: (on) => `自 ${on} 起。可以解锁，申请后仍会保持一段时间。`,
    lift: '解锁',
    lifting: '正在解锁',
    liftingLead: (at) => `保持至 ${at}。如非本人操作，请保留此锁。`,
    keep: '保留此锁',
    stay: '返回',
  },
  objection: {
    title: '不是我本人',
    lead: (reference) => `号码注销申请 ${reference}。`,
    states: {
      possible: '如果不是您申请的，请先暂停。',
      resting: '已暂停。',
      used: '已暂停过一次，暂停期已过。',
      stopped: '申请已停止。',
      too_late: '已来不及停止。',
    },
    willRest: (period) => `暂停 ${period}，其间不会停机，反欺诈人员会核查。只能暂停一次。`,
    willRestBarred: (period) =>
      `号码已停机，将保持停机。${period} 内不会从网络中移除，反欺诈人员会核查。只能暂停一次。`,
    restsBarred: (at) => `号码保持停机。${at} 之前不会从网络中移除。如需复机，请撤回申请或致电我们。`,
    restsUntil: (at) => `${at} 之前不会停机。反欺诈人员正在核查，必要时会延长。`,
    restedUntil: (at) => `暂停已于 ${at} 结束，再次暂停需验证身份。`,
    stoppedText: '号码一切照旧，您无需操作。',
    tooLateText: '号码已从网络中移除。如果是您的号码，请致电我们。',
    go: '不是我本人，先暂停',
    forGood: '彻底停止',
    signIn: '登录并撤回',
  },
};
