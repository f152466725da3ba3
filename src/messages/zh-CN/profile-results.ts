import type { Messages } from '../shape.ts';

/** What became of an eSIM profile, in plain words: the same on paper and on every page. */
export const profileResults: Messages['profileResults'] = {
  results: {
    proven: { short: '删除已证实', plain: '删除已由设备的 eUICC 签名证实。' },
    unproven: { short: '报称已删除，未证实', plain: '机主或 eSIM 服务器称已删除，但没有 eUICC 的签名。' },
    unreachable: { short: '删除未确认', plain: '没有设备回报已将它删除。' },
    not_possible: { short: '删除无法证实', plain: '此配置文件没有写明通知地址，设备无法发来删除证明。' },
    cancelled: { short: '未下载，已收回', plain: '它从未装到设备上，eSIM 服务器已收回，不能再下载。' },
  },
  remains: {
    gone: '配置文件可能仍在设备上，但已不能联网：网络中已移除此用户。',
    perhaps: '配置文件可能仍在设备上；用户已从网络移除一事未获证实，不能排除它仍可联网。',
  },
  proofLimits:
    '签名只说明：该 eUICC 删除了该配置文件。签名不含时间，也不说明应谁的要求，更不保证此后没有再次安装；所示时间是运营商收到的时间。',
  proof: (sequenceNumber, receivedAt) => `序号 ${sequenceNumber}，收到于 ${receivedAt}。`,
};
