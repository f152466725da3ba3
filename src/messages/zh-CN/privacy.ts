/** What is kept of people: on the command line and on the holder's own page. */
export const privacy = {
  kinds: {
    name: '姓名',
    document: '身份证件',
    lines: '线路',
    cases: '销户记录',
    certificates: '证明可披露的内容',
    network_answers: '网络应答',
    decisions: '作出决定的依据',
    visits: '柜台办理记录',
    photos: '证件照片',
    contacts: '其他号码和电子邮箱',
    device_names: '给设备取的名称',
    requests: '为他人提出的申请',
    declarations: '公开表单提交的申请',
    disputes: '异议',
    complaints: '投诉及答复',
    refunds: '退款去向',
    letters: '信函',
    messages: '我们发出的消息',
    texts: '我们收到的短信',
    appointments: '预约',
  },
  page: {
    title: '我们保存的您的资料',
    lead: '这里列出以您的名义保存的资料及期限。到期后资料会被删除，任何人都无法再读取；旧备份在其密钥销毁后也无法读取。',
    several: (kind: string, count: number) => `${kind}（${count} 项）`,
    until: '最迟保存至',
    earlier: '消息、信件、短信、照片和预约按各自的规则更早删除。',
    open: (years: number) => `最后一条线路销户后 ${years} 年`,
    noDay: '尚无截止日期',
    why: '原因',
    because: { standing_line: '您在我们这里有在用线路。', open_dispute: '您的一项异议尚未处理。' },
    rule: (rule: string, version: number, source: string) =>
      `规则 ${rule}，第 ${version} 版。来源：${source}。`,
    nothing: '没有保存您的资料。',
    afterwards: '办理日志会保留，其中不含任何人的姓名。',
    link: '我们保存的您的资料',
  },
  commands: {
    person: (party: string) => `客户：${party}`,
    erased: (at: string, erasure: string) => `已于 ${at} 删除（${erasure}），没有其他资料。`,
    held: (kind: string, count: number, until: string) =>
      `  ${kind}${count === 1 ? '' : `（${count} 项）`}：${until}`,
    until: (day: string) => `保存至 ${day}`,
    noDay: '尚无截止日期',
    back: (words: string) => `保留原因：${words}`,
    rule: (rule: string, version: number, source: string) => `规则 ${rule} 第 ${version} 版（${source}）。`,
    hold: (id: string, reason: string, by: string, until: string) =>
      `法律保留 ${id}，由 ${by} 设置，${until}：${reason}`,
    openHold: '直至解除',
    holdSet: (id: string) => `已设置法律保留：${id}`,
    holdReleased: (id: string) => `已解除法律保留：${id}`,
    done: (erasure: string) => `已删除：${erasure}`,
    would: (missing: number, read: number) =>
      missing === 0
        ? `数据库已包含全部 ${read} 次删除，可以启动。`
        : `${read} 次删除中有 ${missing} 次不在此数据库中。加上 --yes 将重新删除这些人的资料。`,
    replayed: (missing: number, read: number) =>
      `已重新删除 ${missing} 人（共 ${read} 次删除），数据库可以启动。`,
    progress: (read: number, missing: number) => `已读取 ${read} 次，缺少 ${missing} 次`,
    epoch: (epoch: number, current: boolean, keys: number, emptied: string | null) =>
      `第 ${epoch} 期${current ? '（当前）' : ''}：${keys} 个资料密钥${emptied === null ? '' : `，自 ${emptied} 起为零`}`,
    epochMade: (epoch: number) => `新密钥：第 ${epoch} 期。请立即把密钥文件夹复制到其他机器。`,
    rewrapped: (count: number, epoch: number) => `${count} 个资料密钥已改由第 ${epoch} 期密钥加密。`,
    epochDestroyed: (epoch: number) =>
      `第 ${epoch} 期密钥已销毁。请同时销毁其副本：其他机器以及密钥文件夹的备份。`,
  },
  consent: {
    erase: (subject: string) => `永久删除 ${subject} 的资料？`,
    destroyEpoch: (epoch: number) => `销毁第 ${epoch} 期密钥？由它加密的备份将无法再读取。`,
  },
} satisfies typeof import('../en/privacy.ts').privacy;
