import type { Messages } from '../shape.ts';

export const esim: Messages['esim'] = {
  title: 'eSIM 设备',
  never: 'eSIM 删除后无法恢复。如果之后撤回，需要重新申领。',
  label: 'eSIM',
  see: '查看设备',

  holds: (n) => `还有 ${n} 台设备保留 eSIM`,
  unsigned: (n) => `${n} 台已告知删除，等待设备签名`,
  allSigned: '已删除并签名',
  someSigned: (n, of) => `${of} 个 eSIM 中 ${n} 个已删除并签名`,
  noneSigned: '删除未证实',
  noDevice: '没有设备保留 eSIM',
  stays: 'eSIM 保留在您的设备上',
  goneForGood: (n) => `${n} 个 eSIM 已删除，无法恢复`,

  latest: (at) => `号码最迟于 ${at} 终止。`,
  latestWhy: '如果所有设备都已签名，冷静期一过即终止。',
  noWait: '不再等待设备。断网时仍没有签名的，按未证实记录。',
  open: '没有需要等待的设备。',
  cut: '已断网。此后收到的设备签名仍然有效，届时会出具新的证明。',
  withdrawn: '申请已撤回，请保留设备上的 eSIM。',

  wifiTitle: '请先连接 Wi-Fi',
  wifi: '删除结果要通过互联网送达。如果这部手机没有 Wi-Fi，也没有其他号码可以上网，请先连接 Wi-Fi，并保持联网，直到这里的状态变化。',

  deviceEnding: (digits) => `尾号 ${digits} 的设备`,
  profileEnding: (digits) => `尾号 ${digits} 的 eSIM`,
  eid: (digits) => `EID 尾号 ${digits}`,
  iccid: (digits) => `ICCID 尾号 ${digits}`,
  lastSeen: (at) => `最近联系 ${at}`,
  neverSeen: '尚未联系过',

  steps: { requested: '已请求', deleted: '设备已删除', confirmed: '运营商已确认' },
  notYet: '尚未',
  signed: '由 eUICC 签名',
  reportedAt: (at) => `${at} 告知，没有签名`,
  waitsForSignature: '等待设备签名',
  nothingHeard: '没有任何回报',
  cannotReport: '设备无法回报',
  withoutProof: (at) => `${at} 结束，没有凭据`,
  withoutProofYet: '无法确认',

  status: {
    to_cancel: '未装到设备',
    requested: '等待设备删除',
    reported: '已告知，未签名',
    proven: '已删除并签名',
    unproven: '报称已删除，未证实',
    unreachable: '删除未确认',
    not_possible: '删除无法证实',
    cancelled: '已收回',
    stays: '保留',
  },
  meaning: {
    to_cancel: '已订购，但没有装到任何设备。断网后由我们收回，请不要再下载。',
    requested: '请按下面的步骤，在这台设备上删除 eSIM。',
    lost: '如果丢失的就是这台设备，您无需操作。如果设备还在，请在设备上删除 eSIM。',
    reported: '已告知删除，但还没有收到设备的签名。请保持设备开机并联网。',
    proven: '设备已删除 eSIM 并签名，签名已核验。',
    unproven: '报称已删除，但没有设备签名，证明中会如实写明。',
    unreachable: '没有人回报已删除，eSIM 可能仍在设备上。如有可能，请在设备上删除。证明中会如实写明。',
    not_possible: '此 eSIM 没有写明接收删除通知的地址，永远不会有删除凭据。仍请在设备上删除。',
    cancelled: '从未装到设备上。我们已收回，任何人都不能再下载。',
    stays: '申请已撤回，此 eSIM 可以继续使用。',
  },
  takenBack: (at) => `${at} 收回`,

  iDeleted: '我已在这台设备上删除',
  iDeletedHint: '签名通常会自动送达。如果没有，请在这里告知：我们会记录，但不作为凭据。',

  stop: '不再等待，直接终止',
  stopWhat:
    '冷静期一过，号码即终止。届时设备仍没有签名的，按未证实记录，证明中会如实写明：eSIM 可能仍在那台设备上。之后收到签名的，会出具新的证明。',
  stopButton: '不再等待设备',

  guideTitle: '怎么删除 eSIM',
  guideLead: '请删除，只关闭号码不算。不同版本的菜单略有不同，在设置里搜索“eSIM”也能找到。',
  guides: {
    ios: {
      title: 'iPhone、iPad 与 Apple Watch（iOS）',
      steps: [
        '打开“设置” › “蜂窝网络”（iPad 为“蜂窝数据”）。',
        '轻点要注销的号码。',
        '轻点“删除 eSIM”并确认；较早的版本为“移除”字样。',
        'Apple Watch：在 iPhone 上打开“Watch” › “我的手表” › “蜂窝网络”，轻点套餐旁的 ⓘ，移除套餐。',
      ],
    },
    android: {
      title: '安卓（Android）',
      steps: [
        '打开“设置” › “移动网络”或“双卡与移动网络”（小米、OPPO、vivo、荣耀等）。三星：“连接” › “SIM 卡管理器”。谷歌：“网络和互联网” › “SIM 卡”。',
        '选择要注销的号码的 eSIM。',
        '点按“删除 eSIM”、“清除 SIM 卡”或“移除”，并确认；手机可能要求验证锁屏密码。',
        '手表：在手机上的手表应用里，进入“移动套餐”或“eSIM”删除。',
      ],
    },
    harmony: {
      title: '鸿蒙（HarmonyOS）',
      steps: [
        '打开“设置” › “移动网络” › “SIM 卡管理”。',
        '选择要注销的号码的 eSIM，先将它关闭：开启中的 eSIM 可能不能删除。',
        '删除 eSIM，并确认。',
        '手表：在“华为运动健康”的“设备”中选择手表 › “eSIM”，删除号码。',
      ],
    },
  },
  refuses: '设备不让删除？有些配置文件不允许手动删除。请致电客服，或选择不再等待。',

  until: (at) => `最迟至 ${at}`,
  serviceEndsLatest: (at) => `最迟 ${at} 服务终止`,
  lost: (n) => `已有 ${n} 个 eSIM 被删除，无法恢复：撤回后需要重新申领 eSIM，号码仍归您使用。`,
  perhapsLost: (n) => `有 ${n} 个 eSIM 报称已删除。如果设备上确已没有，撤回后需要重新申领。`,
  lostHint: '点一下即可，号码和套餐照旧。',
  lostBefore: (n) => `已有 ${n} 个 eSIM 被删除，无法恢复：需要重新申领 eSIM，号码仍归您使用。`,
  reviewTitle: '您的 eSIM 设备',
  reviewLead: '提交之后，请在以下每台设备上删除 eSIM，我们会给出步骤。提交之前请勿删除。',
  reviewUntil: (at) => `号码最迟等到 ${at}，届时仍会终止；没有设备签名的，按未证实记录。`,
  ordered: '已订购，未装到设备：由我们收回。',
  serviceEndLater: (at) => `有设备保留 eSIM 时会顺延，最迟 ${at}。`,
  beforeTitle: '请先不要删除 eSIM',
  beforeLead: '删除 eSIM 并不等于销号，费用照常收取。提交申请之后，需要逐台解绑以下设备，届时会给出步骤。',
};
