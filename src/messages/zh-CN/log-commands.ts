const KINDS: Readonly<Record<string, (n: number) => string>> = {
  cert: (n) => `签发 ${n}`,
  revoke: (n) => `吊销 ${n}`,
  supersede: (n) => `更换 ${n}`,
  erase: (n) => `清除 ${n}`,
  other: (n) => `其他 ${n}`,
};

const countedKinds = (kinds: Readonly<Record<string, number>>): string =>
  Object.entries(kinds)
    .map(([kind, n]) => KINDS[kind]!(n))
    .join('、');

/** `handback log` 的输出。 */
export const logCommands = {
  noKey: '日志还没有密钥：工作进程启动时会生成。',
  noHead: '日志还没有检查点：工作进程启动时会签署。',
  badState: (path: string) => `${path} 中没有此日志的留存状态。请另给一个文件，将从头读取日志。`,
  grew: (from: number, size: number, kinds: Readonly<Record<string, number>>) =>
    from === size
      ? `没有新内容：仍为 ${size} 条。\n`
      : `共 ${size} 条，新增 ${size - from} 条：${countedKinds(kinds)}。历史一致。\n`,
  faults: {
    unreachable: '无法判断：日志没有应答。',
    checkpoint_malformed: '不予采信：给出的不是检查点。',
    log_unknown: '不予采信：检查点属于另一个日志，或由另一把密钥签署。',
    signature_wrong: '不予采信：检查点的签名不成立。',
    rolled_back: '已回退：条目比之前显示的少。',
    history_rewritten: '已改写：之前显示过的条目变了或不见了。',
    tile_missing: '不完整：检查点所指的一部分没有给出。',
    tile_altered: '被改动：有一部分与签署检查点时不同。',
  },
  at: (path: string) => `位置：${path}`,
  keep: '请留作证据。之前所见（如有）和现在所示如下：',
} satisfies typeof import('../en/log-commands.ts').logCommands;
